"""API keys, tokens and private keys: by how their issuers begin them, or by the words before them."""

import re
from collections.abc import Iterator

from bot.guard.finding import PRIVATE_KEY, TOKEN, Finding
from bot.guard.passwords import is_placeholder

_LONG_WORD = re.compile(r"[\w.~+/=:-]{16,}", re.ASCII)
# After the rules of detect-secrets 1.5 and gitleaks 8, and what the issuers say. All repetitions are bounded,
# and each begins where a word does, so that no text takes long.
_ISSUED = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b"  # AWS
    r"|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255}"
    r"|(?:glpat|gldt|glft|glsoat|glrt|glptt|glcbt|glimt|glagent|gloas|GR1348941)-?[\w-]{20,300}"  # GitLab
    r"|xox[abeoprs](?:\.xox[bp])?-[\w-]{10,250}|xapp-\d-[A-Za-z0-9-]{10,250}"  # Slack
    r"|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/=]{24,80}"  # Stripe
    r"|AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,300}"  # Google
    r"|sk-(?:proj|svcacct|admin|ant-[a-z]{2,6}\d\d|or-v1)-[\w-]{20,250}"  # OpenAI, Anthropic
    r"|sk-[A-Za-z0-9]{32,64}(?![\w-])"
    r"|SG\.[\w-]{16,32}\.[\w-]{16,64}|key-[0-9a-f]{32}\b|[0-9a-f]{32}-us\d{1,2}\b"  # SendGrid, Mailgun
    r"|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,300}|hf_[A-Za-z0-9]{30,40}|dckr_(?:pat|oat)_[\w-]{20,60}"
    r"|rubygems_[0-9a-f]{48}"
    r"|(?:AC|SK)[0-9a-f]{32}\b"  # Twilio
    r"|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[\w-]{22,50}|EAAA[\w-]{60}"  # Shopify, Square
    r"|do[opr]_v1_[0-9a-f]{64}|dapi[0-9a-f]{32}|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|lin_api_[A-Za-z0-9]{32,48}"
    r"|ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43}|NRAK-[A-Z0-9]{27}|glsa_[A-Za-z0-9_]{32,60}"
    r"|glc_[A-Za-z0-9+/=]{32,300}"
    r"|hvs\.[\w-]{24,200}|hvb\.[\w-]{100,300}|dp\.(?:pt|st|ct|sa)\.[\w.-]{40,60}|ATATT3[\w=-]{100,250}"
    r"|sbp_[0-9a-f]{40}"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{58}|pat[A-Za-z0-9]{14}\.[0-9a-f]{64}|figd_[\w-]{40}|ops_eyJ[\w-]{50,500}"
    r"|eyJ[\w=-]{10,2000}\.[\w=-]{10,3000}(?:\.[\w=-]{10,1000})?"  # JSON Web Tokens
    r"|\d{8,10}:AA[\w-]{32,34}(?![\w-])"  # Telegram
    r"|[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,38}"  # Discord
    r")",
    re.ASCII,
)
_AMAZON = re.compile(r"(?<![A-Za-z0-9])(?:A(?:KI|SI|BI|CC)A[A-Z0-9]{16}|AWS|aws)(?![A-Za-z])")
_AMAZONS_SECRET = re.compile(r"(?<![\w/+=-])[A-Za-z0-9/+]{40}(?![\w/+=-])", re.ASCII)
_WEBHOOK = re.compile(
    r"https://(?:hooks\.slack\.com/(?:services|workflows|triggers)/[\w/-]{20,120}|"
    r"discord(?:app)?\.com/api/webhooks/\d{15,22}/[\w-]{40,90}|"
    r"[\w-]{1,60}\.webhook\.office\.com/webhookb2/[\w@/-]{40,250})",
    re.ASCII,
)
_KEY = (
    r"(?:(?:api|access|auth|secret|private|client|service|session|signing|encryption|account|shared ?access|"
    r"bearer|refresh|bot|app|user|zugangs|zugriffs)[ _-]?(?:token|secret|key|schlüssel)|token|secret|"
    r"schlüssel|cl[eé] api|clave api|chiave api|bearer|authorization ?: ?(?:basic|bearer|token)|"
    r"credential)(?:[ _-]?(?:key|id|value))?"
)
_SAYS = r"(?:[\"'\s]{0,3}(?:=>|:=|=|:|\b(?:is|ist|est|es)\b|->|,)[\"'\s]{0,3}|[\"'] ?[\"']?| [\"']?)"
_NAMED = re.compile(rf"(?<![^\W_]){_KEY}{_SAYS}([\w.~+/=-]{{16,512}})", re.IGNORECASE)
_BEGIN = r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
_PRIVATE_KEYS = (
    re.compile(rf"{_BEGIN}([^\x00]{{16,12000}}?)-----END [A-Z0-9 ]{{0,30}}PRIVATE KEY(?: BLOCK)?-----"),
    re.compile(rf"{_BEGIN}((?:[\s\\nr]{{0,6}}[A-Za-z0-9+/=]{{16,}}+)+)"),  # whose end was cut off
    re.compile(r"PuTTY-User-Key-File-\d: ([^\x00]{40,})"),
)
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=]{16,}")
_HASH = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_PATH = re.compile(r"(?:[\w.-]*/){1,9}[\w.-]*\.[a-z]{2,5}|[a-z]+(?:[-_./][a-z]+)+")


def find_tokens(text: str) -> Iterator[Finding]:
    """Yield each key, token and webhook; hashes, ids and commits that no word names as one are none."""
    words = list(_LONG_WORD.finditer(text))
    for word in words:
        for found in _ISSUED.finditer(text, word.start(), word.end()):
            yield Finding(TOKEN, found.start(), found.end())
    for found in _AMAZONS_SECRET.finditer(text) if words and _AMAZON.search(text) else ():
        if not _HASH.fullmatch(found[0]) and _looks_random(found[0]):
            yield Finding(TOKEN, found.start(), found.end())
    for found in _WEBHOOK.finditer(text):
        yield Finding(TOKEN, found.start(), found.end())
    for found in _NAMED.finditer(text) if words else ():
        if _looks_random(found[1]):
            yield Finding(TOKEN, *found.span(1))


def find_private_keys(text: str) -> Iterator[Finding]:
    """Yield each private key with what is there of it: the mere line that it begins with is none."""
    for pattern in _PRIVATE_KEYS:
        for found in pattern.finditer(text):
            if _BASE64_LINE.search(found[1]):
                yield Finding(PRIVATE_KEY, found.start(), found.end())


def _looks_random(value: str) -> bool:
    """Tell a secret from a word, a path and a placeholder: it has figures and letters, well mixed."""
    value = value.rstrip(".")
    letters, figures = sum(map(str.isalpha, value)), sum(map(str.isdigit, value))
    is_mixed = figures >= 2 or (
        figures == 1 and len(value) >= 32 and not (value.islower() or value.isupper())
    )
    is_word = is_placeholder(value) or bool(_PATH.fullmatch(value))
    return letters >= 4 and is_mixed and len(set(value)) >= 8 and not is_word

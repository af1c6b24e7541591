"""Passwords, PINs and passphrases: what follows the word for it and doesn't read like a sentence."""

import re
from collections.abc import Iterator

from bot.guard.finding import PASSWORD, Finding

_WORD = (
    r"(?:my)?(?:pass ?word|passwort|wlan-passwort|passphrase|passcode|kennwort|passwd|pwd|pw|"
    r"pass(?=[\"']? ?[:=])|mot de passe|mdp|contraseña|hasło|wachtwoord|lösenord\w{0,2}|salasana(?: on)?|"
    r"adgangskode|kodeord|passord|senha|palavra-passe|heslo|parol[aă]|şifre|пароль|密码|パスワード)"
)
_OF_WHAT = r"(?: (?:for|für|of|pour|para|per|vom|zum|zur|du|de)(?: \w{1,20}){1,3}?)?"
_VERB = r"(?:is|was|ist|war|lautet|est|es|est|è|é|to|jest|är|er)"
_IS = rf"{_OF_WHAT}(?:[\"']? {{0,2}}(?::=|=>|->|={{1,2}}|:) {{0,2}}| (?:now )?{_VERB} :? ?)"
_SAID = re.compile(rf"(?<![^\W_]){_WORD}", re.IGNORECASE)
_QUOTED = re.compile(
    rf"(?<![^\W_]){_WORD}(?:{_IS}| )(?:\"([^\"\x00]{{3,64}})\"|'([^'\x00]{{3,64}})'(?!\w))", re.IGNORECASE
)
_PLAIN = re.compile(rf"(?<![^\W_]){_WORD}({_IS}| )([^\s\"'\x00][^\s\"\x00]{{3,127}})", re.IGNORECASE)
_PIN = re.compile(
    r"(?<![\w-])(?:PIN|pin ?code|pin-code|geheimzahl|passcode|access code|door code|türcode|code pin)"
    r"(?: ?[:=] ?| (?:is |ist |est |es |lautet )?)(\d{4,8})(?![\w.,-]*\d)",
    re.IGNORECASE,
)
_IN_LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\x00]{0,64}:([^\s/@\x00]{1,128})@", re.IGNORECASE)
_COMMANDS = ("curl", "wget", "http")
_ON_COMMAND = re.compile(
    rf"\b(?:{'|'.join(_COMMANDS)})\b[^\x00]{{0,80}}? (?:-u|--user)[ =][\"']?"
    r"[\w.@-]{1,64}:([^\s\"'\x00]{3,128})"
)
_PLACEHOLDER = re.compile(
    r"[<${[%(].*|.*(?:your|_here|placeholder|example_|redacted).*|[x*•._#-]+|changeme|"
    r"(?:pass|password|passwd|pw|secret|token|passwort|key)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:1password|base|utf|sha|md|aes|oauth|win|web|pbkdf|bcrypt|argon|[a-z]{1,3})-?\d{1,3}\w?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+-?[^\W\d_]*|\d[\d.,:/-]*")
_WORD_AND_FIGURES = re.compile(r"[^\W\d_]{4,}\d{2,}[!?#*]?")
_SIGN = re.compile(r"[^\w'/.,;:()-]|_")
_STRONG = 3


def find_passwords(text: str) -> Iterator[Finding]:
    """Yield each password that is told; talk about passwords and placeholders ("<password>") are none."""
    if _SAID.search(text):
        yield from _find_said(text)
    patterns = [_PIN]
    if "://" in text:
        patterns.append(_IN_LINK)
    if any(command in text for command in _COMMANDS):
        patterns.append(_ON_COMMAND)
    for pattern in patterns:
        for found in pattern.finditer(text):
            if not is_placeholder(found[1]):
                yield Finding(PASSWORD, *found.span(1))


def _find_said(text: str) -> Iterator[Finding]:
    for found in _QUOTED.finditer(text):
        group = 1 if found[1] else 2
        if not is_placeholder(found[group]):
            yield Finding(PASSWORD, *found.span(group))
    for found in _PLAIN.finditer(text):
        value = found[2].rstrip(".,;:?)")
        if _is_secret(value, is_bare=found[1] == " "):
            yield Finding(PASSWORD, found.start(2), found.start(2) + len(value))


def is_placeholder(value: str) -> bool:
    """Tell whether ``value`` only stands for a secret: "<password>", "$TOKEN", "YOUR_KEY_HERE", "xxxx"."""
    return bool(_PLACEHOLDER.fullmatch(value))


def _is_secret(value: str, *, is_bare: bool) -> bool:
    """Tell a password from the next word of a sentence: it isn't made of letters and hyphens alone."""
    if len(value) < 4 or is_placeholder(value) or "://" in value or _TERM.fullmatch(value):
        return False
    if _FIGURES.fullmatch(value):
        return len(value) >= 6 and value.isdigit() and not is_bare
    if is_bare:
        return bool(_WORD_AND_FIGURES.fullmatch(value)) or (len(value) >= 8 and _classes(value) >= _STRONG)
    has_capital_inside = re.search(r"[a-zß-ÿ][A-Z]", value)
    return any(map(str.isdigit, value)) or bool(_SIGN.search(value) or has_capital_inside)


def _classes(value: str) -> int:
    """Count which of small letters, capitals, figures and signs there are."""
    letters = (any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)))
    return sum(letters) + bool(_SIGN.search(value))

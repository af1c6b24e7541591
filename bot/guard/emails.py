"""E-mail addresses, also as people write them for other people: "maria (at) huber (dot) at"."""

import re
from collections.abc import Iterator

from bot.guard.finding import EMAIL, Finding

_LONGEST_LOCAL = 64
_AT = re.compile(
    r"@| ?[\[({<] ?(?:at|ät|a|chez|arroba|@) ?[\])}>] ?| (?:at|AT) (?=[\w-]{1,63} (?:dot|DOT) )",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[^\W_](?:[\w.+%'&/=-]*[\w+-])?$")
_DOT = r"(?:\.| ?[\[({<] ?(?:dot|punkt|point|punto|\.) ?[\])}>] ?| (?:dot|DOT) )"
_DOMAIN = re.compile(
    rf"[^\W_](?:[\w-]{{0,62}})(?:{_DOT}[\w-]{{1,63}}){{0,6}}?{_DOT}(?:[^\W\d_]{{2,24}}|xn--[\w-]{{2,50}})(?![\w-])"
)
_LONGER_DOMAIN = re.compile(rf"(?:{_DOT}(?:[\w-]{{1,63}}{_DOT})?[^\W\d_]{{2,24}})++(?![\w-])")
_FILES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "ts", "css", "py", "md", "pdf"})
_SHARED_WORDS = """
abuse accounting accounts admin ask billing bewerbung bookings buchhaltung career careers compliance contact
contacto contatti contato datenschutz dataprotection dpo donotreply einkauf empfang events facilities
feedback finance git hallo hello help helpdesk hilfe hostmaster hr info inquiries invoice invoices it jobs
kontakt legal mail mailer daemon marketing media news newsletter noreply no reply office orders personal
postmaster presse press privacy recruiting reception root sales security service services servicedesk
support team vertrieb webmaster www welcome
"""
_SHARED = frozenset(_SHARED_WORDS.split())
"""Mailboxes of a role rather than a person; RFC 2142 names most of them."""
_TEAMS_WORDS = """
team support noreply helpdesk servicedesk newsletter group contractors donotreply mailer
"""
_TEAMS = frozenset(_TEAMS_WORDS.split())
_NOBODY_WORDS = """
a account address anybody anyone bar email example firstname first foo foobar jemand last lastname me myname
myself name placeholder someone somebody somename test tester testuser user username usuario vorname
nachname x xxx xyz you your yourname
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
_EXAMPLE_DOMAIN = re.compile(
    r"(?:.*\.)?(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost|local|domain\.(?:com|tld)|"
    r"company\.com|yourcompany\.com|firma\.(?:at|de|com)|email\.com)"
)
_WORD = re.compile(r"[^\W\d_]+")


def find_emails(text: str) -> Iterator[Finding]:
    """Yield each address of a person; shared mailboxes ("info@…") and "user@example.com" are nobody's."""
    last = 0
    for at in _AT.finditer(text):
        local = _LOCAL.search(text, max(last, at.start() - _LONGEST_LOCAL), at.start())
        domain = _DOMAIN.match(text, at.end()) if local else None
        if not local or not domain or domain[0].rpartition(".")[2].casefold() in _FILES:
            continue
        longer = _LONGER_DOMAIN.match(text, domain.end())
        end = longer.end() if longer else domain.end()
        last = end
        if not _is_login(text, local.start()) and not _is_nobody(local[0], text[at.end() : end]):
            yield Finding(EMAIL, local.start(), end)


def words_of(address: str) -> list[str]:
    """Return the words before the @ of an ``address``, in small letters: maybe its owner's names.

    Those of a team's, or with hyphens alone as lists have them, are no names.
    """
    local = _local(address)
    if is_shared(address) or ("-" in local and not set(local) & set("._")):
        return []
    return [word for word in _WORD.findall(local) if word not in _NOBODY]


def is_shared(address: str) -> bool:
    """Tell whether an ``address`` has a word in it that is a team's rather than a person's."""
    return not _SHARED.isdisjoint(_WORD.findall(_local(address)))


def _local(address: str) -> str:
    return _AT.split(address.casefold(), maxsplit=1)[0]


def _is_login(text: str, start: int) -> bool:
    """Tell whether the address at ``start`` is the end of a link's "name:password@host"."""
    return (
        "://" in text[max(0, start - 200) : start].rpartition(" ")[2]
        and "/" not in text[max(0, start - 200) : start].rpartition("://")[2]
    )


def _is_nobody(local: str, domain: str) -> bool:
    words = _WORD.findall(local.casefold())
    if words and (all(word in _SHARED for word in words) or not _TEAMS.isdisjoint(words)):
        return True
    return all(word in _NOBODY for word in words) and bool(_EXAMPLE_DOMAIN.fullmatch(domain.casefold()))

"""IP addresses that lead to somebody or to a machine of the organisation."""

import ipaddress
import re
from collections.abc import Iterator

from bot.guard.finding import IP_ADDRESS, Finding

_V4 = re.compile(r"(?<![\w.:-])(?<!\d,)\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])(?=[0-9a-fA-F:]{0,39}\d)[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
_RELEASE_OR_SECTION = re.compile(
    r"(?<![^\W_])(?:versions?|v|build|release|firmware|driver|sections?|chapter|clauses?|abschnitt|kapitel|ziffer|"
    r"punkt|pkt|paragraph|appendix|oid|update|patch|chrome|firefox|edge|article|artikel|§{1,2})[ .:=-]{0,3}"
    r"(?:[\d.]+,? (?:(?:and|or|to|vs\.?|und|oder|bis) )?){0,4}$|[a-z]-$",
    re.IGNORECASE,
)
_OBJECT_ID = re.compile(r"[^\x00]{0,40}\bOIDs?\b")
_SAID = re.compile(
    r"\b(?:ips?|ip-?ad\w+|hosts?|server|address|adresse|from|von|src|dst|source|client|gateway)\b",
    re.IGNORECASE,
)
_NETWORK = re.compile(r"/\d{1,3}(?![\w.])")
_EVERYBODYS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "192.168.0.1", "192.168.1.1"})
"""Public resolvers, and what each home router is called."""


def find_ip_addresses(text: str) -> Iterator[Finding]:
    """Yield the addresses of single machines; neither netmasks, networks nor loopback are any."""
    for pattern in (_V4, _V6):
        for found in pattern.finditer(text):
            if _is_a_machines(found[0]) and not _is_other(text, found):
                yield Finding(IP_ADDRESS, found.start(), found.end())


def _is_a_machines(written: str) -> bool:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    if address.is_loopback or address.is_unspecified or address.is_multicast or written in _EVERYBODYS:
        return False
    return address.version == 6 or not written.startswith(("0.", "255."))


def _is_other(text: str, found: re.Match[str]) -> bool:
    """Tell whether the numbers are those of a release, a section, an object or a network."""
    before = text[max(0, found.start() - 40) : found.start()]
    if _is_like_a_release(found[0]) and not _SAID.search(before):
        return True
    is_named = _RELEASE_OR_SECTION.search(before) or _OBJECT_ID.match(text, found.end())
    return bool(is_named or _NETWORK.match(text, found.end()))


def _is_like_a_release(written: str) -> bool:
    """Tell whether four small numbers are likelier those of a release: 1.8.1.4."""
    return "." in written[1:2] and all(int(part) < 30 for part in written.split("."))

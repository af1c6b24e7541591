"""What can be said of an address without opening it: whether its form can be one."""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"[a-zA-Z][\w+.-]*:|//")
# One label is enough: the intranet's own short names are what staff's guides link to.
_HOST = re.compile(r"(?!https?$)[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)*\.?|\[[0-9a-fA-F:.]+\]")
_SLIPS = frozenset({"htp", "htps", "hhtp", "hhtps", "htttp", "htttps", "httpp", "httpss", "ttp", "ttps"})


def is_address(target: str) -> bool:
    """Tell whether a link's target is the address of something else than a file of the folder."""
    return bool(_ADDRESS.match(target))


def address_fault(target: str) -> tuple[str, str] | None:
    """Return what is wrong with an address and the cure, None where nothing is to be seen."""
    scheme, _, rest = target.partition(":")
    scheme = scheme.lower()
    if scheme in {"http", "https"}:
        return _host_fault(target)
    if scheme == "mailto" and "@" not in rest:
        return "names nobody to write to", "Write it as mailto:name@example.org."
    if scheme in _SLIPS:
        return f"starts with `{scheme}:`, which nothing opens", "Begin it with https://."
    if scheme == "file" or len(scheme) == 1:
        return "leads to a file of one computer", "Link to where everybody finds it."
    return None


def _host_fault(url: str) -> tuple[str, str] | None:
    cure = "Write it as https://example.org/page."
    try:
        host = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return "is no address that a browser could open", cure
    name = host if host.startswith("[") else host.partition(":")[0]
    if not name:
        return "names no host", cure
    return None if _HOST.fullmatch(name) else (f"names the host `{name}`, which can't be one", cure)

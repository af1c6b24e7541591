"""Links that call themselves by another address than the one they lead to."""

import re
import unicodedata
from urllib.parse import urlsplit

_NAMED_HOST = re.compile(r"(?:https?://|\bwww\.)([\w.-]+)", re.IGNORECASE)


def is_disguised(label: str, url: str) -> bool:
    """Tell whether a link's ``label`` names a web address of another host than its ``url`` leads to."""
    named = _NAMED_HOST.search(_as_seen(label))
    if not named:
        return False
    hosts = (named[1].rstrip(".-"), urlsplit(url).hostname or "")
    return len({host.casefold().removeprefix("www.") for host in hosts}) > 1


def word_around(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` and what is read together with it: an address may run on beside a link."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def _as_seen(label: str) -> str:
    """Return a label as a reader takes it: nothing invisible, wide and styled letters as plain ones."""
    plain = unicodedata.normalize("NFKC", label)
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")

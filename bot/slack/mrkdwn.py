"""Slack's own markup: escaped where we write it, made plain where people did."""

import html
import re
from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST_URL = 3000
LONGEST_QUESTION = 4000
"""Characters, as many as Slack lets a person type: far more than any search looks at."""
WEB = frozenset({"http", "https"})
_ALL_CAN_OPEN = WEB | {"mailto"}
_MENTION = re.compile(r"<(?:@[A-Z0-9]|!(?:here|channel|everyone|subteam))")
_MARKUP = re.compile("<(?=[!@#])")
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)


def escape(text: str) -> str:
    """Disarm ``text`` for a mrkdwn field: no mention, no channel, no disguised link is left in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def disarm(text: str) -> str:
    """Return ``text`` for a plain_text field, which has no escapes: it looks the same and mentions nobody."""
    return _MARKUP.sub("<\u2060", text)


def plain_question(text: str, bot_user: str) -> str:
    """Return a message as its writer saw it, in one line: mentions of the bot out, links by their label."""
    return " ".join(plain_text(text, bot_user).split())


def plain_text(text: str, bot_user: str) -> str:
    """Return a message as its writer saw it: mentions of the bot out, links by their label, no marks."""
    without_bot = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>", " ", text)
    words = html.unescape(_ENTITY.sub(_shown, without_bot))[:LONGEST_QUESTION]
    for _ in range(3):  # marks may be nested
        words = _MARKS.sub(r"\2", words)
    return words


def mentions_anybody(text: str) -> bool:
    """Tell whether a message is said to somebody: a person, a group, everybody in a channel."""
    return _MENTION.search(text) is not None


def _shown(entity: re.Match[str]) -> str:
    target, label = entity[1], entity[2]
    if target[:1] == "#":
        return f"#{label or 'a channel'}"
    if target[:1] == "@":
        return f"@{label or 'somebody'}".replace("@@", "@")
    if target[:1] == "!":
        return (label or target[1:].split("^")[0]).strip()
    return label or target


def safe_url(url: str | None, schemes: Collection[str] = _ALL_CAN_OPEN) -> str | None:
    """Return ``url`` if Slack takes it for a link of one of the ``schemes``, else None."""
    if not url or len(url) > LONGEST_URL or not url.isprintable() or any(char in url for char in ' <>"'):
        return None
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 if parts.scheme in WEB else bool(parts.path)
    except ValueError:  # brackets without an address, a port that is no number
        return None
    return url if parts.scheme in schemes and is_whole else None

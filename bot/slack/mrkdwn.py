"""Slack's own markup: escaped where we write it, made plain where people did."""

import html
import re
from urllib.parse import urlsplit

LONGEST_URL = 3000
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)
_ALL_CAN_OPEN = {"http", "https", "mailto"}


def escape(text: str) -> str:
    """Disarm ``text`` for a mrkdwn field: no mention, no channel, no disguised link is left in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_question(text: str, bot_user: str) -> str:
    """Return a message as its writer saw it, in one line: mentions of the bot out, links by their label."""
    without_bot = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>", " ", text)
    words = html.unescape(_ENTITY.sub(_shown, without_bot))
    for _ in range(3):  # marks may be nested
        words = _MARKS.sub(r"\2", words)
    return " ".join(words.split())


def _shown(entity: re.Match[str]) -> str:
    target, label = entity[1], entity[2]
    if target[:1] == "#":
        return f"#{label or 'a channel'}"
    if target[:1] == "@":
        return f"@{label or 'somebody'}".replace("@@", "@")
    if target[:1] == "!":
        return (label or target[1:].split("^")[0]).strip()
    return label or target


def safe_url(url: str | None) -> str | None:
    """Return ``url`` if Slack may make a link of it, else None."""
    if not url or len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in _ALL_CAN_OPEN or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
        return None
    return url

"""Words → messages and blocks in which nothing can be a mention or a link that wasn't meant to be one."""

from collections.abc import Sequence
from typing import Any

from bot.printable import printable, printable_line
from bot.slack.message import Block, Message
from bot.slack.mrkdwn import WEB, escape, safe_url
from bot.slack.runs import Run
from bot.slack.shortening import cut
from knowledge.templates import BLANK, mask

LONGEST_NOTICE, LONGEST_WORDS, LONGEST_CONTEXT = 4000, 3000, 3000
LONGEST_TRAIL, LONGEST_NAMED, LONGEST_HINT = 240, 300, 600
HOW_TO = (
    "Ask me a question in the same message, for example: may I paste customer data into ChatGPT? "
    "I answer with passages from our guides, word for word, and say so when they are silent."
)
APOLOGY = "Sorry, something went wrong and I couldn't look this up. Please ask again in a minute."
TOO_LATE = "Sorry, I was away when you asked this, and it may no longer matter. Please ask again if it does."


def render_words(words: str, below: Sequence[Block] = ()) -> Message:
    """Return a message of mere words, cut to what fits: nothing in them can be a mention or a link."""
    shown = cut(printable(words).strip(), LONGEST_WORDS) or "…"
    return Message(escaped_within(shown, LONGEST_NOTICE), (words_block(shown), *below))


def render_how_to() -> Message:
    """Return what an empty mention gets."""
    return render_words(HOW_TO)


def render_apology() -> Message:
    """Return what is said when an answer failed: that it did, and nothing of why."""
    return render_words(APOLOGY)


def render_too_late() -> Message:
    """Return what a question gets whose time is over."""
    return render_words(TOO_LATE)


def words_block(text: str) -> Block:
    """Return literal words: in rich text nothing can be a mention or a link."""
    section = {"type": "rich_text_section", "elements": [element(Run(text))]}
    return {"type": "rich_text", "elements": [section]}


def linked(names: Sequence[str], url: str | None, notes: Sequence[str] = (), words: str = "") -> Block:
    """Return the first of the ``names`` that says anything, linked if it can be, ``notes`` and ``words``."""
    name = cut(next(filter(None, map(shown_line, names)), "…"), LONGEST_TRAIL)
    said = cut(shown_line(words), LONGEST_NAMED)
    about = "".join(f"  ·  {note}" for note in notes) + (f"\n{said}" if said else "")
    runs = [Run(name, frozenset({"bold"}), safe_url(url, WEB)), *([Run(about)] if about else [])]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(map(element, runs))}],
    }


def mrkdwn(text: str) -> dict[str, Any]:
    """Return literal words for a context block, where rich text can't be."""
    return {"type": "mrkdwn", "text": escaped_within(text, LONGEST_CONTEXT), "verbatim": True}


def escaped_notice(text: str, most: int = LONGEST_HINT) -> str:
    """Return what a notification says first, escaped and cut."""
    return escaped_within(printable_line(text), most)


def escaped_within(text: str, most: int) -> str:
    """Return ``text`` escaped, cut before that to what fits then: no escape is ever cut in two."""
    while len(escaped := escape(text)) > most:
        text = cut(text, len(text) * most // len(escaped))
    return escaped


def shown_line(text: str) -> str:
    """Return a title or name in one line, without a site generator's remains."""
    return printable_line(mask(text).replace(BLANK, ""))


def element(run: Run) -> dict[str, Any]:
    """Return a run as an element of rich text."""
    style = {"style": dict.fromkeys(sorted(run.styles), True)} if run.styles else {}
    if run.url:
        return {"type": "link", "url": run.url, "text": run.text, **style}
    return {"type": "text", "text": run.text, **style}

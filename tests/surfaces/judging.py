"""What no payload may have, and what each answer must."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.printable import printable
from bot.slack.blocks import MOST_IN_ALL
from bot.slack.mrkdwn import escape
from bot.slack.reference import AnswerReference
from knowledge.answer import Answer, Citation
from knowledge.templates import mask
from tests.standin.limits import problems, view_problems
from tests.surfaces.letters import dicts, folded, folded_source, is_within, quotes
from tests.surfaces.shown import Shown

Found = dict[str, Any]

_LIVE = re.compile(r"<[!@#]")
_PINGS = {"user", "usergroup", "broadcast", "channel", "emoji", "date"}
_HOST = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)
BEGINNING = 60
"""Characters, of letters and digits alone, of a title or disclaimer that have to be there."""


def faults(shown: Shown) -> Iterator[str]:
    """Yield what is wrong with a payload."""
    view = shown.payload.get("view")
    yield from view_problems(view) if view else problems(shown.payload)
    blocks, text = (view or shown.payload)["blocks"], shown.payload.get("text", "")
    yield from _live(text, view or blocks)
    pings = [str(found["type"]) for found in dicts(blocks) if found.get("type") in _PINGS]
    if pings != (["user"] if shown.names_asker else []):
        yield f"it pings: {pings}"
    yield from _disguised(blocks)
    yield from _lost_disclaimers(shown, blocks)
    if shown.answer:
        yield from _lost_citations(shown.answer, blocks, None if view else text)
    if shown.quotes is not None:
        yield from _altered(shown.quotes, blocks)
    size = len(json.dumps(blocks, ensure_ascii=False))
    if not view and size > MOST_IN_ALL + 500:
        yield f"{size} characters"


def reference_faults(answer: Answer) -> Iterator[str]:
    """Yield what a button's value doesn't bring back, but for what has to go where it would be too long."""
    whole = AnswerReference.from_answer("a" * 32, answer)
    again = AnswerReference.from_value(whole.to_value())
    if (again.id, again.status, again.generation) != (whole.id, whole.status, whole.generation):
        yield "the reference names another answer"
    if again.places != whole.places[: len(again.places)] or again.near not in {whole.near, ()}:
        yield "the reference names other places"
    if not whole.question.startswith(again.question.removesuffix("…")):
        yield "the reference holds another question"
    is_short = sum(len(place.path) + len(place.anchor) for place in whole.places) < 300
    if is_short and (len(again.places), len(again.question)) < (
        len(whole.places),
        min(len(whole.question), 9),
    ):
        yield "the reference lost what would have fitted"


def _live(text: str, shown: Any) -> Iterator[str]:
    marked = [found["text"] for found in dicts(shown) if found.get("type") in {"mrkdwn", "plain_text"}]
    for field in [text, *marked]:
        if _LIVE.search(field):
            yield f"a live mention in {field[:80]!r}"


def _disguised(blocks: Any) -> Iterator[str]:
    """Yield the links that call themselves by another host."""
    for found in dicts(blocks):
        named = _HOST.search(found.get("text", "")) if found.get("type") == "link" else None
        if named and named[1].casefold() != urlsplit(found["url"]).hostname:
            yield f"a disguised link: {found['text'][:80]!r}"


def _lost_disclaimers(shown: Shown, blocks: Any) -> Iterator[str]:
    said = "\n".join(found["text"] for found in dicts(blocks) if found.get("type") == "mrkdwn")
    for disclaimer in shown.disclaimers:
        beginning = printable(disclaimer).strip()[:BEGINNING]
        if escape(beginning) not in said:
            yield f"the disclaimer is lost: {beginning!r}"


def _lost_citations(answer: Answer, blocks: Any, text: str | None) -> Iterator[str]:
    """Yield what an answer cites and its message, or its notification's ``text``, doesn't name."""
    named: dict[str, list[Found]] = {}
    for found in dicts(blocks):
        if found.get("type") == "rich_text_section" and _is_number(found["elements"][0]):
            named[found["elements"][0]["text"].strip()] = found["elements"][1:]
    if len(named) != len(answer.citations):
        yield f"{len(answer.citations)} citations, of which {len(named)} are named"
    for citation in answer.citations:
        elements = named.get(str(citation.n), [])
        if not elements or not _names(elements, citation):
            yield f"citation {citation.n} is lost: {citation.trail}"
        if text is not None and f"[{citation.n}]" not in text:
            yield f"citation {citation.n} is lost to screen readers"


def _is_number(element: Found) -> bool:
    return element.get("style") == {"bold": True} and element["text"].strip().isdigit()


def _names(elements: list[Found], citation: Citation) -> bool:
    """Tell whether the guide and the section are there, and a way to them: a link or a path."""
    shown = folded(elements[0]["text"])
    first, last = (folded(mask(part))[:BEGINNING] for part in (citation.trail[0], citation.trail[-1]))
    said = "".join(element["text"] for element in elements)
    has_page = citation.page is None or f"p. {citation.page}" in said
    is_code = [element for element in elements if element.get("style") == {"code": True}]
    has_way = "url" in elements[0] or any(citation.path[:BEGINNING] in found["text"] for found in is_code)
    return shown.startswith(first) and last in shown and has_page and has_way


def _altered(sources: tuple[str, ...], blocks: Any) -> Iterator[str]:
    """Yield the quotes that say what no guide says: whose letters aren't, in order, those of one of them."""
    letters = [folded_source(source) for source in sources]
    for words in quotes(blocks):
        if not any(is_within(words, source) for source in letters):
            yield f"a quote is none: {words[:80]!r}"

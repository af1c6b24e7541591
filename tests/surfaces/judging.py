"""What no payload may have, and what each answer must."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.slack.blocks import MOST_IN_ALL
from knowledge.answer import Answer
from tests.standin.limits import problems, view_problems
from tests.surfaces.shown import Shown

_LIVE = re.compile(r"<[!@#]")
_PINGS = {"user", "usergroup", "broadcast", "channel"}


def faults(shown: Shown) -> Iterator[str]:
    """Yield what is wrong with a payload."""
    view = shown.payload.get("view")
    yield from view_problems(view) if view else problems(shown.payload)
    blocks = view["blocks"] if view else shown.payload["blocks"]
    yield from _live(shown.payload.get("text", ""), blocks)
    pings = [kind for kind in _kinds(blocks) if kind in _PINGS]
    if pings != (["user"] if shown.names_asker else []):
        yield f"it pings: {pings}"
    if shown.answer:
        yield from _lost(shown.answer, blocks, shown.payload["text"])
    if not view and len(json.dumps(blocks, ensure_ascii=False)) > MOST_IN_ALL + 500:
        yield f"{len(json.dumps(blocks, ensure_ascii=False))} characters"


def _live(text: str, blocks: list[Any]) -> Iterator[str]:
    for field in [text, *(found["text"] for found in _dicts(blocks) if found.get("type") == "mrkdwn")]:
        if _LIVE.search(field):
            yield f"a live mention in {field[:80]!r}"


def _lost(answer: Answer, blocks: list[Any], text: str) -> Iterator[str]:
    """Yield what an answer cites and its message doesn't name."""
    bold = [found["text"].strip() for found in _dicts(blocks) if found.get("style") == {"bold": True}]
    for citation in answer.citations:
        if str(citation.n) not in bold:
            yield f"citation {citation.n} is lost"
    said = [found for found in _dicts(blocks) if found.get("type") == "mrkdwn"]
    if answer.disclaimer.strip() and not any(found["text"].strip() for found in said):
        yield "the disclaimer is lost"
    if not text.strip():
        yield "nothing is said to a screen reader"


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from _dicts(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from _dicts(inner)


def _kinds(node: Any) -> Iterator[str]:
    yield from (str(found.get("type")) for found in _dicts(node))

"""Answers as they are shown: messages in Slack, within its limits, and the terminal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from random import Random
from typing import Any

from rich.console import Console

from bot.slack.blocks import render_answer
from bot.slack.citations import SHORTENED
from bot.slack.message import Message
from bot.terminal import print_answer
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span
from tests.fuzz.mutation import ODD_TEXTS, mixed, mutated
from tests.fuzz.pieces import MARKDOWN
from tests.fuzz.promises import LIVE, STEERS, letters_in_order
from tests.fuzz.samples import TEXT
from tests.fuzz.target import Problem, Target, broken, unescaped
from tests.standin.limits import problems

TODAY = date(2026, 11, 24)
_URLS = ("https://h.example/leave#x", "javascript:alert(1)")
_OPENS = ("http:", "https:", "mailto:")
"""What a link in a quote may begin with."""


@dataclass(frozen=True)
class Quoted:
    """An answer to show, the Markdown that it quotes, and what is said before it."""

    answer: Answer
    quote: str
    before: str


def _quoted(random: Random) -> Quoted:
    quote = (mixed(random, MARKDOWN) if random.random() < 0.6 else mutated(random, TEXT, MARKDOWN)) or "a"
    citations = tuple(_citation(random, n, quote) for n in range(1, random.randint(2, 4)))
    words = (_odd(random), random.choice(list(Status)), 0.5, citations, (), _odd(random), "g", 1.0)
    answer = Answer(*words, owner=_odd(random), note=random.choice(("", _odd(random))))
    return Quoted(answer, quote, random.choice(("", _odd(random))))


def _citation(random: Random, n: int, quote: str) -> Citation:
    start, end = sorted((random.randint(0, len(quote)), random.randint(0, len(quote))))
    return Citation(
        n=n,
        guide=_odd(random),
        path=_odd(random),
        heading=_odd(random),
        trail=(_odd(random), _odd(random)),
        quote=quote,
        span=Span(7, 7 + len(quote)),
        sha256="0" * 64,
        url=random.choice((None, _odd(random), *_URLS)),
        score=0.5,
        decisive=Span(7 + start, 7 + end) if random.random() < 0.7 else None,
        language=random.choice(("", _odd(random))),
        page=random.choice((None, 3)),
        updated=TODAY,
        review_by=random.choice((None, TODAY)),
    )


def _odd(random: Random) -> str:
    return mixed(random, (*MARKDOWN, *ODD_TEXTS), 6) if random.random() < 0.3 else "Leave"


def _check_message(made: Quoted) -> Iterator[Problem]:
    message = render_answer(made.answer, TODAY, before=made.before)
    for problem in problems({"text": message.text, "blocks": list(message.blocks)}):
        yield broken(f"Slack refuses it: {problem}")
    yield from _check_mrkdwn(message)
    if STEERS.search("".join(_texts(message.blocks))):
        yield unescaped("a block with controls")
    for quote in _quotes(message):
        yield from _check_quote(quote["elements"], made.quote)


def _check_quote(elements: Sequence[dict[str, Any]], source: str) -> Iterator[Problem]:
    shown = "".join(element["text"] for element in elements).replace(SHORTENED, "")
    if not letters_in_order(shown, source):
        yield broken(f"{shown!r} isn't said by {source!r}")
    for element in elements:
        is_open = str(element.get("url", "http:")).startswith(_OPENS)
        if element["type"] not in {"text", "link"} or not is_open:
            yield unescaped(f"an element that is no mere text: {element}")


def _check_mrkdwn(message: Message) -> Iterator[Problem]:
    contexts = (block["elements"] for block in message.blocks if block["type"] == "context")
    for text in (message.text, *(element["text"] for elements in contexts for element in elements)):
        if LIVE.search(text) or re.search(r"&(?!amp;|lt;|gt;)", text):
            yield unescaped(f"mrkdwn with markup: {text!r}")
        if STEERS.search(text):
            yield unescaped(f"mrkdwn with controls: {text!r}")


def _texts(value: Any) -> Iterator[str]:
    """Yield all the texts in some blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _quotes(message: Message) -> Iterator[dict[str, Any]]:
    for block in message.blocks:
        for part in block["elements"]:
            if part["type"] == "rich_text_quote":
                yield part


def _check_terminal(made: Quoted) -> Iterator[Problem]:
    console = Console(file=StringIO(), highlight=False, width=200)
    print_answer(made.answer, console)
    assert isinstance(console.file, StringIO)
    written = console.file.getvalue()
    if STEERS.search(written.replace("\n", "")):
        yield unescaped("the terminal is steered")


TARGETS = (
    Target("messages", 20, _quoted, _check_message),
    Target("terminal", 8, _quoted, _check_terminal),
)

"""Where the guides aren't in the question's language, people are told before they read, and at each quote."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from bot.slack.blocks import render_answer
from bot.terminal import print_answer
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span
from tests.standin.limits import problems

NOTE = "Your question seems to be in German, the guides are in English."
CITATION = Citation(
    n=1,
    guide="Leave",
    path="leave.md",
    heading="Asking",
    trail=("Leave", "Asking"),
    quote="Ask early.",
    span=Span(0, 10),
    sha256="0" * 64,
    url="https://h.example/leave#asking",
    score=0.6,
    updated=date(2026, 1, 2),
    language="English",
)
ANSWER = Answer(
    question="Wie?",
    status=Status.ANSWERED,
    confidence=0.8,
    citations=(CITATION,),
    candidates=(),
    disclaimer="Pointers.",
    generation="g",
    elapsed_ms=1.0,
    owner="#people",
    language_note=NOTE,
)
RELATED = replace(
    ANSWER, status=Status.RELATED, citations=(replace(CITATION, quote="", span=Span(0, 0)),), owner="#people"
)


def blocks(answer: Answer) -> list[list[str]]:
    """Return the texts of each block, in order."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, list):
            return [text for part in value for text in texts(part)]
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + texts(value.get("elements", []))

    message = render_answer(answer, date(2026, 11, 24))
    assert problems({"channel": "C1", "text": message.text, "blocks": list(message.blocks)}) == []
    return [texts(block) for block in message.blocks]


def printed(answer: Answer) -> list[str]:
    console = Console(file=io.StringIO(), width=100)
    print_answer(answer, console)
    assert isinstance(console.file, io.StringIO)
    return [line.strip() for line in console.file.getvalue().splitlines() if line.strip()]


def test_slack_says_it_before_the_quotes_and_marks_each() -> None:
    assert blocks(ANSWER) == [
        [NOTE],
        ["Ask early.", "1  ", "Leave › Asking", "  ·  in English", "  ·  updated 2026-01-02"],
        ["Pointers."],
    ]
    assert render_answer(ANSWER).text.startswith(f"{NOTE}\n")


def test_slack_says_it_before_what_is_only_related() -> None:
    said = f"{NOTE} The guides don't clearly answer this. You can ask #people. These sections come nearest:"
    assert blocks(RELATED)[:2] == [
        [said],
        ["1  ", "Leave › Asking", "  ·  in English", "  ·  updated 2026-01-02"],
    ]


def test_without_a_note_nothing_changes() -> None:
    plain = replace(ANSWER, language_note="", citations=(replace(CITATION, language=""),))
    assert blocks(plain)[0] == ["Ask early.", "1  ", "Leave › Asking", "  ·  updated 2026-01-02"]


def test_the_terminal_says_it_before_the_quotes_and_marks_each() -> None:
    lines = printed(ANSWER)
    assert lines[:3] == [
        NOTE,
        "Ask early.",
        "[1] Leave › Asking, in English, updated 2026-01-02  https://h.example/leave#asking",
    ]
    assert printed(RELATED)[:2] == [
        NOTE,
        "The guides don't clearly answer this. These sections come nearest:",
    ]


@pytest.mark.parametrize("language", ["<!channel>" * 50, "a\x1b[31m"])
def test_a_language_that_a_guide_made_up_does_no_harm(language: str) -> None:
    odd = replace(ANSWER, citations=(replace(CITATION, language=language),))
    assert blocks(odd)[1][3].startswith("  ·  in ")
    assert len(blocks(odd)[1][3]) <= 60
    assert "\x1b" not in "".join(printed(odd))

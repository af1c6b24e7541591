"""What staff get out of an answer, held against a golden question."""

import pytest

from index.golds import Gold, SectionName
from index.moves import Moves
from index.standing import Standing, Wanted, are_alike
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span

RIGHT, MOVED, OTHER = ("leave.md", "sick-leave"), ("old.md", "ill"), ("travel.md", "travel")
MOVES = Moves({MOVED: RIGHT})
GOLD = Gold("ill", "whom do I call?", True, "any", (SectionName("leave.md", "Sick leave"),))
SILENT = Gold("cup", "who won?", False, "any")


def answer(status: Status, *cited: tuple[str, str], quote: str = "Call.", score: float = 0.5) -> Answer:
    citations = tuple(
        Citation(n, "guide", path, "heading", (), quote, Span(0, 5), "", None, score, anchor=anchor)
        for n, (path, anchor) in enumerate(cited, start=1)
    )
    return Answer("?", status, score, citations, (), "", "generation", elapsed_ms=score)


@pytest.mark.parametrize(
    ("gold", "given", "standing"),
    [
        (GOLD, answer(Status.ANSWERED, RIGHT, OTHER), Standing.RIGHT),
        (GOLD, answer(Status.ANSWERED, MOVED), Standing.RIGHT),
        (GOLD, answer(Status.ANSWERED, OTHER, RIGHT), Standing.QUOTED),
        (GOLD, answer(Status.RELATED, OTHER, RIGHT), Standing.LINKED),
        (GOLD, answer(Status.RELATED, OTHER), Standing.LEFT_ALONE),
        (GOLD, answer(Status.NOT_COVERED), Standing.LEFT_ALONE),
        (GOLD, answer(Status.ANSWERED, OTHER), Standing.MISLED),
        (SILENT, answer(Status.NOT_COVERED), Standing.RIGHT),
        (SILENT, answer(Status.RELATED, OTHER), Standing.RIGHT),
        (SILENT, answer(Status.ANSWERED, OTHER), Standing.MISLED),
    ],
)
def test_standing(gold: Gold, given: Answer, standing: Standing) -> None:
    addresses = frozenset({RIGHT}) if gold.answerable else frozenset[tuple[str, str]]()
    assert Wanted(gold, addresses, ()).standing(given, MOVES) is standing


def test_the_better_the_higher() -> None:
    order = ["MISLED", "LEFT_ALONE", "LINKED", "QUOTED", "RIGHT"]
    assert [standing.name for standing in sorted(Standing)] == order


def test_time_scores_and_a_move_are_no_difference() -> None:
    before = answer(Status.ANSWERED, MOVED, score=0.5)
    assert are_alike(before, answer(Status.ANSWERED, RIGHT, score=0.9), MOVES)


@pytest.mark.parametrize(
    "now",
    [
        answer(Status.ANSWERED, RIGHT, quote="Write."),
        answer(Status.ANSWERED, RIGHT, OTHER),
        answer(Status.RELATED, RIGHT),
        answer(Status.ANSWERED, OTHER),
    ],
)
def test_status_quotes_and_sections_are(now: Answer) -> None:
    assert not are_alike(answer(Status.ANSWERED, RIGHT), now, MOVES)

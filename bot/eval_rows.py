"""An evaluation's tables as words and numbers, for the terminal and the page alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.eval_words import change_text, figure_name, number, place, places, rank
from index.evaluation import HITS, Miss, Scorecard
from index.reliability import Bin
from index.significance import Change, Comparison

_NAMED = 20
"""Questions listed as better or worse; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; a column whose name starts with ">" is set to the right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def figure_rows(scorecard: Scorecard) -> Rows:
    """Return every figure by name, and what it means."""
    rows = [(name, number(value), figure_name(name)) for name, value in scorecard.figures.items()]
    return Rows(f"Figures, {scorecard.questions} questions", ("figure", ">value", "meaning"), rows)


def kind_rows(scorecard: Scorecard) -> Rows:
    """Return how each kind of question went."""
    columns = ("kind", ">questions", *(f">hit@{k}" for k in HITS), ">answered", ">falsely", ">AUROC")
    rows = [
        (
            kind.kind,
            str(kind.questions),
            *map(number, kind.hits or [None] * len(HITS)),
            number(kind.answered),
            number(kind.false_answers),
            number(kind.auroc),
        )
        for kind in scorecard.kinds
    ]
    return Rows("By kind", columns, rows)


def bin_rows(bins: Sequence[Bin]) -> Rows:
    """Return how often each confidence is right."""
    rows = [(number(each.confidence), number(each.right), str(each.questions)) for each in bins]
    return Rows("Reliability: how often a confidence is right", (">confidence", ">right", ">questions"), rows)


def miss_rows(misses: Sequence[Miss]) -> Rows:
    """Return what went wrong, and what came first instead."""
    rows = [
        (
            miss.id,
            number(miss.confidence),
            rank(miss.rank),
            miss.question,
            places(miss.wanted),
            place(miss.came_first),
        )
        for miss in misses
    ]
    columns = ("id", ">confidence", ">rank", "question", "wanted", "came first")
    return Rows("Worst misses, the surest first", columns, rows)


def difference_rows(comparison: Comparison) -> Rows:
    """Return each figure's change with its significance."""
    title = f"Against the saved run, {comparison.questions} questions"
    if comparison.unmatched:
        title += f" ({comparison.unmatched} others were asked in one run alone, or changed)"
    rows = [
        (
            each.figure,
            number(each.before),
            number(each.after),
            f"{each.after - each.before:+.3f}",
            f"{each.low:+.3f}…{each.high:+.3f}",
            f"{each.better}/{each.worse}",
            number(each.p),
        )
        for each in comparison.differences
    ]
    columns = ("figure", ">before", ">after", ">change", ">95% interval", ">better/worse", ">p")
    return Rows(title, columns, rows)


def change_lines(comparison: Comparison) -> Iterator[str]:
    """Yield which questions got better, and which worse."""
    for title, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        if changes:
            yield f"{title}: {', '.join(_named(changes))}."


def _named(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes[:_NAMED]:
        yield f"{change.id} ({change_text(change)})"
    if len(changes) > _NAMED:
        yield f"{len(changes) - _NAMED} more"

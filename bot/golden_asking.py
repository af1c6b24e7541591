"""Asks golden and past questions of two answerers, and tells where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.golden import Golden, GoldenReport
from index.embedding import Progress
from index.moves import Moves
from index.standing import AnswerChange, Mark, Standing, Wanted, are_alike
from knowledge.answer import Answer
from knowledge.answerer import Answerer

_ORDER = list(Mark)


@dataclass(frozen=True, slots=True)
class Contest:
    """An answerer to come and, if there is one to compare with, that of before.

    ``moves`` lead from sections of before to where they are now. ``remark`` says why there is no ``before``.
    """

    now: Answerer
    before: Answerer | None
    moves: Moves
    remark: str = ""


def compare_answers(
    golden: Golden, wanted: Sequence[Wanted], past: Sequence[str], contest: Contest, progress: Progress
) -> GoldenReport:
    """Ask the golden questions that are ``wanted``, then ``past`` ones, which can but differ."""
    asked: list[Wanted | str] = [*wanted, *past]
    right = right_before = 0
    changes: list[AnswerChange] = []
    for number, question in enumerate(asked, start=1):
        own = question if isinstance(question, Wanted) else None
        words = own.gold.question if own else str(question)
        now = contest.now.answer(words)
        right += own is not None and own.standing(now, contest.moves) is Standing.RIGHT
        if contest.before:
            before = contest.before.answer(words)
            right_before += own is not None and own.standing(before, contest.moves) is Standing.RIGHT
            changes += _change(own, before, now, contest.moves)
        progress(number, len(asked))
    return GoldenReport(
        file=golden.file,
        asked=len(wanted),
        left_out=len(golden.golds) - len(wanted),
        past=len(past),
        right=right,
        missing=tuple((own.gold.id, name) for own in wanted for name in own.missing),
        changes=tuple(sorted(changes, key=lambda change: _ORDER.index(change.mark))),
        before=contest.before.generation if contest.before else None,
        right_before=right_before,
        remark=contest.remark,
    )


def _change(own: Wanted | None, before: Answer, now: Answer, moves: Moves) -> Iterator[AnswerChange]:
    gain = own.standing(now, moves) - own.standing(before, moves) if own else 0
    if gain or not are_alike(before, now, moves):
        mark = Mark.BETTER if gain > 0 else Mark.WORSE if gain < 0 else Mark.DIFFERENT
        yield AnswerChange(own.gold.id if own else "", now.question, mark, before, now)

"""How one question went: an answer held against its gold, without any text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from index.golds import Gold, SectionName, share_shown
from knowledge.answer import Answer, Candidate, Citation, Status

CONFIDENCE_DIGITS = 4
"""As an answer's JSON gives it, so that whoever scores that finds the same figures."""
ENOUGH_SHOWN = 0.5
"""The share of the evidence that quotes must hold for it to count as shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's result; what doesn't apply to an unanswerable question is None or False.

    ``asked`` is a hash of the gold: two runs are compared where they agree on it. ``rank`` is the first right
    candidate's, from 1 to 10; None where there is none. ``cited_first`` and ``cited`` tell whether the first
    citation, and any, of an answer is right. ``shown`` is the share of the evidence that the quotes hold,
    None where the gold names none.
    """

    id: str
    asked: str
    kind: str
    answerable: bool
    status: Status
    confidence: float
    rank: int | None
    cited_first: bool
    cited: bool
    shown: float | None

    @property
    def answered(self) -> bool:
        """Whether quotes were shown as the answer."""
        return self.status is Status.ANSWERED

    @property
    def right(self) -> bool:
        """Whether the first section is right: what the confidence is the probability of."""
        return self.rank == 1

    @property
    def evident(self) -> bool:
        """Whether at least half of the evidence was shown."""
        return self.shown is not None and self.shown >= ENOUGH_SHOWN

    def within(self, k: int) -> bool:
        """Tell whether a right section is among the first ``k``."""
        return self.rank is not None and self.rank <= k


def judge(gold: Gold, answer: Answer) -> Outcome:
    """Hold an answer against what it ought to find."""
    ranked = _are_right(answer.candidates, gold)
    cited = _are_right(answer.citations, gold)
    answered = answer.status is Status.ANSWERED
    quotes = [citation.quote for citation in answer.citations]
    return Outcome(
        id=gold.id,
        asked=hashlib.sha256(repr(gold).encode(errors="surrogatepass")).hexdigest()[:16],
        kind=gold.kind,
        answerable=gold.answerable,
        status=answer.status,
        confidence=round(answer.confidence, CONFIDENCE_DIGITS),
        rank=ranked.index(True) + 1 if any(ranked) else None,
        cited_first=answered and cited[:1] == [True],
        cited=answered and any(cited),
        shown=share_shown(gold.evidence, quotes) if gold.evidence else None,
    )


def _are_right(sections: Sequence[Candidate | Citation], gold: Gold) -> list[bool]:
    wanted = {section.key for section in gold.sections}
    return [SectionName(section.path, section.heading).key in wanted for section in sections]

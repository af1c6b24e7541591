"""Two runs over the same questions: what got better, what got worse, and whether that may be luck."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

from index.outcomes import Outcome

_SEED, _RESAMPLES = 0, 10_000
CERTAINTY = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure before and after; ``low`` to ``high`` is the paired bootstrap's 95% interval of the change.

    ``better`` and ``worse`` count questions. ``p`` is the exact sign test's (McNemar's, for a yes or no): how
    likely so uneven a split is when neither run is better.
    """

    figure: str
    before: float
    after: float
    low: float
    high: float
    better: int
    worse: int
    p: float


@dataclass(frozen=True, slots=True)
class Change:
    """A question with another result than before: the right section's rank, and whether it was answered."""

    id: str
    rank_before: int | None
    rank_after: int | None
    answered_before: bool
    answered_after: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, over the ``questions`` that both asked.

    ``unmatched`` ones were asked in one of them alone, or have another gold by now.
    """

    questions: int
    unmatched: int
    differences: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Compare two runs question by question, by id and gold; ids are distinct within a run."""
    earlier = {(outcome.id, outcome.asked): outcome for outcome in before}
    keyed = [((outcome.id, outcome.asked), outcome) for outcome in after]
    pairs = [(earlier[key], outcome) for key, outcome in keyed if key in earlier]
    changes = [(_gain(old, new), _change(old, new)) for old, new in pairs]
    return Comparison(
        questions=len(pairs),
        unmatched=len(before) + len(after) - 2 * len(pairs),
        differences=tuple(_differences(pairs)),
        better=tuple(change for gain, change in changes if gain > 0),
        worse=tuple(change for gain, change in changes if gain < 0),
    )


def _differences(pairs: Sequence[tuple[Outcome, Outcome]]) -> list[Difference]:
    """Compare each figure over the questions that it is about; a figure about none is left out."""
    yes = [pair for pair in pairs if pair[1].answerable]
    no = [pair for pair in pairs if not pair[1].answerable]
    measured: list[tuple[str, Sequence[tuple[Outcome, Outcome]], Callable[[Outcome], float]]] = [
        ("hit@1", yes, lambda o: o.within(1)),
        ("hit@3", yes, lambda o: o.within(3)),
        ("hit@10", yes, lambda o: o.within(10)),
        ("mrr@10", yes, _reciprocal),
        ("evidence_shown", yes, lambda o: o.evident),
        ("first_citation_right", yes, lambda o: o.cited_first),
        ("rightly_not_answered", no, lambda o: not o.answered),
    ]
    return [
        difference(figure, [float(value(old)) for old, _ in some], [float(value(new)) for _, new in some])
        for figure, some, value in measured
        if some
    ]


def difference(figure: str, before: Sequence[float], after: Sequence[float]) -> Difference:
    """Compare the means of at least one pair of values, higher being better."""
    gains = np.asarray(after) - np.asarray(before)
    better, worse = int((gains > 0).sum()), int((gains < 0).sum())
    low, high = _interval(gains)
    p = float(binomtest(better, better + worse).pvalue) if better + worse else 1.0
    return Difference(figure, float(np.mean(before)), float(np.mean(after)), low, high, better, worse, p)


def _interval(gains: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    if len(gains) < 2 or not np.ptp(gains):  # resampling what doesn't vary gives it again
        return float(gains[0]), float(gains[0])
    found = bootstrap(
        (gains,),
        np.mean,
        n_resamples=_RESAMPLES,
        confidence_level=CERTAINTY,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(found.low), float(found.high)


def _gain(before: Outcome, after: Outcome) -> float:
    """Return by how much a question got better: by its rank, or by no longer being answered falsely."""
    if after.answerable:
        return _reciprocal(after) - _reciprocal(before)
    return float(before.answered) - float(after.answered)


def _reciprocal(outcome: Outcome) -> float:
    return 1 / outcome.rank if outcome.rank else 0.0


def _change(before: Outcome, after: Outcome) -> Change:
    return Change(after.id, before.rank, after.rank, before.answered, after.answered)

"""Scores answers against golds: figures, by kind of question, reliability, and the worst misses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.golds import Gold, SectionName
from index.outcomes import Outcome, judge
from index.reliability import Bin, RiskPoint, calibration_error, rank_area, reliability_bins, risk_coverage
from knowledge.answer import Answer, Status

HITS = (1, 3, 10)
WORST = 10
_RIGHT = "auroc.right"
LOWER_IS_BETTER = ("false_answers", "calibration_error")
"""Figures, or their part before the dot, of which less is better."""


@dataclass(frozen=True, slots=True)
class KindScore:
    """How questions of one kind went; None where the kind has no question that the figure is about.

    ``hits`` are the answerable ones' hit@1, 3 and 10, ``answered`` their share that was answered;
    ``false_answers`` is the unanswerable ones' share, and ``auroc`` how well the confidence tells them from
    all answerable ones.
    """

    kind: str
    questions: int
    hits: tuple[float, ...] | None
    answered: float | None
    false_answers: float | None
    auroc: float | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that went wrong: ``came_first`` is the section that was found instead, if any was."""

    id: str
    question: str
    kind: str
    wanted: tuple[SectionName, ...]
    came_first: SectionName | None
    rank: int | None
    status: Status
    confidence: float


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that an evaluation found; ``figures`` by name, in the order to print them in.

    A figure that no question is about is left out. The names with a dot are a kind's: ``auroc.near``.
    """

    questions: int
    figures: Mapping[str, float]
    kinds: tuple[KindScore, ...]
    reliability: tuple[Bin, ...]
    risk_coverage: tuple[RiskPoint, ...]
    misses: tuple[Miss, ...]
    outcomes: tuple[Outcome, ...]


def score(golds: Sequence[Gold], answers: Sequence[Answer]) -> Scorecard:
    """Score the answers to at least one question, each against its gold, in the same order."""
    outcomes = tuple(judge(gold, answer) for gold, answer in zip(golds, answers, strict=True))
    kinds = tuple(_score_kind(kind, outcomes) for kind in sorted({outcome.kind for outcome in outcomes}))
    confidences, right = [o.confidence for o in outcomes], [o.right for o in outcomes]
    bins = reliability_bins(confidences, right)
    return Scorecard(
        questions=len(outcomes),
        figures=_figures(outcomes, kinds, bins),
        kinds=kinds,
        reliability=bins,
        risk_coverage=risk_coverage(confidences, right),
        misses=_worst_misses(golds, answers, outcomes),
        outcomes=outcomes,
    )


def figure_names(golds: Sequence[Gold]) -> tuple[str, ...]:
    """Return the names of the figures that answers to these questions may give."""
    unasked = Answer("", Status.NOT_COVERED, 0.0, (), (), "", "", 0.0)
    return (*score(golds, [unasked] * len(golds)).figures, _RIGHT)  # needs a right and a wrong answer


def _figures(
    outcomes: Sequence[Outcome], kinds: Sequence[KindScore], bins: Sequence[Bin]
) -> dict[str, float]:
    yes = [outcome for outcome in outcomes if outcome.answerable]
    figures: dict[str, float | None] = {f"hit@{k}": _mean([float(o.within(k)) for o in yes]) for k in HITS}
    figures["mrr@10"] = _mean([1 / o.rank if o.rank else 0.0 for o in yes])
    figures["evidence_shown"] = _share(yes, lambda o: o.evident)
    figures["answered_answerable"] = _share(yes, lambda o: o.answered)
    figures["answered_right"] = _share(yes, lambda o: o.cited)
    figures["first_citation_right"] = _share(yes, lambda o: o.cited_first)
    figures |= {f"false_answers.{kind.kind}": kind.false_answers for kind in kinds}
    figures |= {f"auroc.{kind.kind}": kind.auroc for kind in kinds}
    figures[_RIGHT] = _auroc(
        [o.confidence for o in outcomes if o.right], [o.confidence for o in outcomes if not o.right]
    )
    figures["calibration_error"] = calibration_error(bins)
    return {name: value for name, value in figures.items() if value is not None}


def _score_kind(kind: str, outcomes: Sequence[Outcome]) -> KindScore:
    own = [outcome for outcome in outcomes if outcome.kind == kind]
    yes, no = ([o for o in own if o.answerable is answerable] for answerable in (True, False))
    answerable = [o.confidence for o in outcomes if o.answerable]
    return KindScore(
        kind=kind,
        questions=len(own),
        hits=tuple(sum(o.within(k) for o in yes) / len(yes) for k in HITS) if yes else None,
        answered=_share(yes, lambda o: o.answered),
        false_answers=_share(no, lambda o: o.answered),
        auroc=_auroc(answerable, [o.confidence for o in no]),
    )


def _worst_misses(
    golds: Sequence[Gold], answers: Sequence[Answer], outcomes: Sequence[Outcome]
) -> tuple[Miss, ...]:
    """Return what people would be misled by: wrong and sure first. Silence about nothing is no miss."""
    rows = [row for row in zip(golds, answers, outcomes, strict=True) if _is_miss(row[2])]
    rows.sort(key=lambda row: -row[2].confidence)
    return tuple(_miss(*row) for row in rows[:WORST])


def _is_miss(outcome: Outcome) -> bool:
    return not outcome.right if outcome.answerable else outcome.answered


def _miss(gold: Gold, answer: Answer, outcome: Outcome) -> Miss:
    first = answer.candidates[0] if answer.candidates else None
    return Miss(
        id=gold.id,
        question=gold.question,
        kind=gold.kind,
        wanted=gold.sections,
        came_first=SectionName(first.path, first.heading) if first else None,
        rank=outcome.rank,
        status=outcome.status,
        confidence=outcome.confidence,
    )


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    return rank_area(positive, negative) if positive and negative else None


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float | None:
    return _mean([float(holds(outcome)) for outcome in outcomes])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None

"""Fits the confidence on questions with golds, and measures on questions that it wasn't fitted on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from index.reliability import calibration_error, rank_area, reliability_bins
from knowledge.confidence import ConfidenceModel, Reliability
from knowledge.errors import FootnoteError
from knowledge.retrieval import Signals

LEAST_QUESTIONS = 30
FOLDS, SEEDS = 5, 6
REGULARISATION = 0.3
"""Strong, because there are few questions: smaller pulls the weights closer to nothing."""
COVERED_FROM = 0.35
"""The best statement's cosine from which guides speak of a question: see `ConfidenceModel`."""
ANSWERED, OFFERED = 0.85, 0.95
"""Of the answerable questions, the shares that are to be answered, and to be offered sections at least."""
_LEAST_THRESHOLD = 0.001
"""A message that is no question has confidence 0, and must get no answer."""
_DIGITS, _STEPS = 4, 10_000

Confidences = NDArray[np.float64]
Flags = NDArray[np.bool_]


class CalibrationImpossible(FootnoteError):
    """Questions that no confidence can be fitted on; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question: its signals, None where nothing was searched, and whether the first section is right."""

    signals: Signals | None
    right: bool
    answerable: bool
    kind: str


@dataclass(frozen=True, slots=True)
class HeldOutFigures:
    """What the confidence does on held-out questions, each a share or an area from 0 to 1.

    ``right`` is how often the first section is. ``auroc_kinds`` is how well the confidence tells answerable
    questions from the unanswerable ones of a kind. At the threshold, ``answered`` is the answerable ones'
    share, and ``false_answers`` that of the unanswerable ones of a kind.
    """

    right: float
    auroc_right: float
    auroc_kinds: Mapping[str, float]
    answered: float
    false_answers: Mapping[str, float]
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted model and its figures; ``screened`` of the ``questions`` were no question by their form."""

    model: ConfidenceModel
    figures: HeldOutFigures
    questions: int
    screened: int


def fit_confidence(samples: Sequence[Sample], source: str, model_sha256: str) -> Calibration:
    """Fit a logistic model of "the first section is right" over the signals; ``source`` names the questions.

    Samples without signals are left out of the fit and have confidence 0. A threshold is the highest at which
    enough of the answerable questions pass, by their confidences when they are held out.

    Raises:
        CalibrationImpossible: there are too few questions, or too few whose first section is right or wrong.
    """
    _check(samples)
    splits = [_held_out(samples, seed) for seed in range(SEEDS)]
    mean = np.mean(splits, axis=0)
    right = [sample.right for sample in samples]
    of_answerable = np.concatenate([split[[sample.answerable for sample in samples]] for split in splits])
    answered_from = _threshold(of_answerable, ANSWERED)
    figures = _figures(samples, splits, answered_from)
    model = ConfidenceModel(
        **_weights(samples),
        covered_from=COVERED_FROM,
        answered_from=answered_from,
        related_from=_threshold(of_answerable, OFFERED),
        measured=_told(figures, len(samples), source),
        reliability=tuple(
            Reliability(
                confidence=round(found.confidence, _DIGITS),
                right=round(found.right, _DIGITS),
                questions=found.questions,
            )
            for found in reliability_bins(mean, right)
        ),
        model_sha256=model_sha256,
    )
    return Calibration(model, figures, len(samples), sum(sample.signals is None for sample in samples))


def _check(samples: Sequence[Sample]) -> None:
    if len(samples) < LEAST_QUESTIONS:
        raise CalibrationImpossible(
            f"{len(samples)} questions are too few to fit a confidence on. Write at least {LEAST_QUESTIONS}, "
            "some of which the guides don't answer."
        )
    if not any(sample.answerable for sample in samples):
        raise CalibrationImpossible("None of the questions is answerable. Add some that the guides answer.")
    searched = [sample.right for sample in samples if sample.signals is not None]
    for right, cure in ((True, "that the guides answer"), (False, "that they don't answer, or hard ones")):
        if (found := searched.count(right)) < FOLDS:
            raise CalibrationImpossible(
                f"The first section is {'right' if right else 'wrong'} for {found} questions: fewer than "
                f"{FOLDS} show nothing. Add questions {cure}."
            )


def _fit_data(samples: Sequence[Sample]) -> tuple[Confidences, Flags]:
    """Return the signals of what was searched, shape (samples, signals), and whether each is right."""
    searched = [(astuple(sample.signals), sample.right) for sample in samples if sample.signals is not None]
    signals, right = zip(*searched, strict=True)
    return np.array(signals, float), np.array(right, bool)


def _pipeline() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=REGULARISATION))


def _weights(samples: Sequence[Sample]) -> dict[str, float]:
    """Return each signal's weight and the intercept, for signals that aren't standardised."""
    scaler, logistic = _pipeline().fit(*_fit_data(samples)).named_steps.values()
    weights = logistic.coef_[0] / scaler.scale_
    intercept = logistic.intercept_[0] - weights @ scaler.mean_
    named = dict(zip((field.name for field in fields(Signals)), weights, strict=True))
    return {name: round(float(value), _DIGITS) for name, value in {"intercept": intercept, **named}.items()}


def _held_out(samples: Sequence[Sample], seed: int) -> Confidences:
    """Return each sample's confidence by a model fitted on the other folds; 0 where nothing was searched."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    predicted = cross_val_predict(_pipeline(), *_fit_data(samples), cv=folds, method="predict_proba")
    confidences = np.zeros(len(samples))
    searched = [sample.signals is not None for sample in samples]
    statements = np.array([sample.signals.statement for sample in samples if sample.signals is not None])
    confidences[searched] = predicted[:, 1] * np.clip(statements / COVERED_FROM, 0, 1)
    return confidences


def _threshold(confidences: Confidences, share: float) -> float:
    """Return the highest threshold, rounded down, that at least this share of the confidences reaches."""
    lowest = float(np.sort(confidences)[::-1][math.ceil(share * len(confidences)) - 1])
    return max(math.floor(lowest * _STEPS) / _STEPS, _LEAST_THRESHOLD)


def _figures(
    samples: Sequence[Sample], splits: Sequence[Confidences], answered_from: float
) -> HeldOutFigures:
    """Measure on each split and take the mean."""
    right, yes = (np.array([getattr(sample, name) for sample in samples]) for name in ("right", "answerable"))
    kinds = np.array([sample.kind for sample in samples])
    silent = {str(kind): ~yes & (kinds == kind) for kind in np.unique(kinds[~yes])}

    def passing(some: Flags) -> float:
        return float(np.mean([split[some] >= answered_from for split in splits]))

    def told_apart(these: Flags, those: Flags) -> float:
        return float(np.mean([rank_area(split[these], split[those]) for split in splits]))

    return HeldOutFigures(
        right=float(right.mean()),
        auroc_right=told_apart(right, ~right),
        auroc_kinds={kind: told_apart(yes, own) for kind, own in silent.items()},
        answered=passing(yes),
        false_answers={kind: passing(own) for kind, own in silent.items()},
        calibration_error=float(np.mean([calibration_error(reliability_bins(s, right)) for s in splits])),
    )


def _told(figures: HeldOutFigures, questions: int, source: str) -> str:
    """Word the measurement, for whoever opens the model's file."""
    apart = ", ".join(f"{kind} {value:.2f}" for kind, value in figures.auroc_kinds.items())
    false = ", ".join(f"{kind} {value:.0%}" for kind, value in figures.false_answers.items())
    return (
        f'{source}, {questions} questions: logistic regression on "the first section is right" '
        f"(C {REGULARISATION}), {FOLDS}-fold cross-validated over {SEEDS} seeds: AUROC "
        f"{figures.auroc_right:.2f} for right"
        + (f", of answerable against {apart}" if apart else "")
        + f"; expected calibration error {figures.calibration_error:.2f}; answered: "
        + f"{figures.answered:.0%} of the answerable"
        + (f", falsely {false}" if false else "")
    )

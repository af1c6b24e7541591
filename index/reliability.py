"""Whether a confidence means what it says: how often it is right, and what answering less would spare."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

BINS = 10
Floats = Sequence[float] | NDArray[np.float64]
Flags = Sequence[bool] | NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of similar confidence: their mean ``confidence``, and the share that is ``right``."""

    confidence: float
    right: float
    questions: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Answering from ``confidence`` up answers ``coverage`` of the questions, ``risk`` of those wrongly."""

    confidence: float
    coverage: float
    risk: float


def reliability_bins(confidences: Floats, right: Flags) -> tuple[Bin, ...]:
    """Return ten bins of equal width, from low to high, without the empty ones."""
    values, hits = np.asarray(confidences, float), np.asarray(right, float)
    places = np.minimum((values * BINS).astype(int), BINS - 1)
    inside = (places == place for place in np.unique(places))
    return tuple(Bin(float(values[i].mean()), float(hits[i].mean()), int(i.sum())) for i in inside)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error (Guo et al. 2017, arXiv:1706.04599) of at least one bin."""
    gaps = sum(abs(each.confidence - each.right) * each.questions for each in bins)
    return gaps / sum(each.questions for each in bins)


def risk_coverage(confidences: Floats, right: Flags) -> tuple[RiskPoint, ...]:
    """Return the risk at each coverage, the surest first; equal confidences are answered together.

    After El-Yaniv and Wiener 2010, "On the foundations of noise-free selective classification".
    """
    values, wrong = np.asarray(confidences, float), ~np.asarray(right, bool)
    order = np.argsort(-values, kind="stable")
    values, mistakes = values[order], np.cumsum(wrong[order])
    last = np.flatnonzero(np.append(values[:-1] != values[1:], True))
    return tuple(
        RiskPoint(float(values[i]), float((i + 1) / len(values)), float(mistakes[i] / (i + 1))) for i in last
    )


def rank_area(positive: Floats, negative: Floats) -> float:
    """Return how often a positive outranks a negative (AUROC), ties counting half; neither may be empty."""
    labels = np.repeat([True, False], [len(positive), len(negative)])
    return float(roc_auc_score(labels, [*positive, *negative]))

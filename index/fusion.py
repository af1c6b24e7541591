"""What each signal of a section is worth: few weights, in a file, with the measurement that gave them."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

SHIPPED = Path(__file__).with_name("fusion.json")
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SectionSignals:
    """What speaks for each of some sections, each of shape (sections,).

    ``statement`` and ``trail`` are the best cosines of the question and one of the section's statements, and
    its trail. ``passage_match`` and ``statement_match`` are late interaction's: how well the question's
    tokens, rare ones counting more, are each matched by some token of the best passage; of the best
    statement and its trail. ``coverage`` is the share of the question's BM25 weight that it attains.
    ``learned`` is how near a question comes that people say the section answers. ``length`` is the logarithm
    of the number of passages: who has many, has a best one by luck.
    """

    statement: Scores
    trail: Scores
    passage_match: Scores
    statement_match: Scores
    coverage: Scores
    learned: Scores
    length: Scores

    def matrix(self) -> Scores:
        """Return the signals side by side, shape (sections, signals), in the order of the fields."""
        return np.stack([getattr(self, field.name) for field in fields(self)], axis=1)


class FusionWeights(BaseModel):
    """What a unit of each signal is worth, and the measurement that says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    statement: float
    trail: float
    passage_match: float
    statement_match: float
    coverage: float
    learned: float
    length: float
    quote_match: float
    """Beside its cosine, what a statement's late interaction is worth when a quote is chosen."""
    measured: str

    @classmethod
    def load(cls, file: Path = SHIPPED) -> "FusionWeights":
        """Read weights from JSON."""
        return cls.model_validate_json(file.read_text("utf-8"))

    def score(self, signals: SectionSignals) -> Scores:
        """Return each section's score: a weighted sum."""
        weights = np.array([getattr(self, field.name) for field in fields(signals)], np.float32)
        scores: Scores = signals.matrix() @ weights
        return scores

    def score_statements(self, similarities: Scores, matches: Scores) -> Scores:
        """Return how well each of a section's statements answers on its own."""
        return similarities + np.float32(self.quote_match) * matches

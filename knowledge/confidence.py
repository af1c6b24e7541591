"""How likely it is that the first citation answers: a logistic model over retrieval's signals."""

import math
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.answer import Status
from knowledge.retrieval import Signals

SHIPPED = Path(__file__).with_name("confidence.json")


class ConfidenceModel(BaseModel):
    """A weight for each signal, the confidence from which an answer is given, and what measured them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    statement: float
    trail: float
    unmatched: float
    margin: float
    answered_from: float
    related_from: float
    measured: str

    @classmethod
    def load(cls, file: Path = SHIPPED) -> "ConfidenceModel":
        """Read a model from JSON."""
        return cls.model_validate_json(file.read_text("utf-8"))

    def confidence(self, signals: Signals) -> float:
        """Return a probability from 0 to 1."""
        z = self.intercept + sum(getattr(self, f.name) * getattr(signals, f.name) for f in fields(signals))
        return 1 / (1 + math.exp(-z))

    def status(self, confidence: float) -> Status:
        """Return what may honestly be said at this confidence."""
        if confidence >= self.answered_from:
            return Status.ANSWERED
        return Status.RELATED if confidence >= self.related_from else Status.NOT_COVERED

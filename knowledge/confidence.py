"""How likely it is that the first citation answers: a logistic model over retrieval's signals."""

import math
from dataclasses import fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.answer import Status
from knowledge.errors import FootnoteError
from knowledge.retrieval import Signals

SHIPPED = Path(__file__).with_name("confidence.json")


class ConfidenceInvalid(FootnoteError):
    """A file that holds no confidence model; the message names it and the cure."""


class Reliability(BaseModel):
    """Of this many questions of a mean confidence, the share whose first section was right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confidence: float
    right: float
    questions: int


class ConfidenceModel(BaseModel):
    """A weight for each signal, the confidence from which an answer is given, and what measured them.

    Below a best statement's cosine of ``covered_from`` the guides hardly speak of the question, whatever else
    is said for the first section: there the confidence shrinks with the cosine. 0 shrinks nothing.
    ``model_sha256`` is the embedding model's with which the signals were measured, "" where it isn't known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    statement: float
    trail: float
    unmatched: float
    margin: float
    covered_from: float = 0.0
    answered_from: float
    related_from: float
    measured: str
    reliability: tuple[Reliability, ...] = ()
    """Held-out questions, from low to high confidence."""
    model_sha256: str = ""

    @classmethod
    def load(cls, file: Path = SHIPPED) -> "ConfidenceModel":
        """Read a model from JSON.

        Raises:
            ConfidenceInvalid: the file can't be read, or another release wrote it.
        """
        try:
            return cls.model_validate_json(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise ConfidenceInvalid(
                f"{file} holds no confidence that can be read. Delete it: `footnote calibrate` fits another."
            ) from error

    def confidence(self, signals: Signals) -> float:
        """Return a probability from 0 to 1."""
        z = self.intercept + sum(getattr(self, f.name) * getattr(signals, f.name) for f in fields(signals))
        return self.covered(signals) / (1 + math.exp(-z))

    def covered(self, signals: Signals) -> float:
        """Return the share, 0 to 1, of its confidence that a question keeps if guides hardly speak of it."""
        return max(0.0, min(1.0, signals.statement / self.covered_from)) if self.covered_from else 1.0

    def status(self, confidence: float) -> Status:
        """Return what may honestly be said at this confidence."""
        if confidence >= self.answered_from:
            return Status.ANSWERED
        return Status.RELATED if confidence >= self.related_from else Status.NOT_COVERED

"""Vectors kept at 8 bits a number: a quarter of the size, mapped into memory, no answer changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_mapped, save_joined

LARGEST = 127
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Codes:
    """``values`` (rows, dimension) in steps of ``step``: ``values * step`` are the vectors, nearly."""

    values: NDArray[np.int8]
    step: float

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32], step: float) -> "Codes":
        """Round each number to a whole step; what is further out than 127 steps is cut off there."""
        values = np.clip(np.rint(vectors / np.float32(step)), -LARGEST, LARGEST).astype(np.int8)
        return cls(values, step)

    @classmethod
    def load(cls, file: Path) -> "Codes":
        """Map saved codes into memory."""
        return cls(load_mapped(file), json.loads(file.with_suffix(".json").read_text("utf-8"))["step"])

    def save(self, file: Path) -> None:
        """Write the codes to ``file``, and their step beside it."""
        save_codes(file, [self.values], self.step)

    def take(self, rows: Rows) -> NDArray[np.float32]:
        """Return the codes of ``rows``, in their order: times `step`, they are the vectors."""
        return self.values[rows].astype(np.float32)


def step_for(vectors: NDArray[np.float32]) -> float:
    """Return a step at which a sample's largest number, and a tenth more, still fits."""
    return float(np.abs(vectors).max(initial=1e-6)) * 1.1 / LARGEST


def save_codes(file: Path, parts: Sequence[NDArray[np.int8]], step: float) -> None:
    """Write codes of one ``step``, at least one part of them, to ``file``, and the step beside it."""
    save_joined(file, parts)
    file.with_suffix(".json").write_text(json.dumps({"step": step}), "utf-8")

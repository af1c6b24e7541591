"""Every token of every passage, small enough to keep, for late interaction."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from index.arrays import load_mapped
from index.codes import Codes, Rows, step_for
from index.embedder import TokenEmbeddings

# A question's products are small, and more threads than one would get in the way of the model's.
threadpool_limits(1, user_api="blas")

AXES_KEPT = 128
"""Of the model's dimensions, after turning them: no question of 18F's is answered worse than with all 384."""
CODES, AXES, STARTS, RARITY = "codes.npy", "axes.npy", "starts.npy", "rarity.npy"


@dataclass(frozen=True, slots=True)
class Axes:
    """The directions (dimension, kept) along which a sample of tokens differs most, and the codes' step.

    They are the sample's principal axes: of all projections to as few numbers these keep inner products
    with tokens like the sample's best.
    """

    directions: NDArray[np.float32]
    step: float

    @classmethod
    def from_sample(cls, inner: NDArray[np.float32]) -> "Axes":
        """Find the axes of a sample of ``inner`` token embeddings."""
        _, directions = np.linalg.eigh(inner.T @ inner)
        kept = np.ascontiguousarray(directions[:, ::-1][:, :AXES_KEPT], np.float32)
        return cls(kept, step_for(inner @ kept))


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """The corpus' tokens in order: ``starts[s]:starts[s + 1]`` are those of segment ``s``.

    ``rarity`` holds, by token id, what a question's token counts: the root of its inverse passage frequency.
    """

    codes: Codes
    directions: NDArray[np.float32]
    starts: Rows
    rarity: NDArray[np.float32]

    @classmethod
    def load(cls, folder: Path) -> "TokenIndex":
        """Map a saved index into memory."""
        arrays = (load_mapped(folder / name) for name in (AXES, STARTS, RARITY))
        return cls(Codes.load(folder / CODES), *arrays)

    def project(self, question: TokenEmbeddings) -> NDArray[np.float32]:
        """Return the question's tokens as `matches` takes them, shape (kept axes, question's tokens)."""
        projected: NDArray[np.float32] = (question.inner @ (self.directions * np.float32(self.codes.step))).T
        return projected

    def matches(self, projected: NDArray[np.float32], tokens: Rows) -> NDArray[np.float32]:
        """Return the cosine of each of ``tokens`` and each of the question's, shape (tokens, question's)."""
        matches: NDArray[np.float32] = self.codes.take(tokens) @ projected
        return matches

    def weights(self, question: TokenEmbeddings) -> NDArray[np.float32]:
        """Return what each of the question's tokens counts, 1 in all: rare ones more."""
        known = np.minimum(question.ids, len(self.rarity) - 1)  # the last one stands for all that are absent
        weights = self.rarity[known]
        total: NDArray[np.float32] = weights / max(float(weights.sum()), 1e-6)
        return total


def rarities(ids: NDArray[np.int32], passages: int) -> NDArray[np.float32]:
    """Return the weight of each token id; the last is for those in no passage.

    ``ids`` holds each passage's own ids, each once, for as many ``passages``.
    """
    frequency = np.bincount(ids, minlength=int(ids.max(initial=0)) + 2)
    return np.sqrt(np.log1p((passages - frequency + 0.5) / (frequency + 0.5))).astype(np.float32)

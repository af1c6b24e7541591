"""What the index asks of an embedder, and the batches that all implementations share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.guide import Span

Vectors = NDArray[np.float32]
"""One embedding a row, L2-normalised: an inner product of two rows is their cosine."""


class Embedder(Protocol):
    """Turns text into vectors of ``dimension`` numbers; all implementations over one model agree."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimension)."""

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        """Return one vector a text, and one for each of its parts, in order: each part *in its context*.

        A part's vector is the mean of its tokens' embeddings, taken from the one pass over the whole text
        (late chunking, Günther et al. 2024, arXiv:2409.04701), so parts cost no pass of their own. ``parts``
        holds each text's spans; the second shape is (all parts, dimension). A part that the model's window
        cuts off entirely has the text's own vector.
        """


@dataclass(frozen=True, slots=True)
class Tokenized:
    """One text as the model reads it: its token ids, and each token's span of the text (empty: special)."""

    ids: Sequence[int]
    spans: Sequence[tuple[int, int]]


def token_batches(lengths: Sequence[int], most_tokens: int) -> Iterator[list[int]]:
    """Yield the indices of texts in batches of similar length, each at most ``most_tokens`` with padding.

    Sorted by length, no batch wastes much on padding; capped by tokens, none needs much memory.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        longest = lengths[batch[0]] if batch else 0
        if batch and longest * (len(batch) + 1) > most_tokens:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def pool_parts(
    tokens: NDArray[np.float32], spans: Sequence[tuple[int, int]], parts: Sequence[Span], whole: Vectors
) -> Vectors:
    """Return the normalised mean of the token embeddings (tokens, dimension) within each part's span."""
    pooled = np.empty((len(parts), tokens.shape[1]), np.float32)
    bounds = np.asarray(spans).reshape(-1, 2)
    starts, ends = bounds[:, 0], bounds[:, 1]
    for row, part in enumerate(parts):
        inside = (starts >= part.start) & (ends <= part.end) & (ends > starts)
        pooled[row] = tokens[: len(bounds)][inside].mean(axis=0) if inside.any() else whole
    return normalise(pooled)


def normalise(vectors: NDArray[np.float32]) -> Vectors:
    """Scale each row to length 1, leaving rows of zeros as they are."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled

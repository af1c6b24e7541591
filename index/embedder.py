"""What the index asks of an embedder, and the batches that all implementations share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.guide import Span

Vectors = NDArray[np.float32]
"""One embedding a row, L2-normalised: an inner product of two rows is their cosine."""


@dataclass(frozen=True, slots=True)
class TokenEmbeddings:
    """One text as the model read it, with all of its tokens but the special ones.

    ``vector`` is the text's own, shape (dimension,). ``ids`` and ``spans`` (tokens, 2) are the tokens' ids
    and their places in the text. ``final`` (tokens, dimension) is the model's last layer, whose mean over a
    part of the text is that part's vector. ``inner`` (tokens, the layer's width) is the layer before, each
    row of length 1: there a token still speaks for itself, which is what late interaction compares.
    """

    vector: Vectors
    ids: NDArray[np.int64]
    spans: NDArray[np.int64]
    final: NDArray[np.float32]
    inner: Vectors


class Embedder(Protocol):
    """Turns passages into vectors of ``dimension`` numbers; all implementations over one model agree.

    Where a model asks for words before a text (a prompt), they are put there, and are none of its tokens.
    """

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def questions(self) -> "Embedder":
        """The same model, with the prompt that it asks for before a question."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimension)."""

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in order, up to the model's window."""


def pool_parts(read: TokenEmbeddings, parts: Sequence[Span]) -> Vectors:
    """Return one vector a part of the text, each part *in its context*; shape (parts, dimension).

    A part's vector is the normalised mean of its tokens' embeddings, taken from the one pass over the whole
    text (late chunking, Günther et al. 2024, arXiv:2409.04701), so parts cost no pass of their own. A part
    that the model's window cuts off entirely has the text's own vector.
    """
    pooled = np.empty((len(parts), len(read.vector)), np.float32)
    for row, part in enumerate(parts):
        inside = tokens_within(read, part)
        pooled[row] = read.final[inside].mean(axis=0) if inside.stop > inside.start else read.vector
    return normalise(pooled)


def tokens_within(read: TokenEmbeddings, part: Span) -> slice:
    """Return which tokens lie within a part of the text: they follow each other."""
    first = int(np.searchsorted(read.spans[:, 0], part.start))
    return slice(first, max(first, int(np.searchsorted(read.spans[:, 1], part.end, side="right"))))


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


def normalise(vectors: NDArray[np.float32]) -> Vectors:
    """Scale each row to length 1, leaving rows of zeros as they are."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return scaled

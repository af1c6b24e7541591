"""Everything that embedding a corpus gives: passages, their segments, and their tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.codes import Codes, concatenated, step_for
from index.embedder import Embedder, TokenEmbeddings, Vectors, pool_parts, tokens_within
from index.token_index import Axes, TokenIndex, rarities
from index.vectors import VectorIndex
from index.views import PassageView

VECTORS, SEGMENTS, TOKENS = "passages.faiss", "segments.npy", "tokens"
_SLICE = 128
"""Passages between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many passages are embedded, and of how many."""


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class CorpusVectors:
    """The embeddings of all passages, segments (trails and statements) and tokens, in the corpus' order."""

    passages: VectorIndex
    segments: Codes
    tokens: TokenIndex

    @classmethod
    def load(cls, folder: Path) -> "CorpusVectors":
        """Map saved vectors into memory."""
        passages, segments = VectorIndex.load(folder / VECTORS), Codes.load(folder / SEGMENTS)
        return cls(passages, segments, TokenIndex.load(folder / TOKENS))

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``."""
        self.passages.save(folder / VECTORS)
        self.segments.save(folder / SEGMENTS)
        self.tokens.save(folder / TOKENS)


@dataclass(frozen=True, slots=True)
class _Embedded:
    """What is kept of one passage; ``lengths`` counts each segment's tokens."""

    vector: Vectors
    segments: Codes
    tokens: Codes
    lengths: NDArray[np.int64]
    ids: NDArray[np.int64]

    @classmethod
    def from_read(cls, read: TokenEmbeddings, view: PassageView, steps: "_Steps") -> "_Embedded":
        within = [tokens_within(read, segment) for segment in view.segments]
        kept = np.concatenate([np.arange(inside.start, inside.stop) for inside in within])
        return cls(
            vector=read.vector,
            segments=Codes.from_vectors(pool_parts(read, view.segments), steps.segment),
            tokens=Codes.from_vectors(read.inner[kept] @ steps.axes.directions, steps.axes.step),
            lengths=np.array([inside.stop - inside.start for inside in within], np.int64),
            ids=read.ids[kept],
        )


@dataclass(frozen=True, slots=True)
class _Steps:
    """How the codes are made, found on a sample of the corpus."""

    axes: Axes
    segment: float

    @classmethod
    def from_sample(cls, read: Sequence[TokenEmbeddings], views: Sequence[PassageView]) -> "_Steps":
        parts = [pool_parts(text, view.segments) for text, view in zip(read, views, strict=True)]
        axes = Axes.from_sample(np.concatenate([text.inner for text in read]))
        return cls(axes, step_for(np.concatenate(parts)))


def embed_corpus(embedder: Embedder, views: Sequence[PassageView], progress: Progress) -> CorpusVectors:
    """Embed ``views``, at least one, in slices, and report after every slice.

    A slice takes passages from all over the corpus, so that the first is the sample by which all are coded;
    nothing but the codes of earlier slices is held in memory.
    """
    slices = -(-len(views) // _SLICE)
    read = embedder.embed_tokens([view.text for view in views[::slices]])
    steps = _Steps.from_sample(read, views[::slices])
    found: dict[int, _Embedded] = {}
    for first in range(slices):
        some = views[first::slices]
        read = read if first == 0 else embedder.embed_tokens([view.text for view in some])
        for i, (text, view) in enumerate(zip(read, some, strict=True)):
            found[first + i * slices] = _Embedded.from_read(text, view, steps)
        progress(len(found), len(views))
    return _assemble([found[i] for i in range(len(views))], steps)


def _assemble(passages: Sequence[_Embedded], steps: _Steps) -> CorpusVectors:
    lengths = np.concatenate([passage.lengths for passage in passages])
    tokens = TokenIndex(
        codes=concatenated([passage.tokens for passage in passages]),
        directions=steps.axes.directions,
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        rarity=rarities([passage.ids for passage in passages]),
    )
    return CorpusVectors(
        passages=VectorIndex.from_vectors(np.array([passage.vector for passage in passages])),
        segments=concatenated([passage.segments for passage in passages]),
        tokens=tokens,
    )

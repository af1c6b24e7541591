"""Passages → what is kept of each: its vector, its segments' codes, its tokens' codes and ids."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.codes import Codes, step_for
from index.embedder import Embedder, TokenEmbeddings, Vectors, pool_parts, tokens_within
from index.token_index import Axes
from index.views import PassageView

_SLICE = 128
"""Passages between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many passages are embedded, and of how many."""


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class CodeSteps:
    """How codes are made: the tokens' axes and step, and the segments' step, found on a sample."""

    axes: Axes
    segment: float

    @classmethod
    def from_sample(cls, read: Sequence[TokenEmbeddings], views: Sequence[PassageView]) -> "CodeSteps":
        """Find them on passages as read, at least one."""
        parts = [pool_parts(text, view.segments) for text, view in zip(read, views, strict=True)]
        axes = Axes.from_sample(np.concatenate([text.inner for text in read]))
        return cls(axes, step_for(np.concatenate(parts)))


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """What is kept of one passage; ``lengths`` counts each segment's tokens, ``ids`` has each token once."""

    vector: Vectors
    segments: NDArray[np.int8]
    tokens: NDArray[np.int8]
    lengths: NDArray[np.int64]
    ids: NDArray[np.int32]

    @classmethod
    def from_read(cls, read: TokenEmbeddings, view: PassageView, steps: CodeSteps) -> "EmbeddedPassage":
        """Code a passage as it was read."""
        within = [tokens_within(read, segment) for segment in view.segments]
        kept = np.concatenate([np.arange(inside.start, inside.stop) for inside in within])
        return cls(
            vector=read.vector,
            segments=Codes.from_vectors(pool_parts(read, view.segments), steps.segment).values,
            tokens=Codes.from_vectors(read.inner[kept] @ steps.axes.directions, steps.axes.step).values,
            lengths=np.array([inside.stop - inside.start for inside in within], np.int64),
            ids=np.unique(read.ids[kept]).astype(np.int32),
        )


def embed_passages(
    embedder: Embedder, views: Sequence[PassageView], steps: CodeSteps | None, progress: Progress
) -> tuple[list[EmbeddedPassage], CodeSteps]:
    """Embed ``views`` in slices, and report after every slice; return the ``steps`` that were given or found.

    A slice takes passages from all over: the first is the sample by which all are coded where no steps are
    given, and each takes about as long as the others. Nothing but codes is held of the earlier slices.

    Raises:
        ValueError: there is nothing to embed, and no steps are given.
    """
    slices = -(-len(views) // _SLICE)
    found: dict[int, EmbeddedPassage] = {}
    for first in range(slices):
        some = views[first::slices]
        read = embedder.embed_tokens([view.text for view in some])
        steps = steps or CodeSteps.from_sample(read, some)
        for i, (text, view) in enumerate(zip(read, some, strict=True)):
            found[first + i * slices] = EmbeddedPassage.from_read(text, view, steps)
        progress(len(found), len(views))
    if steps is None:
        raise ValueError("nothing to embed, and no steps to code by")
    return [found[i] for i in range(len(views))], steps

"""Runs of consecutive passages, embedded now or taken over from an older generation, and saving them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_mapped, starts_of
from index.codes import Rows, save_codes
from index.corpus_vectors import SEGMENTS, TOKENS, VECTORS, CorpusVectors
from index.embedder import Vectors
from index.embedding import CodeSteps, EmbeddedPassage
from index.token_index import AXES, CODES, RARITY, STARTS, Axes, rarities
from index.vectors import VectorIndex

KEYS, IDS, ID_STARTS = "passage-keys.npy", "token-ids.npy", "token-id-starts.npy"


@dataclass(frozen=True, slots=True)
class PassageRun:
    """What is kept of some passages that follow each other.

    ``lengths`` counts the tokens of each segment; each passage has ``id_counts`` of the token ids in ``ids``.
    """

    vectors: Vectors
    segments: NDArray[np.int8]
    tokens: NDArray[np.int8]
    lengths: Rows
    ids: NDArray[np.int32]
    id_counts: Rows

    @classmethod
    def from_embedded(cls, passages: Sequence[EmbeddedPassage]) -> "PassageRun":
        """Join passages that were embedded now, at least one."""
        return cls(
            vectors=np.array([passage.vector for passage in passages], np.float32),
            segments=np.concatenate([passage.segments for passage in passages]),
            tokens=np.concatenate([passage.tokens for passage in passages]),
            lengths=np.concatenate([passage.lengths for passage in passages]),
            ids=np.concatenate([passage.ids for passage in passages]),
            id_counts=np.array([len(passage.ids) for passage in passages], np.int64),
        )


@dataclass(frozen=True, slots=True)
class KeptPassages:
    """A generation's passages as they can be taken over into the next: views of its files, not yet read."""

    vectors: CorpusVectors
    keys: NDArray[np.uint8]
    """Each passage's `PassageView.key`, a row each."""
    segment_bounds: Rows
    """First segment and end of each passage, as in `Corpus.passages`."""
    ids: NDArray[np.int32]
    id_starts: Rows

    @classmethod
    def load(cls, folder: Path, segment_bounds: Rows) -> "KeptPassages":
        """Map what a generation keeps of its passages into memory."""
        keys, ids, id_starts = (load_mapped(folder / name) for name in (KEYS, IDS, ID_STARTS))
        return cls(CorpusVectors.load(folder), keys, segment_bounds, ids, id_starts)

    @property
    def steps(self) -> CodeSteps:
        """How all of them are coded."""
        tokens = self.vectors.tokens
        return CodeSteps(Axes(tokens.directions, tokens.codes.step), self.vectors.segments.step)

    def run(self, first: int, end: int) -> PassageRun:
        """Return the passages ``first:end``, at least one."""
        starts = self.vectors.tokens.starts
        segment, last = int(self.segment_bounds[first, 0]), int(self.segment_bounds[end - 1, 1])
        return PassageRun(
            vectors=self.vectors.passages.slice(first, end),
            segments=self.vectors.segments.values[segment:last],
            tokens=self.vectors.tokens.codes.values[starts[segment] : starts[last]],
            lengths=np.diff(starts[segment : last + 1]),
            ids=self.ids[self.id_starts[first] : self.id_starts[end]],
            id_counts=np.diff(self.id_starts[first : end + 1]),
        )


def save_runs(folder: Path, runs: Sequence[PassageRun], steps: CodeSteps, keys: Sequence[bytes]) -> None:
    """Write ``runs``, at least one, as one `CorpusVectors` and what the next generation takes over of it.

    The large arrays go from one file to the other: a corpus is never held in memory.
    """
    VectorIndex.from_parts([run.vectors for run in runs]).save(folder / VECTORS)
    save_codes(folder / SEGMENTS, [run.segments for run in runs], steps.segment)
    tokens, ids = folder / TOKENS, np.concatenate([run.ids for run in runs])
    tokens.mkdir()
    save_codes(tokens / CODES, [run.tokens for run in runs], steps.axes.step)
    np.save(tokens / AXES, steps.axes.directions)
    np.save(tokens / STARTS, starts_of(np.concatenate([run.lengths for run in runs])))
    np.save(tokens / RARITY, rarities(ids, len(keys)))
    np.save(folder / IDS, ids)
    np.save(folder / ID_STARTS, starts_of(np.concatenate([run.id_counts for run in runs])))
    np.save(folder / KEYS, np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1))

"""Passages by meaning: exact inner-product search with FAISS."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors

faiss.omp_set_num_threads(1)  # one query at a time: a second thread makes it two to three times slower


class VectorIndex:
    """Every passage's vector, searched exactly: no recall is lost, and 100,000 take some 9 ms."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: Vectors) -> "VectorIndex":
        """Index normalised vectors, shape (passages, dimension)."""
        return cls.from_parts([vectors])

    @classmethod
    def from_parts(cls, parts: Sequence[Vectors]) -> "VectorIndex":
        """Index vectors that follow each other, in at least one part."""
        index = faiss.IndexFlatIP(parts[0].shape[1])
        for vectors in parts:
            index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, file: Path) -> "VectorIndex":
        """Map a saved index into memory, without reading it all."""
        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC))

    def save(self, file: Path) -> None:
        """Write the index to ``file``."""
        faiss.write_index(self._index, str(file))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def search(
        self, query: Vectors, limit: int, among: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the passages nearest to ``query`` (shape (1, dimension)) and their cosines, best first.

        ``among`` is a mask of the passages that may be found, None where all may.
        """
        parameters = None if among is None else _only(among)
        similarities, passages = self._index.search(query, min(limit, len(self)), params=parameters)
        is_found = passages[0] >= 0
        return passages[0][is_found], similarities[0][is_found]

    def at(self, passages: NDArray[np.int64]) -> Vectors:
        """Return the vectors of some passages, shape (passages, dimension)."""
        vectors: Vectors = self._index.reconstruct_batch(passages)
        return vectors

    def slice(self, first: int, end: int) -> Vectors:
        """Return the vectors of the passages ``first:end``."""
        vectors: Vectors = self._index.reconstruct_n(first, end - first)
        return vectors


def _only(among: NDArray[np.bool_]) -> faiss.SearchParameters:
    bits = np.packbits(among, bitorder="little")
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))  # type: ignore[call-arg, arg-type]

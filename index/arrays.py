"""Arrays on disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexMissing


def load_mapped(file: Path) -> NDArray[Any]:
    """Map an array that ``np.save`` wrote into memory; a plain view, since indexing a memmap is slow.

    Raises:
        IndexMissing: it holds Python objects, which would run code as they are read, or is no array.
    """
    try:
        array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    except ValueError as error:
        raise IndexMissing(f"{file} holds no array of numbers. Run: footnote index") from error
    return array


def save_joined(file: Path, parts: Sequence[NDArray[Any]]) -> None:
    """Write arrays of one type, at least one, as one: as ``np.save`` would, but never joined in memory."""
    first = parts[0]
    header = {
        "descr": np.lib.format.dtype_to_descr(first.dtype),
        "fortran_order": False,
        "shape": (sum(map(len, parts)), *first.shape[1:]),
    }
    with file.open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, header)
        for part in parts:
            if part.size:
                stream.write(np.ascontiguousarray(part, first.dtype).data)


def starts_of(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of some rows of ``lengths`` begins when they follow each other, and where all end."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))

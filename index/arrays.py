"""Arrays on disk."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def load_mapped(file: Path) -> NDArray[Any]:
    """Map an array that ``np.save`` wrote into memory; a plain view, since indexing a memmap is slow."""
    array: NDArray[Any] = np.load(file, mmap_mode="r").view(np.ndarray)
    return array

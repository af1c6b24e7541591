"""Ranges of rows one after the other: what belongs to each of some sections, passages or segments."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.codes import Rows

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranges:
    """The rows ``first[i]:end[i]`` for each ``i``, joined: ``rows``, and where each begins, ``cuts``."""

    rows: Rows
    cuts: Rows
    lengths: Rows

    @classmethod
    def from_bounds(cls, first: Rows, end: Rows) -> "Ranges":
        """Join the ranges ``first[i]:end[i]``."""
        lengths = end - first
        cuts = np.cumsum(lengths) - lengths
        return cls(np.arange(lengths.sum()) + np.repeat(first - cuts, lengths), cuts, lengths)

    @classmethod
    def from_lengths(cls, lengths: Rows) -> "Ranges":
        """Part rows that already follow each other, from 0 on."""
        end = np.cumsum(lengths)
        return cls.from_bounds(end - lengths, end)

    def best(self, values: Values) -> Values:
        """Return each range's maximum over ``values`` (rows, …); -1 for an empty range."""
        maxima = np.full((len(self.cuts), *values.shape[1:]), -1, np.float32)
        filled = self.lengths > 0  # reduceat has no notion of an empty range
        if filled.any():
            maxima[filled] = np.maximum.reduceat(values, self.cuts[filled], axis=0)
        return maxima

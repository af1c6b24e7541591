"""Searching only in some guides: what is left out can neither be found nor push anything else aside."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.codes import Rows
from index.corpus import Corpus
from index.fusion import Scores
from knowledge.guide_cards import for_everyone

Mask = NDArray[np.bool_]
MOST_KEPT = 32
"""Scopes whose masks are kept: as many kinds of askers and channels as are met in turn."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sections and passages may be found, a mask each; None where that is all of them."""

    sections: Mask | None = None
    passages: Mask | None = None

    @classmethod
    def from_paths(cls, corpus: Corpus, paths: frozenset[str]) -> "Scope":
        """Take the sections of the guides at ``paths``."""
        guides = np.array([path in paths for path in corpus.paths], np.bool_)
        if guides.all():
            return cls()
        sections: Mask = guides[corpus.sections[:, 0]]
        return cls(sections, sections[corpus.passages[:, 0]])

    def covered(self, coverage: Scores) -> Scores:
        """Return the sections' scores, 0 for those out of scope."""
        return coverage if self.sections is None else np.where(self.sections, coverage, np.float32(0))

    def within(self, sections: Rows) -> Rows:
        """Return those of the ``sections`` that are in scope."""
        return sections if self.sections is None else sections[self.sections[sections]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be found at all."""
        return self.passages is not None and not self.passages.any()


@dataclass(slots=True)
class Scopes:
    """The scopes of a corpus by the paths of their guides; safe to share between threads."""

    corpus: Corpus
    _public: frozenset[str] = field(init=False)
    _kept: OrderedDict[frozenset[str], Scope] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._public = for_everyone(self.corpus.cards)

    def of(self, within: frozenset[str] | None) -> Scope:
        """Return the scope of some guides; None names those that are for everyone."""
        paths = self._public if within is None else within
        with self._lock:
            if paths not in self._kept:
                self._kept[paths] = Scope.from_paths(self.corpus, paths)
            self._kept.move_to_end(paths)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[paths]

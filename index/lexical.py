"""Sections by words: BM25 over stemmed words, read from what bm25s saved."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_mapped
from index.words import Words

SMOOTHING = 1.4
"""Added to what is attainable: one lucky word of a one-word question is no full coverage."""
LEXICAL, WORDS = "lexical", "words.json"
DATA, ROWS, STARTS, VOCABULARY = "scores.npy", "sections.npy", "starts.npy", "vocabulary.json"


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 (Robertson and Zaragoza 2009; Lucene's variant) of every word in every section.

    The columns are words: ``data[starts[w]:starts[w + 1]]`` are the scores of word ``w`` in the sections
    ``rows[starts[w]:starts[w + 1]]``. They are computed when an index is built (`index.lexical_build`).
    """

    data: NDArray[np.float32]
    rows: NDArray[np.int32]
    starts: NDArray[np.int32]
    vocabulary: dict[str, int]
    languages: Sequence[Words]
    size: int

    @classmethod
    def load(cls, folder: Path, size: int) -> "LexicalIndex":
        """Map a saved index of ``size`` sections into memory."""
        data, rows, starts = (load_mapped(folder / name) for name in (DATA, ROWS, STARTS))
        vocabulary = json.loads((folder / VOCABULARY).read_text("utf-8"))
        stopwords = json.loads((folder / WORDS).read_text("utf-8"))
        languages = [Words(lang, frozenset(left_out)) for lang, left_out in stopwords.items()]
        return cls(data, rows, starts, vocabulary, languages, size)

    def coverage(self, query: str) -> NDArray[np.float32]:
        """Return each section's BM25 score as a share of what the query could score, 0 to 1; shape (size,).

        The query is read in each language of the guides. Words that the guides don't know count as attainable
        too: a question about something else stays low.
        """
        scores = np.zeros(self.size, np.float32)
        for language in self.languages:
            words = language.split(query)
            attainable = sum(map(self.rarity, words)) + SMOOTHING
            for word in words:
                if (column := self.vocabulary.get(word)) is not None:
                    found = slice(self.starts[column], self.starts[column + 1])
                    scores[self.rows[found]] += self.data[found] / np.float32(attainable)
        return scores

    def known_words(self, query: str) -> float:
        """Return the share of the query's words, 0 to 1, that the guides of one language know, at best."""
        split = [language.split(query) for language in self.languages]
        known = [sum(word in self.vocabulary for word in words) / len(words) for words in split if words]
        return max(known, default=0)

    def rarity(self, word: str) -> float:
        """Return the word's inverse document frequency, as Lucene's BM25 weighs it."""
        column = self.vocabulary.get(word)
        frequency = 0 if column is None else int(self.starts[column + 1] - self.starts[column])
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

"""Sections by words: BM25 over stemmed words, with bm25s."""

import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
K1, B = 1.2, 0.75
SMOOTHING = 1.4
"""Added to what is attainable: one lucky word of a one-word question is no full coverage."""


class Words:
    """Splits text into the words that are searched: lower-cased, stop words out, stemmed by language."""

    def __init__(self, lang: str) -> None:
        name = lang.partition("-")[0].lower()
        self._stopwords = name if name in {"en", "de", "nl", "fr", "es", "pt", "it", "ru", "sv", "no"} else []
        self._stemmer = Stemmer.Stemmer(STEMMERS[name]) if name in STEMMERS else None

    def split(self, texts: Sequence[str]) -> list[list[str]]:
        """Return each text's words in order."""
        words: list[list[str]] = bm25s.tokenize(
            list(texts),
            stopwords=self._stopwords,
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )
        return words


class LexicalIndex:
    """BM25 (Robertson and Zaragoza 2009; Lucene's variant) over texts, scored all at once."""

    def __init__(self, bm25: bm25s.BM25, words: Words, size: int) -> None:
        self._bm25, self._words, self._size = bm25, words, size

    @classmethod
    def from_texts(cls, texts: Sequence[str], lang: str) -> "LexicalIndex":
        """Index ``texts``, each in the given language (an ISO 639-1 code)."""
        words = Words(lang)
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        # bm25s can't index an empty vocabulary; a word that no question holds keeps it from being one.
        bm25.index([split or ["\x00"] for split in words.split(texts)], show_progress=False)
        return cls(bm25, words, len(texts))

    @classmethod
    def load(cls, folder: Path, lang: str, size: int) -> "LexicalIndex":
        """Map a saved index of ``size`` texts into memory."""
        bm25 = bm25s.BM25.load(str(folder), mmap=True, load_corpus=False)
        bm25.scores |= {name: bm25.scores[name].view(np.ndarray) for name in ("data", "indices", "indptr")}
        return cls(bm25, Words(lang), size)

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        self._bm25.save(str(folder), show_progress=False)

    def coverage(self, query: str) -> NDArray[np.float32]:
        """Return each text's BM25 score as a share of what the query could score, 0 to 1; shape (texts,).

        Words that the guides don't know count as attainable too: a question about something else stays low.
        """
        words = self._words.split([query])[0]
        known = [word for word in words if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, np.float32)
        attainable = sum(map(self._idf, words)) + SMOOTHING
        scores: NDArray[np.float32] = self._bm25.get_scores(known) / np.float32(attainable)
        return scores

    def _idf(self, word: str) -> float:
        """Return the word's inverse document frequency, as Lucene's BM25 weighs it."""
        column = self._bm25.vocab_dict.get(word)
        starts = self._bm25.scores["indptr"]
        frequency = 0 if column is None else int(starts[column + 1] - starts[column])
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

"""How often each section says each word: what BM25 needs, kept so that no section is stemmed twice."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from bm25s import stopwords
from numpy.typing import NDArray

from index.arrays import load_mapped, starts_of
from index.codes import Rows
from index.words import Words, base_language

WORDS, COUNTS, STARTS, VOCABULARY = (
    "said-words.npy",
    "said-counts.npy",
    "said-starts.npy",
    "said-vocabulary.json",
)
STOPWORDS = {
    "da": stopwords.STOPWORDS_DANISH, "de": stopwords.STOPWORDS_GERMAN, "en": stopwords.STOPWORDS_EN,
    "es": stopwords.STOPWORDS_SPANISH, "fr": stopwords.STOPWORDS_FRENCH, "it": stopwords.STOPWORDS_ITALIAN,
    "nl": stopwords.STOPWORDS_DUTCH, "no": stopwords.STOPWORDS_NORWEGIAN,
    "pt": stopwords.STOPWORDS_PORTUGUESE,
    "ru": stopwords.STOPWORDS_RUSSIAN, "sv": stopwords.STOPWORDS_SWEDISH, "tr": stopwords.STOPWORDS_TURKISH,
}  # fmt: skip
NO_WORD = "\x00"
"""What a section without words says: a word that no question holds."""


@cache
def language_words(lang: str) -> Words:
    """Return the words of a language, by its ISO 639-1 code without a region."""
    return Words(lang, frozenset(STOPWORDS.get(lang, ())))


@dataclass(frozen=True, slots=True)
class SectionWords:
    """The words of some sections that follow each other.

    ``words[starts[s]:starts[s + 1]]`` are the places in ``vocabulary`` of the words that section ``s`` says,
    each once and in the vocabulary's order; ``counts`` tells how often it does. The vocabulary is sorted.
    """

    vocabulary: Sequence[str]
    words: NDArray[np.int32]
    counts: NDArray[np.int32]
    starts: Rows

    @classmethod
    def from_texts(cls, texts: Iterable[tuple[str, str]]) -> "SectionWords":
        """Count the words of sections, each a pair of its language (ISO 639-1) and its text."""
        split = [
            Counter(language_words(base_language(lang)).split(text) or [NO_WORD]) for lang, text in texts
        ]
        vocabulary = sorted(set().union(*split))
        places = {word: place for place, word in enumerate(vocabulary)}
        said = [sorted((places[word], count) for word, count in counts.items()) for counts in split]
        pairs = np.array([pair for counts in said for pair in counts], np.int32).reshape(-1, 2)
        starts = starts_of(np.array([len(counts) for counts in said], np.int64))
        return cls(vocabulary, pairs[:, 0].copy(), pairs[:, 1].copy(), starts)

    @classmethod
    def joined(cls, parts: Sequence["SectionWords"]) -> "SectionWords":
        """Join sections, at least one part of them, over the words that they say."""
        used = [np.unique(part.words) for part in parts]
        said = [[part.vocabulary[i] for i in own] for part, own in zip(parts, used, strict=True)]
        vocabulary = sorted(set().union(*said))
        places = {word: place for place, word in enumerate(vocabulary)}
        words = []
        for part, own, names in zip(parts, used, said, strict=True):
            moved = np.zeros(len(part.vocabulary), np.int32)
            moved[own] = [places[name] for name in names]
            words.append(moved[part.words])  # both vocabularies are sorted, so each section's words stay so
        counts, lengths = [part.counts for part in parts], [np.diff(part.starts) for part in parts]
        return cls(
            vocabulary, np.concatenate(words), np.concatenate(counts), starts_of(np.concatenate(lengths))
        )

    @classmethod
    def load(cls, folder: Path) -> "SectionWords":
        """Map saved counts into memory."""
        words, counts, starts = (load_mapped(folder / name) for name in (WORDS, COUNTS, STARTS))
        return cls(json.loads((folder / VOCABULARY).read_text("utf-8")), words, counts, starts)

    def save(self, folder: Path) -> None:
        """Write the counts into ``folder``."""
        for name, array in ((WORDS, self.words), (COUNTS, self.counts), (STARTS, self.starts)):
            np.save(folder / name, array)
        (folder / VOCABULARY).write_text(json.dumps(self.vocabulary, ensure_ascii=False), "utf-8")

    def slice(self, first: int, end: int) -> "SectionWords":
        """Return the sections ``first:end``, over the same vocabulary."""
        start, stop = self.starts[first], self.starts[end]
        own = self.starts[first : end + 1] - start
        return SectionWords(self.vocabulary, self.words[start:stop], self.counts[start:stop], own)

"""Deterministic stand-ins whose results a test can work out by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import TokenEmbeddings, Vectors, normalise
from knowledge.confidence import ConfidenceModel


@dataclass(frozen=True)
class WordCountEmbedder:
    """Counts the words of a fixed vocabulary: two texts' cosine is that of their word counts.

    A token is a word, 1 where its place in the vocabulary is; words outside have no direction at all and
    share the id after the last. So a part's vector is that of its own words, unaware of its context.
    """

    vocabulary: tuple[str, ...]

    @property
    def dimension(self) -> int:
        return len(self.vocabulary)

    @property
    def questions(self) -> "WordCountEmbedder":
        return self

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.array([read.vector for read in self.embed_tokens(texts)], np.float32).reshape(
            len(texts), self.dimension
        )

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> TokenEmbeddings:
        found = list(re.finditer(r"\w+", text.lower()))
        one_hot = np.zeros((len(found), self.dimension), np.float32)
        ids = [self.vocabulary.index(word[0]) if word[0] in self.vocabulary else -1 for word in found]
        for row, i in enumerate(ids):
            one_hot[row, i] = i >= 0
        return TokenEmbeddings(
            vector=normalise(one_hot.sum(axis=0, keepdims=True))[0],
            ids=np.array(ids, np.int64) % (self.dimension + 1),
            spans=np.array([word.span() for word in found], np.int64).reshape(-1, 2),
            final=one_hot,
            inner=one_hot,
        )


def confidence_by_statement(
    intercept: float = -4, statement: float = 8, answered_from: float = 0.5, related_from: float = 0.1
) -> ConfidenceModel:
    """Return a confidence that looks at nothing but the best statement's cosine."""
    return ConfidenceModel(
        intercept=intercept,
        statement=statement,
        trail=0,
        unmatched=0,
        margin=0,
        answered_from=answered_from,
        related_from=related_from,
        measured="by hand",
    )


@dataclass(frozen=True)
class Inspected:
    """What the guard says of a text, as far as tests go."""

    redacted: str


def inspect(text: str) -> Inspected:
    """Stand in for the guard's: digits are all that it knows of."""
    return Inspected(redact_digits(text))


def redact_digits(text: str) -> str:
    """Replace each digit by #."""
    return re.sub(r"\d", "#", text)

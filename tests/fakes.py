"""Deterministic stand-ins whose results a test can work out by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Vectors, normalise
from knowledge.guide import Span


@dataclass(frozen=True)
class WordCountEmbedder:
    """Counts the words of a fixed vocabulary: two texts' cosine is that of their word counts.

    A part's vector is that of its own words, so a part is not aware of its context.
    """

    vocabulary: tuple[str, ...]

    @property
    def dimension(self) -> int:
        return len(self.vocabulary)

    def embed(self, texts: Sequence[str]) -> Vectors:
        words = [re.findall(r"\w+", text.lower()) for text in texts]
        counts = [[split.count(word) for word in self.vocabulary] for split in words]
        return normalise(np.array(counts, np.float32).reshape(len(texts), self.dimension))

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        spans = [span.of(text) for text, own in zip(texts, parts, strict=True) for span in own]
        return self.embed(texts), self.embed(spans)

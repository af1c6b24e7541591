"""Everything that embedding a corpus gives: passages, their segments, and their tokens."""

from dataclasses import dataclass
from pathlib import Path

from index.codes import Codes
from index.token_index import TokenIndex
from index.vectors import VectorIndex

VECTORS, SEGMENTS, TOKENS = "passages.faiss", "segments.npy", "tokens"


@dataclass(frozen=True, slots=True)
class CorpusVectors:
    """The embeddings of all passages, segments (trails and statements) and tokens, in the corpus' order."""

    passages: VectorIndex
    segments: Codes
    tokens: TokenIndex

    @classmethod
    def load(cls, folder: Path) -> "CorpusVectors":
        """Map saved vectors into memory."""
        passages, segments = VectorIndex.load(folder / VECTORS), Codes.load(folder / SEGMENTS)
        return cls(passages, segments, TokenIndex.load(folder / TOKENS))

"""The hybrid retriever: candidates by meaning and by words, then every signal for each of them, fused."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from index.builder import LEXICAL, STATEMENTS, VECTORS
from index.corpus import Corpus, Rows
from index.embedder import Embedder, Vectors
from index.errors import IndexStale
from index.generations import Generation
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from knowledge.retrieval import Findings, ScoredSection, Signals

CANDIDATES = 96
"""Taken from each side before fusion; on the 18F handbook no right section came in below the 60th place."""
FUSION = Path(__file__).with_name("fusion.json")


class FusionWeights(BaseModel):
    """What a unit of each signal is worth, and the measurement that says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    passage: float
    statement: float
    lexical: float
    measured: str


@dataclass(frozen=True, slots=True)
class HybridRetriever:
    """Searches one generation; safe to share between threads."""

    corpus: Corpus
    embedder: Embedder
    vectors: VectorIndex
    statements: NDArray[np.float16]
    lexical: LexicalIndex
    weights: FusionWeights

    @classmethod
    def load(cls, generation: Generation, embedder: Embedder) -> "HybridRetriever":
        """Map a generation into memory.

        Raises:
            IndexStale: the generation was built with a model of another dimension.
        """
        folder, manifest = generation.folder, generation.manifest
        if manifest.dimension != embedder.dimension:
            raise IndexStale(
                f"The index has vectors of {manifest.dimension} dimensions ({manifest.model_name}), "
                f"the model gives {embedder.dimension}. Run: footnote index"
            )
        return cls(
            corpus=Corpus.load(folder),
            embedder=embedder,
            vectors=VectorIndex.load(folder / VECTORS),
            statements=np.load(folder / STATEMENTS, mmap_mode="r"),
            lexical=LexicalIndex.load(folder / LEXICAL, manifest.lang, manifest.sections),
            weights=FusionWeights.model_validate_json(FUSION.read_text("utf-8")),
        )

    def search(self, query: str, limit: int) -> Findings:
        """Return at most ``limit`` sections, best first, with the signals of the first."""
        vector = self.embedder.embed([query])
        coverage = self.lexical.coverage(query)
        found = self._candidates(vector, coverage)
        similarity, statement_similarity = self._similarities(vector, found)
        score = (
            self.weights.passage * similarity
            + self.weights.statement * np.array([scores.max() for scores in statement_similarity])
            + self.weights.lexical * coverage[found]
        )
        order = np.argsort(-score, kind="stable")[:limit]
        sections = [self._scored(found[i], score[i], statement_similarity[i]) for i in order]
        if not sections:
            return Findings((), Signals())
        best = order[0]
        margin = score[best] - score[order[1]] if len(order) > 1 else score[best]
        signals = (similarity[best], statement_similarity[best].max(), coverage[found[best]], margin)
        return Findings(tuple(sections), Signals(*map(float, signals)))

    def _candidates(self, vector: Vectors, coverage: NDArray[np.float32]) -> Rows:
        """Return the sections worth scoring, by number: near in meaning, or sharing weighty words."""
        passages, _ = self.vectors.search(vector, CANDIDATES)
        near = self.corpus.passages[passages, 0]
        shared = np.argsort(-coverage, kind="stable")[:CANDIDATES]
        shared = shared[
            (coverage[shared] > 0) & (self.corpus.sections[shared, 2] < self.corpus.sections[shared, 3])
        ]
        return np.union1d(near, shared)

    def _similarities(
        self, vector: Vectors, found: Rows
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Return each section's best passage cosine, and all its statements' cosines."""
        rows = self.corpus.sections[found]
        passages = [np.arange(first, end) for _, _, first, end in rows]
        cuts = np.cumsum([len(numbers) for numbers in passages])[:-1]
        scores = self.vectors.similarities(vector, np.concatenate(passages))
        best = np.array([part.max() for part in np.split(scores, cuts)])
        bounds = [
            (self.corpus.passages[first, 1], self.corpus.passages[end - 1, 2]) for _, _, first, end in rows
        ]
        return best, [self.statements[a:b].astype(np.float32) @ vector[0] for a, b in bounds]

    def _scored(self, number: int, score: float, statement_scores: NDArray[np.float32]) -> ScoredSection:
        guide, section = self.corpus.section(int(number))
        return ScoredSection(guide, section, float(score), tuple(map(float, statement_scores)))

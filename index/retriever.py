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
from index.folders import load_mapped
from index.generations import Generation
from index.lexical import LexicalIndex
from index.vectors import VectorIndex, inner_products
from knowledge.retrieval import Findings, ScoredSection, Signals

Scores = NDArray[np.float32]

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
    statements: Vectors
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
            statements=load_mapped(folder / STATEMENTS),
            lexical=LexicalIndex.load(folder / LEXICAL, manifest.lang, manifest.sections),
            weights=FusionWeights.model_validate_json(FUSION.read_text("utf-8")),
        )

    def search(self, query: str, limit: int) -> Findings:
        """Return at most ``limit`` sections, best first, with the signals of the first."""
        vector = self.embedder.embed([query])
        coverage = self.lexical.coverage(query)
        found = self._candidates(vector, coverage)
        similarity, statements, cuts = self._similarities(vector, found)
        best_statement = np.maximum.reduceat(statements, cuts)
        score = (
            self.weights.passage * similarity
            + self.weights.statement * best_statement
            + self.weights.lexical * coverage[found]
        )
        order = np.argsort(-score, kind="stable")[:limit]
        ends = np.append(cuts[1:], len(statements))
        sections = tuple(self._scored(found[i], score[i], statements[cuts[i] : ends[i]]) for i in order)
        best = order[0]
        margin = score[best] - score[order[1]] if len(order) > 1 else score[best]
        signals = (similarity[best], best_statement[best], coverage[found[best]], margin)
        return Findings(sections, Signals(*map(float, signals)))

    def _candidates(self, vector: Vectors, coverage: NDArray[np.float32]) -> Rows:
        """Return the sections worth scoring, by number: near in meaning, or sharing weighty words."""
        passages, _ = self.vectors.search(vector, CANDIDATES)
        near = self.corpus.passages[passages, 0]
        shared = np.argpartition(-coverage, min(CANDIDATES, len(coverage) - 1))[:CANDIDATES]
        shared = shared[
            (coverage[shared] > 0) & (self.corpus.sections[shared, 2] < self.corpus.sections[shared, 3])
        ]
        return np.union1d(near, shared)

    def _similarities(self, vector: Vectors, found: Rows) -> tuple[Scores, Scores, Rows]:
        """Return each section's best passage cosine, all their statements' cosines, and where each begins."""
        first, end = self.corpus.sections[found, 2], self.corpus.sections[found, 3]
        passages, cuts = _ranges(first, end)
        best = np.maximum.reduceat(self.vectors.similarities(vector, passages), cuts)
        rows, cuts = _ranges(self.corpus.passages[first, 1], self.corpus.passages[end - 1, 2])
        return best, inner_products(self.statements[rows], vector), cuts

    def _scored(self, number: int, score: float, statement_scores: Scores) -> ScoredSection:
        guide, section = self.corpus.section(int(number))
        return ScoredSection(guide, section, float(score), tuple(statement_scores.tolist()))


def _ranges(first: Rows, end: Rows) -> tuple[Rows, Rows]:
    """Return the numbers in the ranges ``first[i]:end[i]``, one after the other, and where each begins."""
    lengths = end - first
    cuts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(first - cuts, lengths), cuts

"""The hybrid retriever: candidates by meaning and by words, then every signal for each of them, fused."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.aliases import Aliases
from index.codes import Rows
from index.corpus import Corpus
from index.corpus_vectors import CorpusVectors
from index.embedder import Embedder, TokenEmbeddings
from index.errors import IndexStale
from index.fusion import FusionWeights, Scores
from index.generations import Generation
from index.interaction import Evidence, Given, gather_evidence
from index.learned import LEARNED, LearnedViews
from index.learned_store import LearnedStore
from index.lexical import LEXICAL, LexicalIndex
from index.scopes import Scope, Scopes
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, ScoredSection, Signals

NEAR, SHARED = 48, 15
"""Passages near in meaning, and sections that share words, that are looked at closely.

On the 18F questions no more are needed: twice as many change none of the first ten sections' hits.
"""


@dataclass(frozen=True, slots=True)
class HybridRetriever:
    """Searches one generation; safe to share between threads."""

    corpus: Corpus
    embedder: Embedder
    vectors: CorpusVectors
    lexical: LexicalIndex
    learned: LearnedViews
    aliases: Aliases
    weights: FusionWeights
    scopes: Scopes

    @classmethod
    def load(
        cls, generation: Generation, embedder: Embedder, learned: LearnedStore | None = None
    ) -> "HybridRetriever":
        """Map a generation into memory; ``learned`` questions join those that the guides name themselves.

        Raises:
            IndexStale: the generation was built with a model of another dimension.
        """
        folder, manifest = generation.folder, generation.manifest
        if manifest.dimension != embedder.dimension:
            raise IndexStale(
                f"The index has vectors of {manifest.dimension} dimensions ({manifest.model_name}), "
                f"the model gives {embedder.dimension}. Run: footnote index"
            )
        corpus = Corpus.load(folder)
        stores = (LearnedStore(folder / LEARNED, manifest.model_sha256), learned)
        return cls(
            corpus=corpus,
            embedder=embedder,
            vectors=CorpusVectors.load(folder),
            lexical=LexicalIndex.load(folder / LEXICAL, manifest.sections),
            learned=_learned_views([store for store in stores if store], corpus, embedder),
            aliases=Aliases.load(folder),
            weights=FusionWeights.load(),
            scopes=Scopes(corpus),
        )

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        """What is known of each guide without reading it."""
        return self.corpus.cards

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        """Return at most ``limit`` sections, best first, with the signals of the first."""
        scope = self.scopes.of(within)
        if scope.is_empty:
            return Findings((), Signals())
        expanded = self.aliases.expand(query)
        (question,) = self.embedder.questions.embed_tokens([expanded])
        coverage = scope.covered(self.lexical.coverage(expanded))
        found = self.candidates(question, coverage, scope)
        given = Given(coverage[found], self.learned.support(question.vector, found))
        evidence = gather_evidence(self.corpus, self.vectors, question, found, given)
        scores = self.weights.score(evidence.signals)
        order = np.argsort(-scores, kind="stable")[:limit]
        sections = tuple(self._scored(found[i], scores[i], evidence, i) for i in order)
        return Findings(sections, _first_signals(evidence, scores, order))

    def guide(self, path: str) -> Guide:
        """Return the guide at ``path`` as it was indexed."""
        return self.corpus.guide(self.corpus.paths[path])

    def candidates(self, question: TokenEmbeddings, coverage: Scores, scope: Scope) -> Rows:
        """Return the sections worth scoring, sorted: near in meaning, sharing weighty words, asked before."""
        passages, _ = self.vectors.passages.search(question.vector[None], NEAR, scope.passages)
        shared = np.argpartition(-coverage, min(SHARED, len(coverage) - 1))[:SHARED]
        has_text = self.corpus.sections[shared, 2] < self.corpus.sections[shared, 3]
        shared = shared[(coverage[shared] > 0) & has_text]
        asked_before = scope.within(self.learned.near(question.vector))
        return np.unique(np.concatenate((self.corpus.passages[passages, 0], shared, asked_before)))

    def _scored(self, number: int, score: float, evidence: Evidence, i: int) -> ScoredSection:
        guide, section = self.corpus.section(int(number))
        own = evidence.of_section(i)
        statements = self.weights.score_statements(evidence.similarities[own], evidence.matches[own])
        return ScoredSection(guide, section, float(score), tuple(statements.tolist()))


def _learned_views(stores: Sequence[LearnedStore], corpus: Corpus, embedder: Embedder) -> LearnedViews:
    questions = [store.questions() for store in stores]
    vectors = [store.vectors(own, embedder) for store, own in zip(stores, questions, strict=True)]
    return LearnedViews.from_questions([q for own in questions for q in own], np.concatenate(vectors), corpus)


def _first_signals(evidence: Evidence, scores: Scores, order: Rows) -> Signals:
    """Return what the confidence is judged by, for the first section in ``order``."""
    best = order[0]
    margin = scores[best] - scores[order[1]] if len(order) > 1 else scores[best]
    return Signals(
        statement=float(evidence.signals.statement[best] + evidence.signals.learned[best]),
        trail=float(evidence.signals.trail[best]),
        unmatched=evidence.unmatched(best),
        margin=math.sqrt(max(float(margin), 0)),
    )

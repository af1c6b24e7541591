"""Reordering: a model that reads question and section together looks again at what a retriever found."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.guide import Guide, Passage
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, Retriever, ScoredSection

RERANKED = 20
"""The best sections that are looked at again."""


class Reranker(Protocol):
    """Says how well texts answer a question, until it runs out of time."""

    def scores(self, question: str, texts: Sequence[str], deadline: float) -> Sequence[float]:
        """Return a score for each of the first texts, in order, higher is better, on a scale of its own.

        ``deadline`` is in seconds of `time.monotonic`. Texts that it leaves no time for have no score: the
        result is shorter than ``texts``, perhaps empty.
        """


@dataclass(frozen=True, slots=True)
class RerankingRetriever:
    """A `Retriever` that takes another's sections and puts the best `RERANKED` of them in a better order.

    The reranker decides the order and nothing else. A section keeps the score and the statement scores that
    the retriever gave it, on the scale that the answerer and the confidence know, so the scores need not fall
    from section to section any more. Of the signals, ``statement``, ``trail`` and ``unmatched`` stay those of
    the section that the retriever put first: how well the guides cover the question at all. ``margin`` is the
    first section's lead on every other, and 0, the least that there is, where the reranker has put it before
    one of a better score: the two disagree.

    ``budget_seconds`` is what the reranker may take for one question; sections that it hasn't reached by then
    follow those that it has, in the retriever's order. ``clock`` gives seconds as `time.monotonic` does.
    """

    retriever: Retriever
    reranker: Reranker
    budget_seconds: float
    clock: Callable[[], float] = time.monotonic

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        """What is known of each guide without reading it."""
        return self.retriever.cards

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        """Return at most ``limit`` sections, best first; no two are the same section."""
        found = self.retriever.search(query, max(limit, RERANKED), within)
        texts = [_text(scored) for scored in found.sections[:RERANKED]]
        scores = self.reranker.scores(query, texts, self.clock() + self.budget_seconds)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        sections = tuple(found.sections[i] for i in order) + found.sections[len(scores) :]
        if not order or order[0] == 0:
            return Findings(sections[:limit], found.signals)
        return Findings(sections[:limit], replace(found.signals, margin=0.0))

    def guide(self, path: str) -> Guide:
        """Return the guide at ``path`` as it was indexed."""
        return self.retriever.guide(path)


def _text(scored: ScoredSection) -> str:
    """Return what a section is judged by: its trail, and the passage that holds its best statement."""
    return "\n".join((" > ".join(scored.section.trail), _best_passage(scored).text))


def _best_passage(scored: ScoredSection) -> Passage:
    first, best = 0, []
    for passage in scored.section.passages:
        end = first + len(passage.statements)
        best.append(max(scored.statement_scores[first:end], default=float("-inf")))
        first = end
    return scored.section.passages[best.index(max(best))]

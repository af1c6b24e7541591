"""What the answerer asks of retrieval: the best sections for a question, and how sure each signal is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from knowledge.guide import Guide, Section, Statement
from knowledge.guide_cards import GuideCard


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement and how well it answers on its own; higher is better."""

    statement: Statement
    score: float


@dataclass(frozen=True, slots=True)
class ScoredSection:
    """A section and its fused score; ``statement_scores`` are its statements', in order."""

    guide: Guide
    section: Section
    score: float
    statement_scores: tuple[float, ...]

    def statements(self) -> Iterator[ScoredStatement]:
        """Yield the section's statements in order, each with its score."""
        statements = (s for passage in self.section.passages for s in passage.statements)
        for statement, score in zip(statements, self.statement_scores, strict=True):
            yield ScoredStatement(statement, score)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the best section: the input of the confidence, each without a unit.

    ``statement`` and ``trail`` are the best cosines of the question and one of its statements, and its trail;
    ``unmatched`` is the share of the question's tokens, rare ones counting more, that it says nothing about;
    ``margin`` is the square root of the lead of its score on the next section's, as a lead twice as large
    tells less than twice as much.
    """

    statement: float = 0.0
    trail: float = 0.0
    unmatched: float = 1.0
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """The best sections, best first, and the signals of the first."""

    sections: tuple[ScoredSection, ...]
    signals: Signals


class Retriever(Protocol):
    """Finds the sections that may answer a question."""

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        """What is known of each guide without reading it."""

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        """Return at most ``limit`` sections, best first; no two are the same section.

        ``within`` are the paths of the guides that may be found; None: those that are for everyone.
        """

    def guide(self, path: str) -> Guide:
        """Return the guide at ``path`` as it was indexed."""

"""A case: guides on a shelf, a question, and an answer: of the real answerer, or one that cites anything."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.answerer import Answerer, disclaimers
from knowledge.citing import cite
from knowledge.guide import Guide, Section, Span
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, ScoredSection, Signals
from tests.fakes import confidence_by_statement
from tests.surfaces.material import DISCLAIMERS, OWNERS, QUESTIONS, shelves

CONFIDENCES = {
    Status.ANSWERED: confidence_by_statement(intercept=9, statement=0),
    Status.RELATED: confidence_by_statement(intercept=-1, statement=0),
    Status.NOT_COVERED: confidence_by_statement(intercept=-9, statement=0),
}
NOTES = ("", "The guides are in English. <!here>")


@dataclass(frozen=True)
class AnySections:
    """Finds sections in the order drawn, whatever was asked; the statements' scores go by turns."""

    guides: tuple[Guide, ...]
    order: tuple[int, ...]
    scores: tuple[float, ...]

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        return tuple(GuideCard.from_guide(guide) for guide in self.guides)

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:  # noqa: ARG002
        every = quotable(self.guides)
        turned = [every[at % len(every)] for at in self.order] if every else []
        chosen = {(guide.path, section.span): (guide, section) for guide, section in turned}
        found = [self._scored(n, *place) for n, place in enumerate(chosen.values())]
        kept = [scored for scored in found if within is None or scored.guide.path in within]
        return Findings(tuple(kept[:limit]), Signals(statement=1.0))

    def guide(self, path: str) -> Guide:
        return {guide.path: guide for guide in self.guides}[path]

    def _scored(self, n: int, guide: Guide, section: Section) -> ScoredSection:
        count = sum(len(passage.statements) for passage in section.passages)
        scores = tuple(self.scores[(n + i) % len(self.scores)] for i in range(count))
        return ScoredSection(guide, section, 1.0 - n / 200, scores)


@dataclass(frozen=True)
class Case:
    """Guides as they were read, what answers from them, a question, and an answer."""

    guides: tuple[Guide, ...]
    answerer: Answerer
    question: str
    answer: Answer

    @property
    def name(self) -> str:
        """What tells it from other cases."""
        made_of = ([guide.source for guide in self.guides], self.question, self.answer.citations)
        return hashlib.sha256(repr(made_of).encode("utf-8", "replace")).hexdigest()[:16]


def quotable(guides: Sequence[Guide]) -> list[tuple[Guide, Section]]:
    """Return the sections that hold something to quote, each with its guide."""
    return [(guide, section) for guide in guides for section in guide.sections if section.passages]


@st.composite
def cases(draw: st.DrawFn, folder: Path, converted: Sequence[Guide]) -> Case:
    """Draw a case."""
    guides = tuple(draw(shelves(folder, converted)))
    status = draw(st.sampled_from((Status.ANSWERED, *Status, Status.ANSWERED)))
    order = tuple(draw(st.lists(st.integers(0, 11), min_size=1, max_size=6)))
    scores = tuple(draw(st.lists(st.floats(0, 1), min_size=1, max_size=5)))
    answerer = Answerer(
        AnySections(guides, order, scores),
        CONFIDENCES[status],
        "20261127T131617846731-3b761323",
        draw(DISCLAIMERS),
        draw(OWNERS),
    )
    question = draw(QUESTIONS)
    answer = answerer.answer(question, frozenset(guide.path for guide in guides))
    if quotable(guides) and status is not Status.NOT_COVERED and draw(st.booleans()):
        answer = draw(citing_anything(answer, status, answerer, guides))
    return Case(guides, answerer, question, replace(answer, language_note=draw(st.sampled_from(NOTES))))


@st.composite
def citing_anything(
    draw: st.DrawFn, answer: Answer, status: Status, answerer: Answerer, guides: Sequence[Guide]
) -> Answer:
    """Draw an answer that cites any sections, whatever was asked, in as many words as it likes."""
    count = draw(st.integers(1, 3))
    cited = tuple(draw(citations(n, guides, status)) for n in range(1, count + 1))
    of = [guide for citation in cited if (guide := answerer.guide(citation.path))]
    near = [
        Candidate(guide.path, section.heading, 0.5, section.anchor) for guide, section in quotable(guides)
    ]
    return replace(
        answer,
        status=status,
        citations=cited,
        candidates=tuple(near[:10]),
        disclaimer=disclaimers([guide.disclaimer for guide in of], answerer.disclaimer),
        owner=next((guide.owner for guide in of if guide.owner), answerer.owner),
        note="",
    )


@st.composite
def citations(draw: st.DrawFn, n: int, guides: Sequence[Guide], status: Status) -> Citation:
    """Draw a citation of some statements of any section, far more than an answerer would quote."""
    guide, section = draw(st.sampled_from(quotable(guides)))
    if status is Status.RELATED:
        return cite(n, guide, section, Span(section.span.start, section.span.start))
    statements = [s for passage in section.passages for s in passage.statements]
    first = draw(st.integers(0, len(statements) - 1))
    last = draw(st.integers(first, min(first + 5, len(statements) - 1)))
    span = Span(
        min(s.span.start for s in statements[first : last + 1]),
        max(s.span.end for s in statements[first : last + 1]),
    )
    made = cite(n, guide, section, span, draw(st.sampled_from((None, statements[first].span))))
    return replace(made, language=draw(st.sampled_from(("", "English", "l" * 90))))

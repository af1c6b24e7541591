"""Decides: answer with quotes, offer what is related, or say that the guides are silent."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.citing import cite
from knowledge.confidence import ConfidenceModel
from knowledge.follow_ups import joined, weighted
from knowledge.guide import Guide, Span
from knowledge.guide_cards import GuideCard
from knowledge.languages import LanguageJudge, SilentJudge, language_name
from knowledge.quoting import Quote, choose_quotes, prove
from knowledge.retrieval import Retriever, ScoredSection
from knowledge.screening import screen

MOST_CITATIONS = 3
CLOSE = 0.02
"""A further section is quoted when its score is no further than this below the first one's.

On the dev questions it keeps nine of ten right citations and drops most of the wrong ones.
"""
CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one generation of the guides; safe to share between threads.

    ``disclaimer`` and ``owner`` are the folder's, for answers that cite nothing.
    """

    retriever: Retriever
    confidence: ConfidenceModel
    generation: str
    disclaimer: str
    owner: str | None = None
    languages: LanguageJudge = field(default_factory=SilentJudge)

    @property
    def cards(self) -> Sequence[GuideCard]:
        """What is known of each guide without reading it."""
        return self.retriever.cards

    def answer(self, question: str, within: frozenset[str] | None = None, *, before: str = "") -> Answer:
        """Answer a question with at most three proven citations, or abstain.

        ``within`` are the paths of the guides to answer from; None: those that are for everyone. ``before``
        is the question that this one follows up; the answer's own question is both then.

        Raises:
            QuoteUnproven: the index contradicts the guide that it holds; nothing may be shown.
        """
        started = time.perf_counter()
        query = weighted(before, " ".join(question.split()))
        note = screen(query)
        findings = None if note else self.retriever.search(query, CANDIDATES, within)
        confidence = self.confidence.confidence(findings.signals) if findings and findings.sections else 0.0
        sections = findings.sections if findings else ()
        language_note = self.languages.note(query) if sections else ""
        status = self.confidence.status(confidence)
        if language_note and status is Status.NOT_COVERED:
            status = Status.RELATED  # the signals can't be trusted to say that the guides are silent
        citations = tuple(_citations(sections, status))
        if language_note:
            citations = tuple(_with_language(citation, sections) for citation in citations)
        guides = {scored.guide.path: scored.guide for scored in sections}
        cited = [guides[path] for path in dict.fromkeys(citation.path for citation in citations)]
        return Answer(
            question=joined(before, question) if before else question,
            status=status,
            confidence=confidence,
            citations=citations,
            candidates=tuple(map(_candidate, sections)),
            disclaimer=disclaimers([guide.disclaimer for guide in cited], self.disclaimer),
            generation=self.generation,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            owner=next((guide.owner for guide in cited if guide.owner), self.owner),
            note=note,
            language_note=language_note,
        )

    def guide(self, path: str) -> Guide | None:
        """Return the guide at ``path`` as it was indexed, None where there is none."""
        try:
            return self.retriever.guide(path)
        except KeyError:
            return None

    def prove(self, answer: Answer) -> None:
        """Check each quote against the guide that it cites, as the generation holds it now.

        Raises:
            QuoteUnproven: a quote is not the slice of the guide that it claims to be; nothing may be shown.
        """
        for citation in answer.citations:
            if citation.quote:
                prove(self.retriever.guide(citation.path), citation.span, citation.quote)


def _citations(sections: Sequence[ScoredSection], status: Status) -> Iterator[Citation]:
    """Cite the best sections: with quotes when answering, as mere pointers when they are only related."""
    if status is Status.RELATED:
        for n, scored in enumerate(sections[:MOST_CITATIONS], start=1):
            nowhere = Span(scored.section.span.start, scored.section.span.start)
            yield cite(n, scored.guide, scored.section, nowhere, score=scored.score)
    if status is Status.ANSWERED:
        chosen = [(scored, choose_quotes(scored)[0]) for scored in _close(sections)]
        if len(chosen) < MOST_CITATIONS:  # what stands alone may be quoted twice
            chosen[1:1] = [(sections[0], quote) for quote in choose_quotes(sections[0], 2)[1:]]
        for n, (scored, quote) in enumerate(_distinct(chosen)[:MOST_CITATIONS], start=1):
            prove(scored.guide, quote.span, quote.span.of(scored.guide.source))
            yield cite(n, scored.guide, scored.section, quote.span, quote.decisive, scored.score)


def _close(sections: Sequence[ScoredSection]) -> list[ScoredSection]:
    least = sections[0].score - CLOSE
    return [scored for scored in sections[:MOST_CITATIONS] if scored.score >= least]


def _distinct(chosen: Sequence[tuple[ScoredSection, Quote]]) -> list[tuple[ScoredSection, Quote]]:
    """Drop what says the same, but for case and space, as a better quote."""
    said: dict[str, tuple[ScoredSection, Quote]] = {}
    for scored, quote in chosen:
        words = " ".join(quote.span.of(scored.guide.source).casefold().split())
        said.setdefault(words, (scored, quote))
    return list(said.values())


def _with_language(citation: Citation, sections: Sequence[ScoredSection]) -> Citation:
    guide = next(scored.guide for scored in sections if scored.guide.path == citation.path)
    return replace(citation, language=language_name(guide.lang))


def _candidate(scored: ScoredSection) -> Candidate:
    return Candidate(scored.guide.path, scored.section.heading, scored.score, scored.section.anchor)


def disclaimers(cited: Sequence[str], default: str) -> str:
    """Return each cited guide's disclaimer once; an answer never goes without one."""
    return "\n".join(dict.fromkeys(filter(None, cited))) or default

"""Decides: answer with quotes, offer what is related, or say that the guides are silent."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.confidence import ConfidenceModel
from knowledge.guide import Span
from knowledge.quoting import choose_quote, prove
from knowledge.retrieval import Findings, Retriever, ScoredSection

MOST_CITATIONS = 3
CANDIDATES = 10
WORTH_CITING = 0.7
"""A further section is cited when its score is at least this share of the first one's."""


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

    def answer(self, question: str) -> Answer:
        """Answer a question with at most three proven citations, or abstain.

        Raises:
            QuoteUnproven: the index contradicts the guide that it holds; nothing may be shown.
        """
        started = time.perf_counter()
        query = " ".join(question.split())
        findings = self.retriever.search(query, CANDIDATES) if query else None
        confidence = self.confidence.confidence(findings.signals) if findings and findings.sections else 0.0
        status = self.confidence.status(confidence)
        cited = _worth_citing(findings, status) if findings else ()
        guides = [scored.guide for scored in cited]
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            citations=tuple(_cite(n, scored, status) for n, scored in enumerate(cited, start=1)),
            candidates=tuple(map(_candidate, findings.sections if findings else ())),
            disclaimer=_disclaimers([guide.disclaimer for guide in guides], self.disclaimer),
            generation=self.generation,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            owner=next((guide.owner for guide in guides if guide.owner), self.owner),
        )


def _worth_citing(findings: Findings, status: Status) -> tuple[ScoredSection, ...]:
    if status is Status.NOT_COVERED:
        return ()
    first = findings.sections[0].score
    near = (scored for scored in findings.sections if scored.score >= WORTH_CITING * first)
    return tuple(near)[:MOST_CITATIONS]


def _cite(n: int, scored: ScoredSection, status: Status) -> Citation:
    guide, section = scored.guide, scored.section
    if status is Status.ANSWERED:
        chosen = choose_quote(scored)
        span, decisive, quote = chosen.span, chosen.decisive, chosen.span.of(guide.source)
        prove(guide, span, quote)
    else:
        span, decisive, quote = Span(section.span.start, section.span.start), None, ""
    return Citation(
        n=n,
        guide=guide.title,
        path=guide.path,
        heading=section.heading,
        trail=section.trail,
        quote=quote,
        span=span,
        sha256=guide.sha256,
        url=_url(guide.url, section.anchor),
        score=scored.score,
        decisive=decisive,
        updated=guide.updated,
        review_by=guide.review_by,
    )


def _url(url: str | None, anchor: str) -> str | None:
    return f"{url}#{anchor}" if url and anchor else url


def _candidate(scored: ScoredSection) -> Candidate:
    return Candidate(scored.guide.path, scored.section.heading, scored.score)


def _disclaimers(cited: Sequence[str], default: str) -> str:
    """Return each cited guide's disclaimer once; an answer never goes without one."""
    return "\n".join(dict.fromkeys(filter(None, cited))) or default

"""The answer as JSON: the contract that other programs read."""

from pydantic import BaseModel, ConfigDict, Field

from knowledge.answer import Answer, Citation, Status


class CitationJson(BaseModel):
    """A citation; `start` and `end` are code points of the guide decoded as UTF-8, or as converted."""

    model_config = ConfigDict(frozen=True)

    n: int
    guide: str
    path: str
    heading: str
    trail: tuple[str, ...]
    quote: str
    start: int
    end: int
    sha256: str
    url: str | None
    score: float
    page: int | None = Field(default=None, exclude_if=lambda page: page is None)
    """Of the original, from 1; left out where it has no pages."""

    @classmethod
    def from_citation(cls, citation: Citation) -> "CitationJson":
        """Take the contract's part of a citation."""
        return cls(
            n=citation.n,
            guide=citation.guide,
            path=citation.path,
            heading=citation.heading,
            trail=citation.trail,
            quote=citation.quote,
            start=citation.span.start,
            end=citation.span.end,
            sha256=citation.sha256,
            url=citation.url,
            score=round(citation.score, 4),
            page=citation.page,
        )


class CandidateJson(BaseModel):
    """A section that was considered."""

    model_config = ConfigDict(frozen=True)

    path: str
    heading: str
    score: float


class AnswerJson(BaseModel):
    """An answer; `id` is what the question came with."""

    model_config = ConfigDict(frozen=True)

    id: str | int | None
    question: str
    status: Status
    confidence: float
    citations: tuple[CitationJson, ...]
    candidates: tuple[CandidateJson, ...]
    disclaimer: str
    generation: str
    elapsed_ms: float

    @classmethod
    def from_answer(cls, answer: Answer, question_id: str | int | None = None) -> "AnswerJson":
        """Take the contract's part of an answer."""
        return cls(
            id=question_id,
            question=answer.question,
            status=answer.status,
            confidence=round(answer.confidence, 4),
            citations=tuple(map(CitationJson.from_citation, answer.citations)),
            candidates=tuple(
                CandidateJson(path=c.path, heading=c.heading, score=round(c.score, 4))
                for c in answer.candidates
            ),
            disclaimer=answer.disclaimer,
            generation=answer.generation,
            elapsed_ms=round(answer.elapsed_ms, 2),
        )

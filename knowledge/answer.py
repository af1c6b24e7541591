"""What a person gets back: an answer, its citations, and the sections that came close."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.guide import Span


class Status(StrEnum):
    """The three honest answers: there is no fourth."""

    ANSWERED = "answered"
    RELATED = "related"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class Citation:
    """Points to guide, section and span, and owns the verbatim quote: ``source[span] == quote``.

    For a related answer the quote is "" and the span empty: the section is offered, not quoted.
    ``decisive`` is the span, within ``span``, of the statement that answers. ``language`` names the quote's
    language where the question is in another one, else it is "". ``anchor`` is the section's. ``page`` is
    that of the original, from 1, on which the quote begins, None where it has no pages.
    """

    n: int
    guide: str
    path: str
    heading: str
    trail: tuple[str, ...]
    quote: str
    span: Span
    sha256: str
    url: str | None
    score: float
    decisive: Span | None = None
    updated: date | None = None
    review_by: date | None = None
    language: str = ""
    anchor: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section that was considered, best first, whatever the status."""

    path: str
    heading: str
    score: float
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply to one question.

    ``confidence`` is the probability that the first citation answers the question, from 0 to 1. ``owner`` is
    who to ask when the guides don't say. ``note`` is a short fitting text for input that is no question,
    ``language_note`` what to know where the guides aren't in the question's language.
    """

    question: str
    status: Status
    confidence: float
    citations: tuple[Citation, ...]
    candidates: tuple[Candidate, ...]
    disclaimer: str
    generation: str
    elapsed_ms: float
    owner: str | None = None
    note: str = ""
    language_note: str = ""

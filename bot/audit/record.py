"""One entry of the audit: an answer by its citations, chained to the entry before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from knowledge.answer import Answer, Citation

BEGINNING = "0" * 64
"""What the first entry is chained to."""


@dataclass(frozen=True, slots=True)
class QuotedSlice:
    """A citation without its words: the slice ``start:end`` of the guide of ``sha256``, and its hash.

    A section that was linked and not quoted is an empty slice.
    """

    path: str
    sha256: str
    start: int
    end: int
    quote_sha256: str

    @classmethod
    def from_citation(cls, citation: Citation) -> "QuotedSlice":
        """Take down a citation."""
        span, quote = citation.span, sha256_of(citation.quote)
        return cls(citation.path, citation.sha256, span.start, span.end, quote)


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An answer as it was given; ``at`` is in seconds since 1970, ``entries`` the slices as JSON."""

    seq: int
    answer_id: str
    at: float
    generation: str
    status: str
    entries: str
    previous: str

    @classmethod
    def from_answer(cls, seq: int, answer_id: str, answer: Answer, at: float, previous: str) -> "AuditRecord":
        """Take down an answer."""
        slices = [QuotedSlice.from_citation(citation) for citation in answer.citations]
        entries = _SLICES.dump_json(slices).decode()
        return cls(seq, answer_id, at, answer.generation, answer.status.value, entries, previous)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "AuditRecord":
        """Read a row of the table."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    @property
    def hash(self) -> str:
        """The SHA-256 of all fields, ``previous`` among them: the link to what came before."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return sha256_of(canonical)

    @property
    def slices(self) -> list[QuotedSlice]:
        """What was cited, in order."""
        return _SLICES.validate_json(self.entries)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_SLICES = TypeAdapter(list[QuotedSlice])

"""What a guide is made of: sections, passages and statements, all frozen, all tied to spans of the source."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in a guide's source: ``source[start:end]``."""

    start: int
    end: int

    def of(self, source: str) -> str:
        """Return the slice of ``source`` that this span names."""
        return source[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class StatementKind(StrEnum):
    """What a statement is in the Markdown: decides how it may be quoted and shown."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Statement:
    """The least that a quote may hold: a whole sentence, list item, table row or code block.

    ``text`` is its words without markup or template remains. ``lead`` is the span of the statement that it
    can't be understood without: the sentence that introduces a list, the parent item, a table's header row.
    """

    span: Span
    text: str
    kind: StatementKind = StatementKind.SENTENCE
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: consecutive statements of one section, of about a hundred words."""

    id: str
    span: Span
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The passage's words, without markup, one statement a line."""
        return "\n".join(statement.text for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its own text, up to the next heading of any level.

    ``trail`` runs from the guide's title to this heading, both included. ``anchor`` is the GitHub-style one,
    "" for the text before the first heading, whose heading is the guide's title.
    """

    heading: str
    anchor: str
    trail: tuple[str, ...]
    span: Span
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide file: its source as read, who stands behind it, and its sections."""

    path: str
    """Relative to the folder of guides, with forward slashes."""
    source: str
    """The file decoded as UTF-8, newlines untouched, or its conversion: every span points into it."""
    sha256: str
    """Of ``source`` in UTF-8, in hexadecimal: of the file's bytes, where it is Markdown."""
    title: str
    summary: str = ""
    lang: str = "en"
    updated: date | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    owner: str | None = None
    review_by: date | None = None
    audience: tuple[str, ...] = ("everyone",)
    disclaimer: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions that a maintainer says a section answers, by the section's anchor."""
    sections: tuple[Section, ...] = ()
    original_sha256: str = ""
    """Of the bytes of the file that ``source`` was converted from, "" where that is the file itself."""
    pages: tuple[int, ...] = ()
    """The offsets in ``source`` at which the original's pages begin, () where it has none."""

    def page_of(self, offset: int) -> int | None:
        """Return the page of the original, from 1, that holds ``source[offset]``; None where it has none."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

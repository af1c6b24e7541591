"""How a guide's parts are worded for the embedder and the lexical index."""

import hashlib
import json
from dataclasses import dataclass

from knowledge.guide import Guide, Passage, Section, Span

KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as it is embedded, under its trail.

    ``segments`` are spans of ``text``: first the trail, then each of the passage's statements.
    """

    text: str
    segments: tuple[Span, ...]

    @classmethod
    def from_passage(cls, section: Section, passage: Passage) -> "PassageView":
        """Word a passage: the trail on a line, then a statement a line."""
        text, segments = "", []
        for line in (" > ".join(section.trail), *(statement.text for statement in passage.statements)):
            segments.append(Span(len(text), len(text) + len(line)))
            text += line + "\n"
        return cls(text, tuple(segments))

    @property
    def key(self) -> bytes:
        """The same for two passages just where a model reads the same text, cut into the same segments."""
        read = json.dumps([self.text, [segment.end for segment in self.segments]])
        return hashlib.sha256(read.encode()).digest()[:KEY_BYTES]


def section_text(section: Section) -> str:
    """Return the words that the lexical index knows a section by: its trail and its text."""
    return "\n".join((*section.trail, *(passage.text for passage in section.passages)))


def passage_views(guide: Guide) -> list[PassageView]:
    """Return the views of a guide's passages, in order."""
    return [
        PassageView.from_passage(section, passage)
        for section in guide.sections
        for passage in section.passages
    ]

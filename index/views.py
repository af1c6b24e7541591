"""How a guide's parts are worded for the embedder and the lexical index."""

from dataclasses import dataclass

from knowledge.guide import Guide, Passage, Section, Span


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


def section_text(section: Section) -> str:
    """Return the words that the lexical index knows a section by: its trail and its text."""
    return "\n".join((*section.trail, *(passage.text for passage in section.passages)))


def passage_views(guides: tuple[Guide, ...]) -> list[PassageView]:
    """Return every passage's view, in the corpus' order."""
    sections = (section for guide in guides for section in guide.sections)
    return [
        PassageView.from_passage(section, passage) for section in sections for passage in section.passages
    ]

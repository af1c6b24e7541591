"""How a guide's parts are worded for the embedder and the lexical index."""

from dataclasses import dataclass

from knowledge.guide import Guide, Passage, Section, Span


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as it is embedded, under its trail; ``parts`` are its statements' spans in ``text``."""

    text: str
    parts: tuple[Span, ...]

    @classmethod
    def from_passage(cls, section: Section, passage: Passage) -> "PassageView":
        """Word a passage: the trail on a line, then a statement a line."""
        text, parts = " > ".join(section.trail) + "\n", []
        for statement in passage.statements:
            parts.append(Span(len(text), len(text) + len(statement.text)))
            text += statement.text + "\n"
        return cls(text, tuple(parts))


def section_text(section: Section) -> str:
    """Return the words that the lexical index knows a section by: its trail and its text."""
    return "\n".join((*section.trail, *(passage.text for passage in section.passages)))


def corpus_views(guides: tuple[Guide, ...]) -> tuple[list[str], list[PassageView]]:
    """Return every section's text and every passage's view, in the corpus' order."""
    sections = [section for guide in guides for section in guide.sections]
    views = [
        PassageView.from_passage(section, passage) for section in sections for passage in section.passages
    ]
    return [section_text(section) for section in sections], views

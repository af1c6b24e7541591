"""The sections that counts speak of, by the names that people know them by."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.inbox.asked_about import SectionPlace
from index.corpus import Corpus


@dataclass(frozen=True, slots=True)
class NamedSection:
    """A section; one that the guides don't hold any more has no ``trail``."""

    path: str
    anchor: str
    trail: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What to call it: by its headings, else by what it was."""
        if self.trail:
            return f"{' › '.join(self.trail)} ({self.path})"
        if not self.path:
            return "no section came near"
        place = f"{self.path}#{self.anchor}" if self.anchor else self.path
        return f"{place} (no longer in the guides)"


@dataclass(frozen=True, slots=True)
class KnownSections:
    """The sections of an index; ``quotable`` are those that have text."""

    trails: dict[SectionPlace, tuple[str, ...]]
    quotable: tuple[SectionPlace, ...]

    @classmethod
    def from_corpus(cls, corpus: Corpus) -> "KnownSections":
        """Take the names of all sections, in the order of the corpus."""
        found = list(_sections(corpus))
        trails = {place: trail for place, trail, _ in found}
        return cls(trails, tuple(dict.fromkeys(place for place, _, has_text in found if has_text)))

    def named(self, place: SectionPlace) -> NamedSection:
        """Name a section that may be gone."""
        return NamedSection(place.path, place.anchor, self.trails.get(place, ()))


def _sections(corpus: Corpus) -> Iterator[tuple[SectionPlace, tuple[str, ...], bool]]:
    for number in range(len(corpus.sections)):
        guide, section = corpus.section(number)
        yield SectionPlace.from_names(guide.path, section.anchor), section.trail, bool(section.passages)

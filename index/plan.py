"""What is to do for a new generation: which passages are taken over from where, and which are to embed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.base import Known, no_garbage
from index.embedding import EmbeddedPassage
from index.lexical import LEXICAL
from index.passage_runs import PassageRun
from index.section_words import SectionWords
from index.views import PassageView, passage_views, section_text
from knowledge.guide import Guide


@dataclass(frozen=True, slots=True)
class PlannedPassage:
    """A passage by its `PassageView.key`: the number of one like it in the donor, or else a view to embed."""

    key: bytes
    number: int | None
    view: PassageView | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The next generation's guides and passages in order; the base holds the ``same`` guides just so."""

    guides: Sequence[Guide]
    known: Known
    same: frozenset[str]
    passages: Sequence[PlannedPassage]

    @classmethod
    def from_guides(cls, guides: Sequence[Guide], known: Known) -> "Plan":
        """Find for each passage whether the donor has the same text, cut into the same segments."""
        base = known.base
        same = frozenset(guide.path for guide in guides if base and base.guides.get(guide.path) == guide)
        kept = [row.tobytes() for row in known.donor.passages.keys] if known.donor else []
        numbers = {key: number for number, key in enumerate(kept)}
        passages: list[PlannedPassage] = []
        with no_garbage():
            for guide in guides:
                if base and known.is_one and guide.path in same:
                    own = range(*base.passages(guide.path))
                    passages += [PlannedPassage(kept[number], number) for number in own]
                else:
                    passages += (_planned(view, numbers) for view in passage_views(guide))
        return cls(guides, known, same, passages)

    @property
    def views(self) -> list[PassageView]:
        """The passages to embed, in order."""
        return [passage.view for passage in self.passages if passage.view is not None]

    @property
    def changed(self) -> int:
        """How many passages are embedded, or of the donor's not taken over, whichever is more."""
        kept = {passage.number for passage in self.passages if passage.number is not None}
        lost = len(self.known.donor.passages.keys) - len(kept) if self.known.donor else 0
        return max(lost, len(self.views))

    def runs(self, embedded: Sequence[EmbeddedPassage]) -> Iterator[PassageRun]:
        """Yield all passages in order, given those that were embedded, in runs as long as they come."""
        made = iter(embedded)
        for step, run in groupby(enumerate(self.passages), lambda item: _step(*item)):
            passages = [passage for _, passage in run]
            if step is None or self.known.donor is None:
                yield PassageRun.from_embedded([next(made) for _ in passages])
            else:
                first = passages[0].number or 0
                yield self.known.donor.passages.run(first, first + len(passages))

    def section_words(self, recipe_sha256: str) -> SectionWords:
        """Count the words of all sections; those of guides that the base holds are taken over."""
        base = self.known.base
        if base is None or base.generation.manifest.recipe_sha256 != recipe_sha256:
            return SectionWords.from_texts(_texts(self.guides))
        said = SectionWords.load(base.generation.folder / LEXICAL)
        parts = []
        for is_same, guides in groupby(self.guides, lambda guide: guide.path in self.same):
            own = list(guides)
            if is_same:
                parts += [
                    said.slice(*bounds) for bounds in _merged(base.sections(guide.path) for guide in own)
                ]
            else:
                parts.append(SectionWords.from_texts(_texts(own)))
        return SectionWords.joined(parts)


def _planned(view: PassageView, numbers: Mapping[bytes, int]) -> PlannedPassage:
    key = view.key
    number = numbers.get(key)
    return PlannedPassage(key, number, view if number is None else None)


def _step(place: int, passage: PlannedPassage) -> int | None:
    """Return what is the same for passages that follow each other here and in the donor."""
    return None if passage.number is None else passage.number - place


def _merged(bounds: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that follow each other."""
    merged: list[tuple[int, int]] = []
    for first, end in bounds:
        if merged and merged[-1][1] == first:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((first, end))
    return merged


def _texts(guides: Iterable[Guide]) -> Iterator[tuple[str, str]]:
    for guide in guides:
        for section in guide.sections:
            yield guide.lang, section_text(section)

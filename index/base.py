"""What a new generation may take over from older ones: guides as read, passages as embedded."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.corpus import Corpus
from index.errors import IndexMissing, without_cure
from index.generations import Generation, Generations
from index.passage_runs import KeptPassages
from knowledge.errors import GuideInvalid
from knowledge.guide import Guide

NOTES = "notes.json"
Notes = Mapping[str, Sequence[GuideInvalid]]
"""What is odd but harmless about guides, by path."""


@dataclass(frozen=True, slots=True)
class Base:
    """A good generation that the next one is compared with, and takes unchanged guides over from."""

    generation: Generation
    corpus: Corpus
    guides: Mapping[str, Guide]
    """By path."""
    notes: Notes

    @classmethod
    def load(cls, generation: Generation) -> "Base":
        """Read all guides of a verified generation, a third of a second for a thousand."""
        corpus = Corpus.load(generation.folder)
        with no_garbage():
            guides = {path: corpus.guide(number) for path, number in corpus.paths.items()}
        return cls(generation, corpus, guides, load_notes(generation.folder))

    def sections(self, path: str) -> tuple[int, int]:
        """Return the number of a guide's first section, and the end."""
        rows = self.corpus.sections[:, 0]
        number = self.corpus.paths[path]
        return int(rows.searchsorted(number)), int(rows.searchsorted(number, side="right"))

    def passages(self, path: str) -> tuple[int, int]:
        """Return the number of a guide's first passage, and the end."""
        first, end = self.sections(path)
        return (
            (int(self.corpus.sections[first, 2]), int(self.corpus.sections[end - 1, 3]))
            if first < end
            else (0, 0)
        )


@dataclass(frozen=True, slots=True)
class Donor:
    """A good generation of the same model, whose passages can be taken over as they were embedded."""

    generation: Generation
    passages: KeptPassages

    @classmethod
    def load(cls, generation: Generation) -> "Donor":
        """Map a verified generation's passages into memory."""
        bounds = Corpus.load(generation.folder).passages[:, 1:3]
        return cls(generation, KeptPassages.load(generation.folder, bounds))


@dataclass(frozen=True, slots=True)
class Known:
    """What the next generation stands on: nothing, where there is no good generation."""

    base: Base | None = None
    donor: Donor | None = None
    passed_over: tuple[str, ...] = ()
    """What is wrong with the generations that come before the base."""

    @classmethod
    def find(cls, generations: Generations, model_sha256: str) -> "Known":
        """Take the best good generation, and the best of this model; verified, since damage would spread."""
        base = donor = None
        problems: list[str] = []
        passed_over: tuple[str, ...] = ()
        for generation in _good(generations, problems):
            if base is None:
                base, passed_over = Base.load(generation), tuple(problems)
            if generation.manifest.model_sha256 == model_sha256:
                donor = Donor.load(generation)
                break
        return cls(base, donor, passed_over if base else tuple(problems))

    @property
    def is_one(self) -> bool:
        """Tell whether guides and passages come from one generation, so that they are numbered alike."""
        return bool(self.base and self.donor and self.base.generation == self.donor.generation)


@contextmanager
def no_garbage() -> Iterator[None]:
    """Put off the search for garbage while very many objects are made to be kept: it takes as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _good(generations: Generations, problems: list[str]) -> Iterator[Generation]:
    """Yield the generations that are as they were built, the current one first, then as they preceded it."""
    for name in generations.by_rank():
        try:
            generation = Generation.load(generations.folder / name)
            generation.verify(threads=2)
        except IndexMissing as error:
            problems.append(without_cure(error))
        else:
            yield generation


def load_notes(folder: Path) -> Notes:
    """Read what was saved in ``folder``."""
    saved = json.loads((folder / NOTES).read_text("utf-8"))
    return {path: [GuideInvalid(path, *parts) for parts in notes] for path, notes in saved.items()}


def save_notes(folder: Path, notes: Notes) -> None:
    """Write the notes into ``folder``."""
    rows = {
        path: [[note.line, note.problem, note.cure] for note in own] for path, own in notes.items() if own
    }
    (folder / NOTES).write_text(json.dumps(rows), "utf-8")

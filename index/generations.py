"""Generations: immutable, complete indexes on disk, one of which is current."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.corpus_hash import file_hashes, joined_sha256
from index.errors import IndexMissing, without_cure
from index.manifest import MANIFEST, SCHEMA_VERSION, Manifest
from index.model_files import hash_files
from index.published import Published, RolledBack
from knowledge.guide_files import GuideDefaults, guide_files


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation's folder and manifest."""

    folder: Path
    manifest: Manifest

    @classmethod
    def load(cls, folder: Path) -> "Generation":
        """Read the manifest of ``folder``.

        Raises:
            IndexMissing: there is none, it can't be read, or another release of Footnote wrote it.
        """
        return cls(folder, Manifest.load(folder))

    def verify(self, threads: int = 1) -> None:
        """Hash every file against the manifest; at a start, other threads have enough to do.

        Raises:
            IndexMissing: a file is missing or was changed since it was built.
        """
        for name, found in hash_files(self.folder, self.manifest.files, threads).items():
            if found != self.manifest.files[name]:
                file = self.folder / name
                raise IndexMissing(f"{file} is not the file that was built. Run: footnote index")

    def size_bytes(self) -> int:
        """Return how much its files take on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


@dataclass(frozen=True, slots=True)
class GoodGeneration:
    """A generation whose every file is as it was built, and what is wrong with those that come before it."""

    generation: Generation
    passed_over: tuple[str, ...] = ()

    @property
    def warning(self) -> str | None:
        """Say what was found and which generation answers instead; None where nothing was."""
        if not self.passed_over:
            return None
        manifest, problems = self.generation.manifest, " ".join(self.passed_over)
        instead = (
            f"Answering from generation {manifest.id}, built {manifest.built_at:%Y-%m-%d %H:%M} UTC, instead."
        )
        return f"{problems} {instead} Run: footnote index"


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations of one folder of guides, below ``folder``."""

    folder: Path

    @classmethod
    def for_guides(cls, state: Path, guides: Path) -> "Generations":
        """Name the place below ``state`` for a folder of guides: each folder has its own generations."""
        place = guides.resolve()
        return cls(state / "index" / f"{place.name}-{hashlib.sha256(os.fsencode(place)).hexdigest()[:8]}")

    def current(self) -> Generation:
        """Return the current generation, its files not yet verified.

        Raises:
            IndexMissing: none was made current yet, or it can't be read.
        """
        return Generation.load(self.folder / self.published().id)

    def published(self) -> Published:
        """Return which generation is current, and which were before.

        Raises:
            IndexMissing: none was made current yet, or the file that says so can't be read.
        """
        return Published.load(self.folder)

    def current_or_previous(self) -> GoodGeneration:
        """Return the current generation, verified; where it is damaged, the last one before it that isn't.

        Raises:
            IndexMissing: none was made current yet, or none is good.
        """
        problems: list[str] = []
        for name in self._serviceable(problems):
            try:
                generation = Generation.load(self.folder / name)
                generation.verify()
            except IndexMissing as error:
                problems.append(without_cure(error))
            else:
                return GoodGeneration(generation, tuple(problems))
        none_left = " No earlier generation is good." if len(problems) > 1 else ""
        raise IndexMissing(f"{' '.join(problems)}{none_left} Run: footnote index")

    def _serviceable(self, problems: list[str]) -> Iterator[str]:
        """Yield the generations that may answer, the current one first; all, if nothing says which it is."""
        try:
            published = self.published()
        except IndexMissing as error:
            if not (names := self.names()):
                raise
            problems.append(without_cure(error))
            yield from names
        else:
            yield from (published.id, *published.before)

    def names(self) -> list[str]:
        """Return the ids of all complete generations on disk, whether they are good or not, newest first."""
        folders = self.folder.glob(f"[!.]*/{MANIFEST}")
        return sorted((manifest.parent.name for manifest in folders), reverse=True)

    def by_rank(self) -> list[str]:
        """Return all complete generations on disk: the current one, those before it, then the others."""
        names = self.names()
        try:
            published = self.published()
        except IndexMissing:
            return names
        ranked = dict.fromkeys((published.id, *published.before, *names))
        return [name for name in ranked if name in names]

    def make_current(self, generation: Generation) -> None:
        """Point to ``generation`` in one atomic step; a rollback in force ends."""
        name = generation.folder.name
        try:
            published = self.published().followed_by(name)
        except IndexMissing:
            published = Published(id=name)
        published.save(self.folder)

    def roll_back(self, generation: Generation, guides_sha256: str) -> None:
        """Point to an earlier generation, verified by the caller, and set aside the guides as they are.

        Raises:
            IndexMissing: none is current.
        """
        before = self.published()
        reason = RolledBack(id=before.id, at=datetime.now(UTC), corpus_sha256=guides_sha256)
        before.back_to(generation.folder.name, reason).save(self.folder)

    def next_folder(self, corpus_sha256: str) -> Path:
        """Name a new generation's folder: when it was built, and of what."""
        return self.folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{corpus_sha256[:8]}"


def corpus_sha256(guides: Path, defaults: GuideDefaults) -> str:
    """Hash every guide file and the defaults: the same hash means that an index would be the same.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    return joined_sha256(SCHEMA_VERSION, defaults, file_hashes(guides, guide_files(guides)))

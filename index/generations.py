"""Generations: immutable, complete indexes on disk, one of which is current."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexMissing
from index.folders import replace_file
from index.model_files import sha256_of
from knowledge.guide_files import GuideDefaults, guide_files
from knowledge.guide_formats import CONVERSION

SCHEMA_VERSION = 5
"""Raised whenever an older generation's files would be misread; such a generation is built anew."""
MANIFEST, CURRENT = "manifest.json", "current"


class Manifest(BaseModel):
    """What a generation was built from, and the hash of each of its files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    id: str
    built_at: datetime
    model_name: str
    model_sha256: str
    dimension: int
    corpus_sha256: str
    guides: int
    sections: int
    passages: int
    statements: int
    files: dict[str, str]
    """SHA-256 by name."""


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
        try:
            manifest = Manifest.model_validate_json((folder / MANIFEST).read_text("utf-8"))
        except (OSError, ValidationError) as error:
            raise IndexMissing(f"{folder} holds no index that can be read. Run: footnote index") from error
        if manifest.schema_version != SCHEMA_VERSION:
            raise IndexMissing(
                f"{folder} has index format {manifest.schema_version}, this release reads {SCHEMA_VERSION}. "
                "Run: footnote index"
            )
        return cls(folder, manifest)

    def verify(self) -> None:
        """Hash every file against the manifest.

        Raises:
            IndexMissing: a file is missing or was changed since it was built.
        """
        for name, expected in self.manifest.files.items():
            file = self.folder / name
            if not file.is_file() or sha256_of(file) != expected:
                raise IndexMissing(f"{file} is not the file that was built. Run: footnote index")


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
        """Return the current generation.

        Raises:
            IndexMissing: none was made current yet, or it can't be read.
        """
        try:
            name = (self.folder / CURRENT).read_text("utf-8").strip()
        except OSError as error:
            raise IndexMissing(f"{self.folder} holds no index yet. Run: footnote index") from error
        return Generation.load(self.folder / name)

    def make_current(self, generation: Generation) -> None:
        """Point to ``generation`` in one atomic step."""
        replace_file(self.folder / CURRENT, generation.folder.name + "\n")

    def next_folder(self, corpus_sha256: str) -> Path:
        """Name a new generation's folder: when it was built, and of what."""
        return self.folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{corpus_sha256[:8]}"


def corpus_sha256(guides: Path, defaults: GuideDefaults) -> str:
    """Hash every guide file and the defaults: the same hash means that an index would be the same.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    settings = [
        SCHEMA_VERSION,
        CONVERSION,
        defaults.base_url,
        defaults.owner,
        defaults.disclaimer,
        defaults.lang,
    ]
    parts = [json.dumps(settings)]
    parts += _file_hashes(guides, guide_files(guides))
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def _file_hashes(guides: Path, files: Iterable[Path]) -> Iterable[str]:
    for file in files:
        # What can't be read is named by the reader; here it only has to differ from a good file.
        try:
            content = sha256_of(file) if file.is_file() else "no file"
        except OSError as error:
            content = f"unread: {error.errno}"
        yield f"{content} {file.relative_to(guides).as_posix()}"

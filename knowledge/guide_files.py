"""Which files of a folder are guides, and what they fall back to: known without reading any."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import GuidesMissing
from knowledge.guide_formats import guide_of_sidecar, is_guide_name


@dataclass(frozen=True, slots=True)
class GuideDefaults:
    """What a folder's guides fall back to, from `footnote.toml`."""

    base_url: str | None = None
    owner: str | None = None
    disclaimer: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class GuideFolder:
    """The files below a folder that decide what its guides are, each list sorted by path.

    ``guides`` are the guide files, and those that look like one and can't be read. ``sidecars`` are the YAML
    files that belong to a guide file by their name, whether it is there or not.
    """

    folder: Path
    guides: tuple[Path, ...]
    sidecars: tuple[Path, ...]

    @property
    def files(self) -> list[Path]:
        """Every file that decides what the guides are, sorted by path."""
        every = (*self.guides, *self.sidecars)
        return sorted(every, key=lambda file: file.relative_to(self.folder).as_posix())


def find_files(folder: Path) -> GuideFolder:
    """Find the files below ``folder``; hidden ones and linked folders are passed over.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    if not folder.is_dir():
        raise GuidesMissing(f"{folder} is no folder. Name the folder that holds your guides: --guides DIR.")
    files = sorted(_walk(folder), key=lambda file: file.relative_to(folder).as_posix())
    guides = tuple(file for file in files if is_guide_name(file.name, file.parent.relative_to(folder)))
    return GuideFolder(folder, guides, tuple(file for file in files if guide_of_sidecar(file)))


def guide_files(folder: Path) -> list[Path]:
    """Return every file below ``folder`` that decides what its guides are, sorted.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    return find_files(folder).files


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(parent) / name

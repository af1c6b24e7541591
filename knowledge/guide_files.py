"""Which files of a folder are guides, and what they fall back to: known without reading any."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import GuidesMissing

SUFFIXES = {".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class GuideDefaults:
    """What a folder's guides fall back to, from `footnote.toml`."""

    base_url: str | None = None
    owner: str | None = None
    disclaimer: str = ""
    lang: str = "en"


def guide_files(folder: Path) -> list[Path]:
    """Return the Markdown files below ``folder``, sorted; hidden ones and linked folders are passed over.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    if not folder.is_dir():
        raise GuidesMissing(f"{folder} is no folder. Name the folder that holds your guides: --guides DIR.")
    return sorted(_walk(folder), key=lambda file: file.relative_to(folder).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent) / name

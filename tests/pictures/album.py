"""docs/pictures: the pictures, and of what page each was taken: what is stale is found without Chromium."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
CURE = "run: make pictures"


class Picture(BaseModel):
    """SHA-256 of a scene's page, and of the picture that was taken of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: str
    png: str


_KEPT = TypeAdapter(dict[str, Picture])


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of a folder, each named like its scene."""

    folder: Path = FOLDER

    @property
    def record(self) -> Path:
        """The file that says of what page each picture is."""
        return self.folder / "pictures.json"

    def file(self, name: str) -> Path:
        """Return a scene's picture."""
        return self.folder / f"{name}.png"

    def stale(self, pages: Mapping[str, str]) -> list[str]:
        """Return the scenes whose picture is missing, changed by hand, or of another page than theirs."""
        kept = self._kept()
        return [name for name, page in pages.items() if kept.get(name) != self._now(name, page)]

    def left_over(self, pages: Mapping[str, str]) -> list[str]:
        """Return what else is there: pictures, kept or listed, that no scene has."""
        there = {file.stem for file in self.folder.glob("*.png")} | self._kept().keys()
        return sorted(there - pages.keys())

    def update(self, pages: Mapping[str, str], photograph: Callable[[str], bytes]) -> list[str]:
        """Take the stale pictures anew, delete the left over ones, and return the names of those taken."""
        taken = self.stale(pages)
        for name in taken:
            self.file(name).write_bytes(photograph(pages[name]))
        for name in self.left_over(pages):
            self.file(name).unlink(missing_ok=True)
        kept = {name: self._now(name, page) for name, page in sorted(pages.items())}
        self.record.write_bytes(_KEPT.dump_json(kept, indent=2) + b"\n")
        return taken

    def _kept(self) -> dict[str, Picture]:
        return _KEPT.validate_json(self.record.read_bytes()) if self.record.is_file() else {}

    def _now(self, name: str, page: str) -> Picture:
        file = self.file(name)
        png = sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
        return Picture(page=sha256(page.encode()).hexdigest(), png=png)

"""The file `current`: which generation answers, which did before it, and what was rolled back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from index.errors import IndexMissing
from index.folders import replace_file

CURRENT = "current"
REMEMBERED = 20
"""Earlier generations whose order is kept; more are never on disk for long."""
GenerationId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]*$")]


class RolledBack(BaseModel):
    """Guides that a rollback set aside: they are not indexed again until they change or somebody asks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: GenerationId
    """The generation that answered until then."""
    at: datetime
    corpus_sha256: str
    """Of the guides on disk at that moment."""


class Published(BaseModel):
    """The current generation's id, those current ``before``, latest first, and a rollback in force."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: GenerationId
    before: tuple[GenerationId, ...] = ()
    rolled_back: RolledBack | None = None

    @classmethod
    def load(cls, folder: Path) -> "Published":
        """Read the file below ``folder``.

        Raises:
            IndexMissing: there is none, or it can't be read.
        """
        file = folder / CURRENT
        try:
            return cls.model_validate_json(file.read_bytes())
        except FileNotFoundError as error:
            raise IndexMissing(f"{folder} holds no index yet. Run: footnote index") from error
        except (OSError, ValidationError) as error:
            raise IndexMissing(f"{file} doesn't name a generation. Run: footnote index") from error

    def save(self, folder: Path) -> None:
        """Replace the file below ``folder`` in one atomic step."""
        replace_file(folder / CURRENT, self.model_dump_json(indent=2) + "\n")

    def followed_by(self, generation: str) -> "Published":
        """Return what is published once another generation is made current."""
        before = [name for name in (self.id, *self.before) if name != generation]
        return Published(id=generation, before=tuple(before[:REMEMBERED]))

    def back_to(self, generation: str, rolled_back: RolledBack) -> "Published":
        """Return what is published once an earlier generation is current again, without those after it."""
        earlier = (
            self.before[self.before.index(generation) + 1 :] if generation in self.before else self.before
        )
        return Published(id=generation, before=earlier, rolled_back=rolled_back)

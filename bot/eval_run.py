"""An evaluation's outcomes in a file, to compare a later one with: ids and results, no text."""

from datetime import datetime
from pathlib import Path
from typing import Literal

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from index.outcomes import Outcome


class EvaluationRun(BaseModel):
    """What `footnote eval --save` writes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    at: datetime
    generation: str
    outcomes: tuple[Outcome, ...]

    @classmethod
    def load(cls, file: Path) -> "EvaluationRun":
        """Read a run.

        Raises:
            typer.BadParameter: the file can't be read, or is no run that this release reads.
        """
        try:
            return cls.model_validate_json(file.read_bytes())
        except OSError as error:
            reason = f"{file} can't be read: {error.strerror}."
        except ValidationError:
            reason = f"{file} is no run that `footnote eval --save` of this release wrote."
        raise typer.BadParameter(f"{reason} Save one with: footnote eval QUESTIONS --save {file}")

    def save(self, file: Path) -> None:
        """Write the run to ``file``."""
        file.write_text(self.model_dump_json(indent=1) + "\n", "utf-8")

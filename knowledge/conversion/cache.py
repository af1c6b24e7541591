"""What was converted before, on disk: an unchanged file is converted once, however often it is indexed."""

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.conversion.converted import Converted
from knowledge.guide_formats import CONVERSION, Format

KEPT_DAYS = 30
"""How long the text of a file is kept that no indexing asked for."""
_CONVERTED = TypeAdapter(Converted)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    """Of ``converted`` as JSON: a flipped bit must not get into a quote."""
    converted: str


@dataclass(frozen=True, slots=True)
class ConversionCache:
    """Conversions below ``folder``, by the file's format and bytes and the converters' version."""

    folder: Path

    def load(self, form: Format, data: bytes) -> Converted | None:
        """Return what was made of the file, None where that isn't known or was damaged since."""
        file = self._file(form, data)
        try:
            entry = _Entry.model_validate_json(file.read_bytes())
            if _sha256(entry.converted.encode()) != entry.sha256:
                return None
            os.utime(file)
            return _CONVERTED.validate_json(entry.converted)
        except (OSError, ValidationError):
            return None

    def save(self, form: Format, data: bytes, converted: Converted) -> None:
        """Keep what was made of the file, completely or not at all."""
        text = _CONVERTED.dump_json(converted).decode()
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".", dir=self.folder)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(_Entry(sha256=_sha256(text.encode()), converted=text).model_dump_json())
        Path(draft).replace(self._file(form, data))

    def prune(self) -> None:
        """Delete what no indexing has asked for in `KEPT_DAYS`."""
        oldest = time.time() - KEPT_DAYS * 86_400
        for file in self.folder.iterdir() if self.folder.is_dir() else ():
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)

    def _file(self, form: Format, data: bytes) -> Path:
        return self.folder / f"{_sha256(data)}-{form}-{CONVERSION}.json"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

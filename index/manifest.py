"""A generation's manifest: what it was built from and how, and the hash of each of its files."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexMissing

SCHEMA_VERSION = 8
"""Raised whenever an older generation's files would be misread; such a generation is built anew."""
MANIFEST, MANIFEST_SHA256 = "manifest.json", "manifest.sha256"


class AxesAge(BaseModel):
    """How far the corpus is from the one whose sample the axes and steps of the codes were found on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    found_on: str
    """The generation that they were found for."""
    changed_since: int
    """Passages embedded or removed since then, whichever is more in each build."""


class SelfRetrieval(BaseModel):
    """How many sections were looked for by their own headings, and how many of them were found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked: int
    found: int


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
    recipe_sha256: str
    """Of what guides are read by and fall back to; "" where nobody said."""
    guides: int
    sections: int
    passages: int
    statements: int
    embedded: int
    """Passages embedded for this generation; the others were taken over from an older one."""
    axes: AxesAge
    self_retrieval: SelfRetrieval
    files: dict[str, str]
    """SHA-256 by name."""

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read the manifest of ``folder``, and check it against its own hash.

        Raises:
            IndexMissing: there is none, it isn't as it was built, or another release of Footnote wrote it.
        """
        try:
            text = (folder / MANIFEST).read_bytes()
            version = json.loads(text)["schema_version"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMissing(f"{folder} holds no index that can be read. Run: footnote index") from error
        if not isinstance(version, int):
            raise IndexMissing(f"{folder} holds no index that can be read. Run: footnote index")
        if version != SCHEMA_VERSION:
            raise IndexMissing(
                f"{folder} has index format {version}, this release reads {SCHEMA_VERSION}. "
                "Run: footnote index"
            )
        try:
            is_as_built = (folder / MANIFEST_SHA256).read_bytes() == _sum(text)
            manifest = cls.model_validate_json(text)
        except (OSError, ValidationError) as error:
            raise IndexMissing(f"{folder} holds no index that can be read. Run: footnote index") from error
        if not is_as_built:
            raise IndexMissing(f"{folder / MANIFEST} is not the file that was built. Run: footnote index")
        return manifest

    def save(self, folder: Path) -> None:
        """Write the manifest and its hash into ``folder``: the last files of a generation."""
        text = self.model_dump_json(indent=2).encode()
        (folder / MANIFEST).write_bytes(text)
        (folder / MANIFEST_SHA256).write_bytes(_sum(text))


def _sum(text: bytes) -> bytes:
    return f"{hashlib.sha256(text).hexdigest()}\n".encode()

"""A backup's file: a tar archive with a manifest that has the SHA-256 of each part."""

import io
import tarfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.backup.contents import CHAIN, TABLES, is_ours
from knowledge.errors import FootnoteError

FORMAT, MANIFEST = 1, "manifest.json"
LARGEST_BYTES = 1_000_000_000


class BackupInvalid(FootnoteError):
    """A file is no backup, or was changed since it was written."""


class BackupManifest(BaseModel):
    """What a backup holds: SHA-256 by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    created_at: datetime
    files: dict[str, str]


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the archive of some parts, with their manifest."""
    hashes = {name: sha256(content).hexdigest() for name, content in parts.items()}
    manifest = BackupManifest(format=FORMAT, created_at=datetime.now(UTC), files=hashes)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in {MANIFEST: manifest.model_dump_json(indent=2).encode(), **parts}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), int(time.time()), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def unpacked(file: Path) -> dict[str, bytes]:
    """Read every part into memory and check it; nothing is written before all of it is known to be good.

    Raises:
        BackupInvalid: it is no backup, or one of its parts isn't what was written.
    """
    try:
        with tarfile.open(file, "r:gz") as archive:
            parts = dict(_members(archive))
        manifest = BackupManifest.model_validate_json(parts.pop(MANIFEST))
    except (OSError, EOFError, tarfile.TarError, KeyError, ValidationError) as error:
        raise BackupInvalid(
            f"{file} is no backup that can be read. Name a file of `footnote backup`."
        ) from error
    if manifest.format != FORMAT:
        raise BackupInvalid(
            f"{file} has format {manifest.format}, this release reads {FORMAT}. "
            "Restore it with the release that wrote it."
        )
    for name, expected in manifest.files.items():
        if sha256(parts.get(name, b"")).hexdigest() != expected:
            raise BackupInvalid(f"{file}: {name} is not what was written. Take another backup.")
    return {name: parts[name] for name in manifest.files if name in TABLES | CHAIN or is_ours(name)}


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_BYTES
    for entry in archive:
        left -= entry.size
        content = archive.extractfile(entry) if entry.isfile() and left >= 0 else None
        if content is None:
            raise tarfile.TarError
        yield entry.name, content.read()

"""`footnote backup` and `restore`: the state that can't be built anew, in one file."""

import io
import json
import tarfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine, Table, insert, select
from sqlalchemy.exc import IntegrityError

from bot.inbox.schema import ASKED_ABOUT, DONE, FEEDBACK, HANDOVERS, QUESTIONS, UNANSWERED
from index.folders import replace_file
from knowledge.errors import FootnoteError

FORMAT = 1
MANIFEST, FILES = "manifest.json", "state/"
TABLES = {
    "inbox.jsonl": QUESTIONS,
    "asked_about.jsonl": ASKED_ABOUT,
    "unanswered.jsonl": UNANSWERED,
    "feedback.jsonl": FEEDBACK,
    "handovers.jsonl": HANDOVERS,
}
KEPT = ("index/*/learned/*.jsonl", "index/*/confidence.json")
"""What people taught and fitted, below the state directory; indexes and models can be built again."""
LARGEST_BYTES = 1_000_000_000


class BackupInvalid(FootnoteError):
    """A file is no backup, or was changed since it was written."""


class BackupFailed(FootnoteError):
    """The file couldn't be written."""


class BackupManifest(BaseModel):
    """What a backup holds: SHA-256 by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    created_at: datetime
    files: dict[str, str]


def write_backup(file: Path, engine: Engine, state: Path) -> int:
    """Write the inbox, what was learned and what was fitted to ``file``; return how many questions are in it.

    A running bot isn't disturbed. Only the owner may read the file: open questions are in it in full.

    Raises:
        BackupFailed: the file couldn't be written; an older one of its name is left as it was.
    """
    rows = {name: _rows(engine, table) for name, table in TABLES.items()}
    parts = {name: "".join(json.dumps(row) + "\n" for row in found).encode() for name, found in rows.items()}
    for pattern in KEPT:
        parts |= {
            FILES + p.relative_to(state).as_posix(): p.read_bytes() for p in sorted(state.glob(pattern))
        }
    manifest = BackupManifest(
        format=FORMAT,
        created_at=datetime.now(UTC),
        files={name: sha256(content).hexdigest() for name, content in parts.items()},
    )
    try:
        replace_file(file, _packed({MANIFEST: manifest.model_dump_json(indent=2).encode(), **parts}))
    except OSError as error:
        cure = "Name a file in a folder that can be written to, with room on its disk."
        raise BackupFailed(f"{file} can't be written ({error.strerror}). {cure}") from error
    return len(rows["inbox.jsonl"])


def restore_backup(file: Path, engine: Engine, state: Path) -> tuple[int, list[Path]]:
    """Bring back what ``file`` holds; return how many questions were new, and the files that it replaced.

    Nothing is lost by it: questions and counts that the inbox has are left as they are, and a file that
    differs is kept beside the restored one. An open question may have been answered since, so its reply is
    looked for first.

    Raises:
        BackupInvalid: it is no backup, or one of its parts isn't what was written.
    """
    parts = _unpacked(file)
    added = {name: _added(engine, table, parts.pop(name, b"")) for name, table in TABLES.items()}
    replaced = [_restored(state, name, content) for name, content in parts.items()]
    return added["inbox.jsonl"], [path for path in replaced if path]


def _columns(table: Table) -> list[str]:
    """Return the columns that mean something elsewhere: a row's running number doesn't."""
    return [column.name for column in table.columns if column is not table.autoincrement_column]


def _rows(engine: Engine, table: Table) -> list[dict[str, Any]]:
    with engine.begin() as connection:
        wanted = select(*(table.c[name] for name in _columns(table)))
        return [dict(row) for row in connection.execute(wanted.order_by(*table.primary_key)).mappings()]


def _added(engine: Engine, table: Table, lines: bytes) -> int:
    """Insert the rows that aren't there; return how many."""
    return sum(_is_added(engine, table, json.loads(line)) for line in lines.splitlines())


def _is_added(engine: Engine, table: Table, row: Mapping[str, Any]) -> bool:
    known = {name: row[name] for name in _columns(table) if name in row}
    if table is QUESTIONS:
        known["may_be_answered"] = row["state"] != DONE
    try:
        with engine.begin() as connection:
            connection.execute(insert(table).values(known))
    except IntegrityError:
        return False
    return True


def _restored(state: Path, name: str, content: bytes) -> Path | None:
    """Write one file, and return where the one before it is kept, None where there was none or the same."""
    target = state / name.removeprefix(FILES)
    if target.exists() and target.read_bytes() == content:
        return None
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        target.rename(kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, content)
    return kept


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), int(time.time()), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def _unpacked(file: Path) -> dict[str, bytes]:
    """Read every part into memory and check it; nothing is written before all of it is known to be good."""
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
    return {name: parts[name] for name in manifest.files if name in TABLES or _is_ours(name)}


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_BYTES
    for entry in archive:
        left -= entry.size
        content = archive.extractfile(entry) if entry.isfile() and left >= 0 else None
        if content is None:
            raise tarfile.TarError
        yield entry.name, content.read()


def _is_ours(name: str) -> bool:
    """Tell whether a name is one that we write: none leads out of the state directory."""
    path = Path(name.removeprefix(FILES))
    return name.startswith(FILES) and ".." not in path.parts and any(path.match(pattern) for pattern in KEPT)

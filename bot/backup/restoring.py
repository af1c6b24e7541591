"""`footnote restore`: what a backup holds comes back, and nothing that is there is lost by it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, insert, select
from sqlalchemy.exc import IntegrityError

from bot.backup.archive import unpacked
from bot.backup.contents import CHAIN, CHAIN_END, FILES, TABLES, columns
from bot.inbox.schema import AUDIT, DONE, QUESTIONS
from index.folders import replace_file


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: how many questions and answers of the audit, and where files before it are kept."""

    questions: int
    audited: int
    has_own_audit: bool
    """The backup's audit was left out: another one is there, and two chains can't be made one."""
    replaced: tuple[Path, ...]


def restore_backup(file: Path, engine: Engine, state: Path) -> Restored:
    """Bring back what ``file`` holds.

    Questions and counts that the inbox has are left as they are, and a file that differs is kept beside the
    restored one. An open question may have been answered since, so its reply is looked for first.

    Raises:
        BackupInvalid: it is no backup, or one of its parts isn't what was written.
    """
    parts = unpacked(file)
    chain = {table: _read(parts.pop(name, b"")) for name, table in CHAIN.items()}
    added = {name: _added(engine, table, parts.pop(name, b"")) for name, table in TABLES.items()}
    has_own_audit = any(chain.values()) and not _restore_chain(engine, chain)
    if has_own_audit:
        parts.pop(FILES + CHAIN_END, None)
    replaced = [_restored(state, name, content) for name, content in parts.items()]
    audited = 0 if has_own_audit else len(chain[AUDIT])
    return Restored(added["inbox.jsonl"], audited, has_own_audit, tuple(filter(None, replaced)))


def _read(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


def _restore_chain(engine: Engine, chain: Mapping[Table, list[dict[str, Any]]]) -> bool:
    """Restore the audit where there is none, as a whole; return whether that was done."""
    with engine.begin() as connection:
        if any(connection.execute(select(table).limit(1)).first() for table in chain):
            return False
        for table, rows in chain.items():
            if known := list(_known(table, rows)):
                connection.execute(insert(table), known)
    return True


def _added(engine: Engine, table: Table, lines: bytes) -> int:
    """Insert the rows that aren't there; return how many."""
    return sum(_is_added(engine, table, row) for row in _known(table, _read(lines)))


def _known(table: Table, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows with the columns that this release knows."""
    for row in rows:
        yield {name: row[name] for name in columns(table) if name in row}


def _is_added(engine: Engine, table: Table, row: dict[str, Any]) -> bool:
    if table is QUESTIONS:
        row["may_be_answered"] = row["state"] != DONE
    try:
        with engine.begin() as connection:
            connection.execute(insert(table).values(row))
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

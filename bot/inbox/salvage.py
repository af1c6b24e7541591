"""A damaged SQLite file: moved aside whole, and read as far as it goes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert
from sqlalchemy.exc import DBAPIError

from bot.inbox.schema import QUESTIONS

_NEXT = "select * from questions where id > ? order by id limit 1"
_LONGEST_GAP = 10_000
"""Row numbers that are tried in vain before the rest of a file is given up."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A damaged database file in its new place."""

    file: Path

    def copy_into(self, engine: Engine) -> int:
        """Copy each question that can be read into a new database; return how many."""
        copied = 0
        for row in self._rows():
            try:
                with engine.begin() as connection:
                    connection.execute(insert(QUESTIONS).values(row | {"may_be_answered": True}))
            except DBAPIError:  # a row of nonsense, or a message that was read before
                continue
            copied += 1
        return copied

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Yield row after row, each sought by its number: a scan would end at the first damaged page."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            number = missed = 0
            while missed < _LONGEST_GAP:
                try:
                    row = connection.execute(_NEXT, (number,)).fetchone()
                except sqlite3.DatabaseError:
                    number, missed = number + 1, missed + 1
                    continue
                if row is None:
                    return
                number, missed = row["id"], 0
                yield {name: row[name] for name in QUESTIONS.columns.keys()}  # noqa: SIM118 - not a dict


def set_aside(file: Path, now: float) -> SetAside:
    """Rename a database and what belongs to it, so that a new one can take its place."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%S")
    target = file.with_name(f"{file.name}.damaged-{stamp}")
    for suffix in ("-wal", "-shm", ""):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return SetAside(target)

"""A damaged SQLite file: moved aside whole, and read as far as it goes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Table, insert
from sqlalchemy.exc import DBAPIError

from bot.inbox.schema import ASKED_ABOUT, FEEDBACK, HANDOVERS, QUESTIONS, UNANSWERED

_NEXT = "select * from questions where id > ? order by id limit 1"
_LONGEST_GAP = 10_000
"""Row numbers that are tried in vain before the rest of a file is given up."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A damaged database file in its new place."""

    file: Path

    def copy_into(self, engine: Engine) -> int:
        """Copy what can be read into a new database; return how many questions that are."""
        for table in (ASKED_ABOUT, UNANSWERED, FEEDBACK, HANDOVERS):
            for row in self._scanned(table):
                _is_copied(engine, table, row)
        rows = (row | {"may_be_answered": True} for row in self._rows())
        return sum(_is_copied(engine, QUESTIONS, row) for row in rows)

    def _scanned(self, table: Table) -> Iterator[dict[str, Any]]:
        """Yield a table's rows up to the first damaged page, without those that hold nonsense."""
        with self._opened() as connection, suppress(sqlite3.DatabaseError):
            for found in connection.execute(f"select * from {table.name}"):  # noqa: S608 - a name of ours
                row = {column.name: found[column.name] for column in table.columns}
                if all(_may_hold(column, row[column.name]) for column in table.columns):
                    yield row

    def _opened(self) -> closing[sqlite3.Connection]:
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        return closing(connection)

    def _rows(self) -> Iterator[dict[str, Any]]:
        """Yield row after row, each sought by its number: a scan would end at the first damaged page."""
        with self._opened() as connection:
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
                kept = set(QUESTIONS.columns.keys()) & set(row.keys())  # an older release's has fewer
                yield {name: row[name] for name in kept}


def _may_hold(column: Column[Any], value: object) -> bool:
    """Tell whether a value is of a column's kind; SQLite gives a yes or no as a number."""
    kind = column.type.python_type
    return isinstance(value, int if kind is bool else kind) or bool(value is None and column.nullable)


def _is_copied(engine: Engine, table: Table, row: dict[str, Any]) -> bool:
    try:
        with engine.begin() as connection:
            connection.execute(insert(table).values(row))
    except DBAPIError:  # a row of nonsense, or one that was read before
        return False
    return True


def set_aside(file: Path, now: float) -> SetAside:
    """Rename a database and what belongs to it, so that a new one can take its place."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%S")
    target = file.with_name(f"{file.name}.damaged-{stamp}")
    for suffix in ("-wal", "-shm", ""):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(target.with_name(target.name + suffix))
    return SetAside(target)

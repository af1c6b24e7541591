"""`footnote backup`: everything that can't be built anew, as of one moment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from bot.audit.chain import as_of_now
from bot.backup.archive import packed
from bot.backup.contents import CHAIN, CHAIN_END, KEPT, TABLES, columns, files
from index.folders import replace_file
from knowledge.errors import FootnoteError


class BackupFailed(FootnoteError):
    """The file couldn't be written."""


def write_backup(file: Path, engine: Engine, state: Path) -> int:
    """Write the inbox, the audit, what was learned and fitted to ``file``; return how many questions it has.

    A running bot isn't disturbed. Only the owner may read the file: open questions are in it in full.

    Raises:
        BackupFailed: the file couldn't be written; an older one of its name is left as it was.
    """
    parts = dict(
        files(state, CHAIN_END)
    )  # before the chain, which goes on meanwhile, and holds this end then
    rows = _all_rows(engine, TABLES | CHAIN)
    parts |= {name: "".join(json.dumps(row) + "\n" for row in found).encode() for name, found in rows.items()}
    parts |= files(state, *KEPT)  # after the chain: what it cites is there
    try:
        replace_file(file, packed(parts))
    except OSError as error:
        cure = "Name a file in a folder that can be written to, with room on its disk."
        raise BackupFailed(f"{file} can't be written ({error.strerror}). {cure}") from error
    return len(rows["inbox.jsonl"])


def _all_rows(engine: Engine, tables: Mapping[str, Table]) -> dict[str, list[dict[str, Any]]]:
    with engine.begin() as connection:
        as_of_now(connection)
        return {name: _rows(connection, table) for name, table in tables.items()}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    wanted = select(*(table.c[name] for name in columns(table))).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(wanted).mappings()]

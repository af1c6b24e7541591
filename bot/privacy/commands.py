"""What `footnote privacy` and `footnote verify` do and print."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, func, select

from bot.audit.audit_log import AuditLog, read_head
from bot.audit.chain import faults, read_ends
from bot.audit.verifying import Verification, verify
from bot.bootstrap_quality import load_guides
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.schema import METADATA, QUESTIONS
from bot.metrics import Metrics
from bot.places import audit_folder, database_url
from bot.printable import printable
from bot.privacy.forgetting import forget_person, kept_of
from bot.privacy.forgotten_list import ForgottenList
from bot.privacy.pseudonyms import load_pseudonyms
from bot.privacy.purge import Purge
from bot.privacy.purposes import PURPOSES, Purpose
from bot.settings import Settings, SettingsInvalid
from index.errors import IndexMissing


class WorkspaceUnknown(SettingsInvalid):
    """Whose data is meant can't be told without the workspace."""


def report(settings: Settings, *, as_json: bool) -> None:
    """Print what is kept, where, why, of whom, for how long, and how much that is now."""
    with _opened(settings) as inbox, inbox.transaction() as connection:
        rows = [_row(purpose, settings, connection) for purpose in PURPOSES]
    if as_json:
        sys.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("purpose", "what", "of whom", "how long", "now"):
        table.add_column(name, overflow="fold")
    for row in rows:
        now = f"{row['rows']} rows, {row['bytes']:,} bytes of files"
        table.add_row(*(Text(str(row[key])) for key in ("name", "what", "whom", "period")), Text(now))
    console = Console(highlight=False)
    console.print(table)
    console.print(Text("Why, and in which tables and files: --json, and docs/privacy.md."))


def export(settings: Settings, user: str, team: str | None) -> None:
    """Print all that is kept of a person, as JSON."""
    pseudonyms = load_pseudonyms(settings)
    with _opened(settings) as inbox, inbox.transaction() as connection:
        found = {one: kept_of(connection, pseudonyms, one, user) for one in _teams(connection, team)}
    sys.stdout.write(json.dumps({"user": user, "teams": found}, indent=2, default=str) + "\n")


def forget(settings: Settings, user: str, team: str | None) -> None:
    """Delete all that is kept of a person, and say how much that was."""
    pseudonyms = load_pseudonyms(settings)
    with _opened(settings) as inbox, inbox.transaction() as connection:
        for one in _teams(connection, team):
            gone = forget_person(connection, pseudonyms, one, user, time.time())
            ForgottenList(settings.state).add(pseudonyms.of(one, user))
            sys.stdout.write(f"{one}: {gone.in_words()}\n")


def purge(settings: Settings) -> None:
    """Delete what was kept long enough, and say how much that was."""
    with _opened(settings) as inbox:
        audit = AuditLog(inbox, audit_folder(settings), Metrics())
        for name, count in Purge(settings, inbox, audit).run().items():
            sys.stdout.write(f"{name}: {count} deleted\n")


def verify_one(settings: Settings, answer_id: str) -> bool:
    """Print what becomes of verifying an answer; return whether it is proven.

    Raises:
        AnswerUnknown: the audit has no such answer.
    """
    with _opened(settings) as inbox, inbox.transaction() as connection:
        found = verify(connection, audit_folder(settings), answer_id, _current(settings))
    _print(found)
    return found.is_proven


def verify_all(settings: Settings) -> bool:
    """Go through the whole chain, and print what is wrong with it; return whether nothing is."""
    with _opened(settings) as inbox, inbox.transaction() as connection:
        wrong = list(faults(connection, read_head(audit_folder(settings))))
        ends = read_ends(connection)
    for line in wrong:
        sys.stdout.write(f"Tampered with: {line}\n")
    kept = ends.last_seq - ends.first_seq + 1
    sys.stdout.write(f"{kept} records, the last {ends.last_hash}\n")
    return not wrong


def _print(found: Verification) -> None:
    record, out = found.record, sys.stdout
    when = datetime.fromtimestamp(record.at, UTC)
    out.write(f"Answer {record.answer_id}, {record.status}, {when:%Y-%m-%d %H:%M:%S} UTC\n")
    out.write(f"from generation {printable(record.generation)}, record {record.seq} ({record.hash})\n")
    for n, verdict in enumerate(found.verdicts, start=1):
        quoted, sign = verdict.quoted, "proven" if verdict.is_proven else "NOT PROVEN"
        place = f"{printable(quoted.path)}[{quoted.start}:{quoted.end}] of {quoted.sha256[:16]}…"
        out.write(f"{n}. {sign}: {place}: {verdict.said}\n")
    for line in found.faults:
        out.write(f"Tampered with: {line}\n")


def _row(purpose: Purpose, settings: Settings, connection: Connection) -> dict[str, object]:
    known = [METADATA.tables[name] for name in purpose.tables if name in METADATA.tables]
    counts = [connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in known]
    return {
        "name": purpose.name,
        "what": purpose.what,
        "why": purpose.why,
        "whom": purpose.whom,
        "period": purpose.period(settings),
        "tables": list(purpose.tables),
        "files": list(purpose.files),
        "rows": sum(counts),
        "bytes": sum(_sizes(settings.state, purpose.files)),
    }


def _sizes(state: Path, patterns: Iterable[str]) -> Iterable[int]:
    for pattern in patterns:
        for found in state.glob(pattern):
            files = found.rglob("*") if found.is_dir() else [found]
            yield from (file.stat().st_size for file in files if file.is_file())


def _teams(connection: Connection, team: str | None) -> list[str]:
    """Return the workspaces that somebody may be of: the one that was named, else all that were heard of.

    Raises:
        WorkspaceUnknown: none was named, and none was heard of lately.
    """
    if team:
        return [team]
    seen = sorted(connection.execute(select(QUESTIONS.c.team).distinct()).scalars())
    if not seen:
        raise WorkspaceUnknown(
            "Nobody asked anything lately, so no workspace is known, and people are kept under a hash "
            "that takes it. Name it: --team T0123ABC; it is in the address of Slack's web page."
        )
    return seen


def _current(settings: Settings) -> dict[str, str]:
    try:
        _, corpus = load_guides(settings)
    except IndexMissing:
        return {}
    return {path: corpus.guide(number).sha256 for path, number in corpus.paths.items()}


@contextmanager
def _opened(settings: Settings) -> Iterator[Inbox]:
    inbox = Inbox(open_database(database_url(settings)))
    try:
        yield inbox
    finally:
        inbox.close()

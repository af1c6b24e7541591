"""What is counted of a question, what is kept of its words, and when both are forgotten, on each database."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import ColumnClause, Engine, column, create_engine, insert, table, text

from bot.backup.restoring import restore_backup
from bot.backup.writing import write_backup
from bot.inbox.asked_about import AskedAbout, SectionPlace, week_of, weeks_until
from bot.inbox.database import open_database
from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import LEASE_SECONDS, Inbox
from bot.inbox.migrating import migrations
from bot.inbox.question import IncomingQuestion
from bot.inbox.schema import METADATA
from bot.inbox.tallies import KEPT_WEEKS, Tally, Unanswered, read_tallies, read_unanswered
from knowledge.answer import Status
from tests.databases import sqlite_url
from tests.inbox.conftest import Clock, asked

LEAVE, TRAVEL = SectionPlace("work.md", "leave"), SectionPlace("work.md", "travel")
ANSWERED = AskedAbout(Status.ANSWERED, TRAVEL, frozenset({TRAVEL, LEAVE}))
RELATED = AskedAbout(Status.RELATED, LEAVE, frozenset({LEAVE}), "may [name] take leave?")
SILENT = AskedAbout(Status.NOT_COVERED, LEAVE, frozenset(), "what of my sabbatical?")
DAY = 86_400.0
WEEK = "1970-W03"
"""That of the clock's first second, a Monday in the afternoon."""


def finished(inbox: Inbox, about: AskedAbout | None, ts: str = "1.1") -> None:
    inbox.put(asked(ts))
    question = inbox.take()
    assert question is not None
    inbox.finish(question, "answered", about)


def tallies(engine: Engine, since: str = "") -> list[Tally]:
    with engine.begin() as connection:
        return read_tallies(connection, since)


def unanswered(engine: Engine, most: int = 100, since: str = "") -> list[Unanswered]:
    with engine.begin() as connection:
        return read_unanswered(connection, since, most)


def test_weeks_are_iso_weeks_in_utc() -> None:
    at = datetime(2027, 1, 3, 23, 59, 59, tzinfo=UTC).timestamp()  # a Sunday of the old year's last week
    assert (week_of(at), week_of(at + 1)) == ("2026-W53", "2027-W01")
    assert weeks_until(at + 1, 3) == ("2026-W52", "2026-W53", "2027-W01")


def test_each_question_counts_once_where_it_was_nearest_and_each_citation(
    inbox: Inbox, engine: Engine, clock: Clock
) -> None:
    assert week_of(clock.now) == WEEK
    for number, about in enumerate((ANSWERED, ANSWERED, RELATED, SILENT, None)):
        finished(inbox, about, f"1.{number}")
    clock.now += 7 * DAY
    finished(inbox, ANSWERED, "2.1")
    assert tallies(engine) == [
        Tally(WEEK, LEAVE, Status.ANSWERED, 0, 2),
        Tally(WEEK, LEAVE, Status.NOT_COVERED, 1, 0),
        Tally(WEEK, LEAVE, Status.RELATED, 1, 1),
        Tally(WEEK, TRAVEL, Status.ANSWERED, 2, 2),
        Tally("1970-W04", LEAVE, Status.ANSWERED, 0, 1),
        Tally("1970-W04", TRAVEL, Status.ANSWERED, 1, 1),
    ]
    assert [tally.week for tally in tallies(engine, "1970-W04")] == ["1970-W04"] * 2
    assert unanswered(engine) == [
        Unanswered(WEEK, "may [name] take leave?", Status.RELATED, LEAVE),
        Unanswered(WEEK, "what of my sabbatical?", Status.NOT_COVERED, LEAVE),
    ]
    assert [kept.text for kept in unanswered(engine, most=1)] == ["may [name] take leave?"]
    assert unanswered(engine, since="1970-W04") == []


def test_no_column_holds_who_where_or_when(inbox: Inbox, engine: Engine) -> None:
    finished(inbox, SILENT)
    with engine.begin() as connection:
        (counted,) = connection.execute(text("select * from asked_about")).mappings()
        (kept,) = connection.execute(text("select * from unanswered")).mappings()
    assert dict(counted) == {
        "week": WEEK,
        "path": "work.md",
        "anchor": "leave",
        "status": "not_covered",
        "questions": 1,
        "cited": 0,
    }
    assert len(kept["id"]) == 32
    assert {name: kept[name] for name in kept if name != "id"} == {
        "week": WEEK,
        "text": "what of my sabbatical?",
        "status": "not_covered",
        "path": "work.md",
        "anchor": "leave",
    }


def test_the_week_is_that_of_asking(inbox: Inbox, engine: Engine, clock: Clock) -> None:
    inbox.put(asked("1.1"))
    clock.now += 7 * DAY
    question = inbox.take()
    assert question is not None
    inbox.finish(question, "answered", RELATED)
    assert [tally.week for tally in tallies(engine)] == [WEEK]


def test_what_another_process_took_over_is_counted_by_that_one_alone(
    inbox: Inbox, elsewhere: Inbox, engine: Engine, clock: Clock
) -> None:
    inbox.put(asked("1.1"))
    had = inbox.take()
    clock.now += LEASE_SECONDS + 1
    over = elsewhere.take()
    assert had is not None
    assert over is not None
    inbox.finish(had, "answered", ANSWERED)
    assert tallies(engine) == []
    elsewhere.finish(over, "related", RELATED)
    elsewhere.finish(over, "related", RELATED)
    assert [(tally.status, tally.questions) for tally in tallies(engine)] == [(Status.RELATED, 1)]


def test_what_is_finished_together_is_counted_in_full(inbox: Inbox, elsewhere: Inbox, engine: Engine) -> None:
    for number in range(40):
        inbox.put(asked(f"1.{number}", channel=f"C{number}"))

    def work(one: Inbox) -> None:
        while question := one.take():
            one.finish(question, "answered", ANSWERED)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [inbox, elsewhere] * 2))
    assert [(tally.place, tally.questions, tally.cited) for tally in tallies(engine)] == [
        (LEAVE, 0, 40),
        (TRAVEL, 40, 40),
    ]


def test_a_count_that_can_t_be_written_is_given_up_and_the_question_is_done(
    inbox: Inbox, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("drop table asked_about"))
    finished(inbox, SILENT)
    assert inbox.backlog().depth == 0
    assert unanswered(engine) == []
    assert inbox.trouble is not None
    inbox.renew()
    assert inbox.trouble is None


def test_without_a_count_a_question_that_can_t_be_finished_is_told_of(inbox: Inbox, engine: Engine) -> None:
    inbox.put(asked("1.1"))
    question = inbox.take()
    assert question is not None
    with engine.begin() as connection:
        connection.execute(text("drop table questions"))
    for about in (None, ANSWERED):
        with pytest.raises(InboxUnavailable):
            inbox.finish(question, "answered", about)


def test_names_of_any_length_are_counted(inbox: Inbox, engine: Engine) -> None:
    long = SectionPlace.from_names("ö" * 5000, "漢" * 5000)
    finished(inbox, AskedAbout(Status.ANSWERED, long, frozenset({long})))
    assert [tally.place for tally in tallies(engine)] == [SectionPlace("ö" * 400, "漢" * 200)]


@pytest.mark.parametrize(("days", "weekdays"), [(7, [7, 1]), (30, [30, 24])])
def test_words_are_kept_for_so_many_days_at_most(
    inbox: Inbox, engine: Engine, clock: Clock, days: int, weekdays: list[int]
) -> None:
    monday = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
    for asked_on, most in zip((monday, monday + 6 * DAY), weekdays, strict=True):
        clock.now = asked_on
        finished(inbox, SILENT, str(asked_on))
        clock.now = asked_on + most * DAY - 1
        inbox.forget_asked(days)
        assert len(unanswered(engine)) == 1
        clock.now += 1
        inbox.forget_asked(days)
        assert unanswered(engine) == []
    assert [tally.questions for tally in tallies(engine)] == [2]


def test_switched_off_all_words_go_and_the_counts_stay(inbox: Inbox, engine: Engine) -> None:
    finished(inbox, SILENT)
    finished(inbox, RELATED, "1.2")
    assert len(unanswered(engine)) == 2
    inbox.forget_asked(0)
    assert unanswered(engine) == []
    assert len(tallies(engine)) == 2


def test_counts_are_forgotten_after_two_years(inbox: Inbox, engine: Engine, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
    finished(inbox, ANSWERED)
    clock.now += KEPT_WEEKS * 7 * DAY - 1
    inbox.forget_asked(0)
    assert len(tallies(engine)) == 2
    clock.now += 1
    inbox.forget_asked(0)
    assert tallies(engine) == []


def test_erased_words_leave_the_file(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    finished(inbox, AskedAbout(Status.RELATED, LEAVE, frozenset(), "marked-words " * 30))
    inbox.forget_asked(0)
    with engine.connect() as connection:
        connection.execute(text("pragma wal_checkpoint(truncate)"))
    engine.dispose()
    assert b"marked-words" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_database_of_the_first_release_is_brought_up_to_date(database: str) -> None:
    old = create_engine(database)
    first = {name: "1.1" if name.endswith("ts") else "C1" for name in ("team", "channel", "ts", "thread_ts")}
    known = {"surface": "mention", "text": "when?", "state": "waiting", "attempts": 0, "received_at": 0.0}
    names = (*first, *known, "may_be_answered", "due_at")
    columns: list[ColumnClause[Any]] = [column(name) for name in names]
    with old.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = first | known | {"may_be_answered": False, "due_at": 0.0}
        connection.execute(insert(table("questions", *columns)).values(row))
    old.dispose()
    engine = open_database(database)
    inbox = Inbox(engine)
    question = inbox.take()
    assert question is not None
    assert question.asked == IncomingQuestion("C1", "C1", "1.1", "1.1", "when?", "mention")
    inbox.finish(question, "answered", RELATED)
    assert len(tallies(engine)) == len(unanswered(engine)) == 1
    engine.dispose()


def rows_of(engine: Engine) -> dict[str, list[Any]]:
    with engine.begin() as connection:
        tables = {
            name: table for name, table in METADATA.tables.items() if name in {"asked_about", "unanswered"}
        }
        return {
            name: list(connection.execute(table.select().order_by(*table.primary_key)))
            for name, table in tables.items()
        }


def test_a_backup_holds_them_and_what_is_there_is_kept(inbox: Inbox, engine: Engine, tmp_path: Path) -> None:
    for number, about in enumerate((ANSWERED, RELATED, SILENT)):
        finished(inbox, about, f"1.{number}")
    file = tmp_path / "backup.tar.gz"
    write_backup(file, engine, tmp_path / "state")
    before = rows_of(engine)
    new = open_database(f"sqlite:///{tmp_path}/new.sqlite3")
    assert restore_backup(file, new, tmp_path / "state").questions == 3
    assert rows_of(new) == before
    finished(inbox, ANSWERED, "2.1")
    later = rows_of(engine)
    assert restore_backup(file, engine, tmp_path / "state").questions == 0
    assert rows_of(engine) == later
    new.dispose()


def test_what_can_be_read_of_a_damaged_file_is_taken_over(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    for number, about in enumerate((ANSWERED, RELATED, SILENT)):
        finished(inbox, about, f"1.{number}")
    before = rows_of(engine)
    with engine.connect() as connection:
        connection.execute(text("pragma wal_checkpoint(truncate)"))
    engine.dispose()
    file = tmp_path / "inbox.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("insert into asked_about values ('2026-W01', 'a.md', '', 'answered', 'many', 1)")
        database.commit()
        query = "select rootpage from sqlite_master where name = 'done_questions'"
        (page,) = database.execute(query).fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    engine = open_database(sqlite_url(tmp_path))
    assert next(tmp_path.glob("*.damaged-*[0-9]"))
    assert rows_of(engine) == before  # "many" is no number
    engine.dispose()

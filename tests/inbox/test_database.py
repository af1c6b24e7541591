"""How the database is opened: created, upgraded, refused, and saved from damage."""

import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from bot.inbox.database import BUSY_SECONDS, open_database
from bot.inbox.errors import DatabaseOutOfReach, DatabaseTooNew, InboxUnavailable
from bot.inbox.inbox import Inbox
from bot.inbox.migrating import migrations
from bot.inbox.schema import METADATA, REVISION
from bot.settings import SettingsInvalid
from tests.databases import sqlite_url
from tests.inbox.conftest import asked


def test_the_migrations_lead_to_the_schema(engine: Engine) -> None:
    assert ScriptDirectory.from_config(migrations()).get_heads() == [REVISION]
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_what_is_stored_is_there_when_it_is_opened_again(database: str) -> None:
    for expected in (True, False):
        engine = open_database(database)
        assert Inbox(engine).put(asked("1.1")) is expected
        engine.dispose()


def test_a_newer_release_s_database_is_left_alone(database: str) -> None:
    engine = open_database(database)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseTooNew, match=r"at a revision that this release, at 0004, doesn't know"):
        open_database(database)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("my inbox", "FOOTNOTE_DATABASE is no database URL. Write sqlite:"),
        ("nosuch://x/y", "FOOTNOTE_DATABASE is no database URL. Write sqlite:"),
        ("mysql://root:secret@host/db", "Footnote works with SQLite and PostgreSQL"),
    ],
)
def test_a_url_that_names_no_database(url: str, message: str) -> None:
    with pytest.raises(SettingsInvalid, match=message) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_server_out_of_reach_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseOutOfReach, match=r"postgresql\+psycopg://me:\*\*\*@127.0.0.1:9/x can't"):
        open_database("postgresql://me:secret@127.0.0.1:9/x")


def test_a_folder_that_can_t_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseOutOfReach, match="can't be opened"):
        open_database(sqlite_url(tmp_path / "file"))


def test_only_the_owner_may_read_what_staff_ask(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    Inbox(engine).put(asked("1.1"))
    for file in tmp_path.glob("inbox.sqlite3*"):
        if file.suffix != ".lock":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    engine.dispose()


def test_erased_words_leave_the_file(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    inbox.put(asked("1.1", text="marked-words-of-a-question " * 100))
    question = inbox.take()
    assert question is not None
    inbox.finish(question, "answered")
    assert is_at_rest(b"marked-words", tmp_path), "it has to be found, or else the search is no use"
    inbox.wipe_journal()
    assert not is_at_rest(b"marked-words", tmp_path)
    inbox.close()


@pytest.mark.parametrize("held", ["BEGIN EXCLUSIVE", "BEGIN; SELECT * FROM questions"])
def test_the_journal_is_wiped_later_where_somebody_else_is_busy(tmp_path: Path, held: str) -> None:
    inbox = Inbox(open_database(sqlite_url(tmp_path)))
    inbox.put(asked("1.1", text="marked-words"))
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3", isolation_level=None)) as other:
        for statement in held.split("; "):
            other.execute(statement).fetchone()
        started = time.monotonic()
        inbox.wipe_journal()
        assert time.monotonic() - started < 1
        assert (inbox.trouble, is_at_rest(b"marked-words", tmp_path)) == (None, True)
    question = inbox.take()
    assert question is not None
    inbox.finish(question, "answered")
    inbox.wipe_journal()
    assert not is_at_rest(b"marked-words", tmp_path)
    inbox.close()


def is_at_rest(words: bytes, folder: Path) -> bool:
    return words in b"".join(file.read_bytes() for file in folder.iterdir())


PAGE = 4096


def damaged(tmp_path: Path, count: int, at: slice | bytes) -> None:
    """Leave a database of ``count`` questions with some of its bytes, or the page of some, overwritten."""
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    for number in range(count):
        inbox.put(asked(f"1.{number}", text=f"question {number} " * 20))
    with engine.connect() as connection:
        connection.execute(text("pragma wal_checkpoint(truncate)"))
    engine.dispose()
    file = tmp_path / "inbox.sqlite3"
    content = bytearray(file.read_bytes())
    if isinstance(at, bytes):
        page = content.index(at) // PAGE * PAGE
        at = slice(page, page + PAGE)
    content[at] = b"\xff" * len(content[at])
    file.write_bytes(content)


def test_a_damaged_database_is_kept_and_read_as_far_as_it_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged(tmp_path, 200, b"question 100 ")
    before = (tmp_path / "inbox.sqlite3").read_bytes()
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    saved = inbox.backlog().depth
    assert 150 <= saved < 200  # a page holds about ten
    kept = next(tmp_path.glob("*.damaged-*[0-9]"))
    told = f"it is kept as {kept}, and a new one holds the {saved} questions that could be read"
    assert f"{tmp_path}/inbox.sqlite3 was damaged (" in caplog.text
    assert told in caplog.text
    question = inbox.take()
    assert question is not None
    assert question.may_be_answered  # whether it was answered is looked up
    assert kept.read_bytes() == before
    engine.dispose()


def test_a_file_that_is_no_database_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "inbox.sqlite3").write_bytes(b"not a database at all" * 1000)
    engine = open_database(sqlite_url(tmp_path))
    assert Inbox(engine).put(asked("1.1"))
    engine.dispose()
    assert "was damaged (file is not a database): it is kept as" in caplog.text
    assert next(tmp_path.glob("*.damaged-*[0-9]")).read_bytes().startswith(b"not a database at all")


def test_a_locked_database_is_told_of_in_time_to_acknowledge(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as other:
        other.execute("begin immediate")
        started = time.monotonic()
        with pytest.raises(InboxUnavailable, match="OperationalError: database is locked"):
            inbox.put(asked("1.1"))
        assert time.monotonic() - started < BUSY_SECONDS + 1
        other.rollback()
    assert inbox.trouble == "OperationalError: database is locked"
    assert inbox.put(asked("1.1"))
    assert inbox.trouble is None
    engine.dispose()


def test_a_full_disk_is_told_of_without_the_question(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    inbox = Inbox(engine)
    inbox.put(asked("1.1"))
    with engine.connect() as connection:
        pages = connection.execute(text("pragma page_count")).scalar_one()
        connection.execute(text(f"pragma max_page_count={pages}"))
        connection.commit()
    with pytest.raises(InboxUnavailable, match=r"^OperationalError: database or disk is full$"):
        inbox.put(asked("1.2", text="secret " * 10_000))
    assert inbox.knows(asked("1.1"))
    engine.dispose()

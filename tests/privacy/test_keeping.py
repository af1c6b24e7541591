"""What is kept of people on each database: named by a purpose, given out, deleted, gone in time."""

import json
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.audit.audit_log import AuditLog
from bot.backup.restoring import restore_backup
from bot.backup.writing import write_backup
from bot.inbox.asked_about import SectionPlace, week_of
from bot.inbox.feedback import Feedback, keep
from bot.inbox.handovers import Handover, open_handover, resolve
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.inbox.schema import METADATA
from bot.metrics import Metrics
from bot.privacy.forgetting import Forgotten, forget_names, forget_person, kept_of
from bot.privacy.forgotten_list import FILE, ForgottenList
from bot.privacy.pseudonyms import KEY_FILE, Pseudonyms
from bot.privacy.purge import Purge
from bot.privacy.purposes import PURPOSES
from bot.settings import Settings
from tests.inbox.conftest import Clock

DAY = 86_400.0
NAMES = Pseudonyms(b"k" * 32)


def asked_by(user: str, ts: str) -> IncomingQuestion:
    return IncomingQuestion("T1", "C1", ts, ts, "marked words", "mention", user=user)


def filled(inbox: Inbox, user: str = "UANA") -> None:
    """Keep something of a person for every purpose."""
    name, now = NAMES.of("T1", user), inbox.clock()
    inbox.put(asked_by(user, f"1.{user}"))
    with inbox.transaction() as connection:
        keep(connection, Feedback(f"a{user}", name, True, week_of(now), SectionPlace("a.md", "x")))
        open_handover(connection, Handover(f"h{user}", name, user, "C1", "1.1", "C2"), now)


def counts(engine: Engine) -> dict[str, int]:
    with engine.begin() as connection:
        tables = ("feedback", "handovers")
        return {t: connection.execute(text(f"select count(*) from {t}")).scalar() or 0 for t in tables}  # noqa: S608


def test_each_table_has_one_purpose() -> None:
    named = [table for purpose in PURPOSES for table in purpose.tables]
    assert sorted(named) == sorted([*METADATA.tables, "alembic_version"])
    assert all(purpose.period(Settings()) and purpose.why and purpose.whom for purpose in PURPOSES)


def test_a_person_is_given_all_that_is_kept_of_them_and_nothing_else(inbox: Inbox, engine: Engine) -> None:
    filled(inbox)
    filled(inbox, "UBEN")
    with engine.begin() as connection:
        given = kept_of(connection, NAMES, "T1", "UANA")
    assert {name: len(rows) for name, rows in given.items()} == {
        "feedback": 1,
        "handovers": 1,
        "questions": 1,
    }
    assert given["questions"][0]["text"] == "marked words"
    assert "UBEN" not in json.dumps(given)


def test_who_is_forgotten_leaves_nothing_and_others_stay(inbox: Inbox, engine: Engine) -> None:
    filled(inbox)
    filled(inbox, "UBEN")
    with engine.begin() as connection:
        assert forget_person(connection, NAMES, "T1", "UANA", 1.0) == Forgotten(1, 1, 1)
        assert forget_person(connection, NAMES, "T1", "UANA", 2.0) == Forgotten(0, 0, 0)
        rows = [dict(row) for row in connection.execute(text("select * from questions")).mappings()]
    assert counts(engine) == {"feedback": 1, "handovers": 1}
    assert [(row["state"], row["text"]) for row in rows if row["outcome"] == "forgotten"] == [("done", "")]
    assert "UANA" not in json.dumps(rows, default=str).replace("1.UANA", "")
    left = inbox.take()
    assert left is not None
    assert left.asked.user == "UBEN"


def test_a_restored_backup_does_not_bring_them_back(inbox: Inbox, engine: Engine, tmp_path: Path) -> None:
    filled(inbox)
    backup = tmp_path / "backup.tar.gz"
    write_backup(backup, engine, tmp_path)
    with engine.begin() as connection:
        forget_person(connection, NAMES, "T1", "UANA", 1.0)
        connection.execute(text("delete from questions"))
    ForgottenList(tmp_path).add(NAMES.of("T1", "UANA"))
    restore_backup(backup, engine, tmp_path)
    assert counts(engine) == {"feedback": 1, "handovers": 1}
    with engine.begin() as connection:
        forget_names(connection, ForgottenList(tmp_path).names(), NAMES, 2.0)
    assert counts(engine) == {"feedback": 0, "handovers": 0}
    assert inbox.take() is None


def test_what_was_kept_long_enough_goes(inbox: Inbox, engine: Engine, clock: Clock, tmp_path: Path) -> None:
    settings = Settings(state=tmp_path, keep_feedback_days=30, keep_handovers_days=60)
    purge = Purge(settings, inbox, AuditLog(inbox, tmp_path / "audit", Metrics()))
    filled(inbox)
    filled(inbox, "UBEN")
    with engine.begin() as connection:
        resolve(connection, "hUBEN", clock.now)
    purge.run()
    assert counts(engine) == {"feedback": 2, "handovers": 2}
    clock.now += 31 * DAY
    gone = purge.run()
    assert (gone["handovers"], counts(engine)["handovers"]) == (1, 1)
    clock.now += 7 * DAY
    assert purge.run()["feedback"] == 2
    clock.now += 23 * DAY
    purge.run()
    assert counts(engine) == {"feedback": 0, "handovers": 0}


def test_damaged_files_go_after_two_weeks(inbox: Inbox, tmp_path: Path) -> None:
    old, new = (tmp_path / f"inbox.sqlite3.damaged-{n}" for n in (1, 2))
    for file in (old, new):
        file.write_text("words")
    os.utime(old, (time.time() - 15 * DAY,) * 2)
    purge = Purge(Settings(state=tmp_path), inbox, AuditLog(inbox, tmp_path / "audit", Metrics()))
    assert purge.run()["damaged databases"] == 1
    assert (old.exists(), new.exists()) == (False, True)
    gone = tmp_path / "inbox.sqlite3.damaged-3"
    gone.symlink_to(tmp_path / "nothing")  # as if another process deleted it meanwhile
    assert purge.run()["damaged databases"] == 0


def test_pseudonyms_are_the_installation_s_own(tmp_path: Path) -> None:
    here, again = Pseudonyms.load(tmp_path / "a"), Pseudonyms.load(tmp_path / "a")
    there = Pseudonyms.load(tmp_path / "b")
    assert here.of("T1", "U1") == again.of("T1", "U1")
    assert (
        len({one.of(*who) for one in (here, there) for who in (("T1", "U1"), ("T2", "U1"), ("T1", "U2"))})
        == 6
    )
    assert (tmp_path / "a" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert "key" not in repr(here)
    assert Pseudonyms.load(tmp_path, "s" * 32).of("T1", "U1") == Pseudonyms(b"s" * 32).of("T1", "U1")


@pytest.mark.parametrize("line", ["", "not json", "[]", '{"at": 1}'])
def test_a_forgotten_list_with_a_bad_line_keeps_the_others(tmp_path: Path, line: str) -> None:
    ForgottenList(tmp_path).add("abc")
    with (tmp_path / FILE).open("a") as file:
        file.write(line + "\n")
    ForgottenList(tmp_path).add("def")
    assert ForgottenList(tmp_path).names() == {"abc", "def"}

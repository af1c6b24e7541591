"""The chain of answers on each database: whatever is changed shows, and quotes are proven long after."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import generate_latest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from bot.audit.audit_log import GUIDES, HEAD, AuditLog, read_head
from bot.audit.chain import append, faults, find, read_ends
from bot.audit.verifying import AnswerUnknown, verify
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.metrics import Metrics
from knowledge.answer import Answer
from knowledge.guide import Guide, Span
from tests.bot.test_blocks import answer as an_answer
from tests.bot.test_blocks import citation
from tests.databases import sqlite_url
from tests.inbox.conftest import Clock

pytestmark = pytest.mark.early(1)

SOURCE = "Ask early. Ask twice. Keep copies."


def guide(source: str = SOURCE) -> Guide:
    return Guide("leave.md", source, hashlib.sha256(source.encode()).hexdigest(), "Leave")


def cited(*spans: tuple[int, int], source: str = SOURCE) -> Answer:
    of = guide(source)
    places = [Span(*span) for span in spans]
    made = [
        citation(span.of(source), n, span=span, path=of.path, sha256=of.sha256)
        for n, span in enumerate(places, start=1)
    ]
    return an_answer(*made)


@pytest.fixture
def log(inbox: Inbox, tmp_path: Path) -> AuditLog:
    return AuditLog(inbox, tmp_path / "audit", Metrics())


def recorded(log: AuditLog, count: int = 5) -> None:
    for n in range(count):
        log.record(f"a{n}", cited((0, 10), (11, 21)), lambda _: guide())


def found(log: AuditLog) -> list[str]:
    with log.inbox.transaction() as connection:
        return list(faults(connection, read_head(log.folder)))


def changed(log: AuditLog, statement: str, **values: Any) -> None:
    with log.inbox.transaction() as connection:
        connection.execute(text(statement), values)


def test_an_untouched_chain_has_no_fault(log: AuditLog) -> None:
    assert found(log) == []
    recorded(log)
    assert found(log) == []
    assert read_head(log.folder) is not None


def test_an_answer_is_recorded_once(log: AuditLog) -> None:
    recorded(log, 2)
    recorded(log, 2)
    with log.inbox.transaction() as connection:
        assert read_ends(connection).last_seq == 2


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set answer_id = 'other' where seq = 3",
        "update audit set at = at + 1 where seq = 3",
        "update audit set generation = 'G9' where seq = 3",
        "update audit set status = 'related' where seq = 3",
        "update audit set entries = replace(entries, '10', '9') where seq = 3",
        "update audit set hash = previous where seq = 3",
        "update audit set previous = 'x' where seq = 3",
        "delete from audit where seq = 3",
        "delete from audit where seq = 1",
        "delete from audit where seq = 5",
        "update audit set seq = 9 where seq = 3",
        "update audit_ends set last_seq = 4",
        "update audit_ends set first_seq = 2",
        "insert into audit (seq, answer_id, at, generation, status, entries, previous, hash)"
        " select 6, 'new', at, generation, status, entries, 'x', 'y' from audit where seq = 5",
    ],
)
def test_whatever_is_changed_shows(log: AuditLog, statement: str) -> None:
    recorded(log)
    changed(log, statement)
    assert found(log) != []


def test_a_tail_cut_off_with_its_ends_mended_shows_by_what_was_noted_outside(log: AuditLog) -> None:
    recorded(log)
    with log.inbox.transaction() as connection:
        last = find(connection, "a3")
    assert last is not None
    changed(log, "delete from audit where seq = 5")
    changed(log, "update audit_ends set last_seq = 4, last_hash = :hash", hash=last.hash)
    assert found(log) == ["record 5 isn't the one that was noted outside of the database"]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_character_anywhere_shows(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    inbox = Inbox(open_database(sqlite_url(tmp_path_factory.mktemp("chain"))))
    log = AuditLog(inbox, tmp_path_factory.mktemp("audit"), Metrics())
    recorded(log, 4)
    column = data.draw(st.sampled_from(["answer_id", "generation", "status", "entries", "previous", "hash"]))
    seq = data.draw(st.integers(1, 4))
    with inbox.transaction() as connection:
        value = str(connection.execute(text(f"select {column} from audit where seq = {seq}")).scalar())  # noqa: S608
    at = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from(sorted(set("0123456789abcdefz") - {value[at]})))
    new = value[:at] + other + value[at + 1 :]
    try:
        changed(log, f"update audit set {column} = :new where seq = {seq}", new=new)  # noqa: S608
    except IntegrityError:  # the database itself doesn't take that
        return
    finally:
        faulty = found(log)
        inbox.close()
    assert faulty != []


def test_processes_at_once_make_one_chain(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    logs = [AuditLog(Inbox(engine, clock, f"p{n}"), tmp_path / "audit", Metrics()) for n in range(3)]

    def work(log: AuditLog) -> None:
        for n in range(8):
            log.record(f"{log.inbox.process}-{n}", cited((0, 10)), lambda _: guide())

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, logs))
    with logs[0].inbox.transaction() as connection:
        assert list(faults(connection, None)) == []
        assert read_ends(connection).last_seq == 24


def test_what_is_added_while_it_is_gone_through_is_no_fault(
    log: AuditLog, engine: Engine, clock: Clock
) -> None:
    recorded(log)
    other = AuditLog(Inbox(engine, clock, "other"), log.folder, Metrics())

    def add(*given: Any) -> None:
        if "audit_ends" in given[2] and not added:
            added.append("a5")
            other.record("a5", cited((0, 10)), lambda _: guide())

    added: list[str] = []
    event.listen(engine, "after_cursor_execute", add)
    assert found(log) == []
    assert added == ["a5"]
    with log.inbox.transaction() as connection:
        assert read_ends(connection).last_seq == 6


def test_what_is_old_goes_and_the_rest_is_still_proven(log: AuditLog, inbox: Inbox, clock: Clock) -> None:
    recorded(log, 3)
    clock.now += 100
    log.record("late", cited((0, 4), source="Newer text."), lambda _: guide("Newer text."))
    for file in (log.folder / GUIDES).iterdir():
        os.utime(file, (0, 0))
    assert log.purge(clock.now - 50) == 3
    assert found(log) == []
    assert [file.name for file in (log.folder / GUIDES).iterdir()] == [guide("Newer text.").sha256]
    assert log.purge(clock.now + 1) == 1
    assert found(log) == []
    recorded(log, 1)
    assert found(log) == []
    assert read_ends_of(inbox).last_seq == 5


def test_a_copy_that_is_being_made_outlasts_a_purge(log: AuditLog) -> None:
    copies = log.folder / GUIDES
    copies.mkdir(parents=True)
    draft, known = copies / f".{guide().sha256}.draft", copies / guide().sha256
    for file in (draft, known):
        file.write_text(SOURCE)
    os.utime(known, (0, 0))  # of an answer long ago, whose time is up
    recorded(log, 1)
    with log.inbox.transaction() as connection:  # as if another process had looked just before
        connection.execute(text("delete from audit"))
    log.purge(0)
    assert sorted(copies.iterdir()) == sorted([draft, known])


def read_ends_of(inbox: Inbox) -> Any:
    with inbox.transaction() as connection:
        return read_ends(connection)


def test_each_quote_is_proven_against_the_guide_as_it_was(log: AuditLog) -> None:
    recorded(log)
    verified = []
    for current in ({"leave.md": guide().sha256}, {"leave.md": "f" * 64}, {}):
        with log.inbox.transaction() as connection:
            verified.append(verify(connection, log.folder, "a2", current))
    assert [one.is_proven for one in verified] == [True] * 3
    ends = ("the guide is the same since", "the guide has changed since", "the guide is gone since")
    assert [one.verdicts[0].said.split("; ")[1] for one in verified] == list(ends)


SPOILS: list[tuple[Callable[[Path], object], str]] = [
    (lambda copy: copy.write_text(SOURCE.replace("early", "later")), "the copy of the guide was changed"),
    (lambda copy: copy.write_bytes(b"\xff"), "the copy of the guide is gone or can't be read"),
    (lambda copy: copy.unlink(), "the copy of the guide is gone or can't be read"),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILS)
def test_a_copy_that_is_not_the_guide_proves_nothing(
    log: AuditLog, spoil: Callable[[Path], object], said: str
) -> None:
    recorded(log, 1)
    spoil(log.folder / GUIDES / guide().sha256)
    with log.inbox.transaction() as connection:
        result = verify(connection, log.folder, "a0", {})
    assert not result.is_proven
    assert [verdict.said for verdict in result.verdicts] == [said] * 2


def test_an_unknown_answer_names_the_cure(log: AuditLog) -> None:
    with log.inbox.transaction() as connection, pytest.raises(AnswerUnknown, match="FOOTNOTE_AUDIT=on"):
        verify(connection, log.folder, "nosuch", {})


def test_no_text_and_no_person_is_in_it(log: AuditLog, engine: Engine) -> None:
    recorded(log, 1)
    with engine.begin() as connection:
        (row,) = connection.execute(text("select * from audit")).mappings()
    assert "Ask early" not in str(dict(row))
    assert "when?" not in str(dict(row))


def test_where_it_can_t_be_written_the_log_says_so_and_nothing_fails(
    log: AuditLog, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with engine.begin() as connection:
        connection.execute(text("drop table audit"))
    log.record("a0", cited((0, 10)), lambda _: guide())
    assert "Answer a0 isn't in the audit: InboxUnavailable" in caplog.text
    assert b"footnote_audit_failures_total 1.0" in exposition(log.metrics)


def exposition(metrics: Metrics) -> bytes:
    return generate_latest(metrics.registry)


def test_a_head_that_can_t_be_read_is_none(log: AuditLog) -> None:
    log.folder.mkdir(parents=True)
    for content in ("", "[]", "[1]", '{"a": 1}', "\x00"):
        (log.folder / HEAD).write_text(content)
        assert read_head(log.folder) is None


def test_an_append_that_is_rolled_back_leaves_the_chain_whole(log: AuditLog, engine: Engine) -> None:
    recorded(log, 2)
    with engine.connect() as connection:
        append(connection, "lost", cited((0, 10)), 1.0)
        connection.rollback()
    assert found(log) == []

"""The audit in a backup: proven again where it comes back, and never mixed with another one."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.audit.audit_log import GUIDES, HEAD, AuditLog, read_head
from bot.audit.chain import faults
from bot.audit.verifying import verify
from bot.backup.restoring import restore_backup
from bot.backup.writing import write_backup
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.metrics import Metrics
from tests.audit.test_audit import found, log, recorded
from tests.databases import sqlite_url

__all__ = ["log"]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[AuditLog]:
    """The audit of another machine."""
    (tmp_path / "new").mkdir()
    inbox = Inbox(open_database(sqlite_url(tmp_path / "new")))
    yield AuditLog(inbox, tmp_path / "new" / "audit", Metrics())
    inbox.close()


def backed_up(log: AuditLog) -> Path:
    assert log.inbox.engine is not None
    file = log.folder.parent / "backup.tar.gz"
    write_backup(file, log.inbox.engine, log.folder.parent)
    return file


def test_what_comes_back_is_proven(log: AuditLog, elsewhere: AuditLog) -> None:
    recorded(log)
    assert elsewhere.inbox.engine is not None
    restored = restore_backup(backed_up(log), elsewhere.inbox.engine, elsewhere.folder.parent)
    assert (restored.audited, restored.has_own_audit) == (5, False)
    with elsewhere.inbox.transaction() as connection:
        assert verify(connection, elsewhere.folder, "a3", {}).is_proven
    recorded(elsewhere, 7)  # the chain goes on
    assert found(elsewhere) == []


def test_a_chain_that_is_there_is_left_alone(log: AuditLog, elsewhere: AuditLog) -> None:
    recorded(log)
    recorded(elsewhere, 2)
    before = (read_head(elsewhere.folder), (elsewhere.folder / HEAD).read_bytes())
    assert elsewhere.inbox.engine is not None
    restored = restore_backup(backed_up(log), elsewhere.inbox.engine, elsewhere.folder.parent)
    assert (restored.audited, restored.has_own_audit, restored.replaced) == (0, True, ())
    assert (read_head(elsewhere.folder), (elsewhere.folder / HEAD).read_bytes()) == before
    assert found(elsewhere) == []


def test_a_backup_while_answers_are_recorded_is_of_one_moment(log: AuditLog, elsewhere: AuditLog) -> None:
    recorded(log, 3)
    stopped = threading.Event()

    def answer() -> None:
        number = 3
        while not stopped.is_set():
            number += 1
            recorded(log, number)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        files = [backed_up(log).rename(log.folder.parent / f"{n}.tar.gz") for n in range(5)]
    finally:
        stopped.set()
        thread.join()
    assert elsewhere.inbox.engine is not None
    assert restore_backup(files[-1], elsewhere.inbox.engine, elsewhere.folder.parent).audited >= 3
    with elsewhere.inbox.transaction() as connection:
        assert list(faults(connection, read_head(elsewhere.folder))) == []


def test_without_an_audit_there_is_none_in_it(log: AuditLog, elsewhere: AuditLog) -> None:
    recorded(elsewhere, 1)
    assert elsewhere.inbox.engine is not None
    restored = restore_backup(backed_up(log), elsewhere.inbox.engine, elsewhere.folder.parent)
    assert (restored.audited, restored.has_own_audit) == (0, False)
    assert not (log.folder / GUIDES).exists()

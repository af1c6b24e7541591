"""Backups: all that can't be built anew, and nothing lost by bringing it back."""

import gzip
import io
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.backup.archive import BackupInvalid
from bot.backup.restoring import Restored, restore_backup
from bot.backup.writing import write_backup
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from tests.inbox.conftest import asked


@pytest.fixture
def filled(inbox: Inbox, tmp_path: Path) -> Path:
    """Two questions, one of them done, and what was learned; the state directory."""
    state = tmp_path / "state"
    for name, text in (("learned/questions.jsonl", "{}\n"), ("confidence.json", "{1}"), ("current", "G1")):
        (state / "index" / "guides-1" / name).parent.mkdir(parents=True, exist_ok=True)
        (state / "index" / "guides-1" / name).write_text(text)
    for number in (1, 2):
        inbox.put(asked(f"1.{number}", channel=f"C{number}", text=f"question {number}?"))
    done = inbox.take()
    assert done is not None
    inbox.finish(done, "answered")
    return state


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Inbox]:
    other = Inbox(open_database(f"sqlite:///{tmp_path}/other.sqlite3"))
    yield other
    other.close()


def nothing_but(questions: int) -> Restored:
    return Restored(questions, audited=0, has_own_audit=False, replaced=())


def test_what_was_backed_up_comes_back(inbox: Inbox, filled: Path, empty: Inbox, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert inbox.engine is not None
    assert empty.engine is not None
    assert write_backup(file, inbox.engine, filled) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    new_state = tmp_path / "new"
    assert restore_backup(file, empty.engine, new_state) == nothing_but(2)
    assert (new_state / "index/guides-1/learned/questions.jsonl").read_text() == "{}\n"
    assert (new_state / "index/guides-1/confidence.json").read_text() == "{1}"
    assert not (new_state / "index/guides-1/current").exists()  # an index is built, not brought back
    question = empty.take()
    assert question is not None
    assert (question.asked.text, question.may_be_answered) == ("question 2?", True)
    assert empty.knows(asked("1.1", channel="C1"))
    assert restore_backup(file, empty.engine, new_state) == nothing_but(0)


def test_what_is_there_is_kept(inbox: Inbox, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert inbox.engine is not None
    write_backup(file, inbox.engine, filled)
    fitted = filled / "index/guides-1/confidence.json"
    fitted.write_text("{2}")
    restored = restore_backup(file, inbox.engine, filled)
    (kept,) = restored.replaced
    assert restored.questions == 0
    assert (fitted.read_text(), kept.read_text()) == ("{1}", "{2}")


@pytest.mark.parametrize("fault", ["no archive", "cut short", "other bytes"])
def test_what_is_no_backup_changes_nothing(
    inbox: Inbox, filled: Path, empty: Inbox, tmp_path: Path, fault: str
) -> None:
    file = tmp_path / "backup.tar.gz"
    assert inbox.engine is not None
    assert empty.engine is not None
    write_backup(file, inbox.engine, filled)
    content = file.read_bytes()
    if fault == "no archive":
        file.write_bytes(b"hello")
    elif fault == "cut short":
        file.write_bytes(content[:-40])
    else:
        file.write_bytes(gzip.compress(gzip.decompress(content).replace(b"question 2?", b"question 3?")))
    with pytest.raises(BackupInvalid, match=r"backup.tar.gz"):
        restore_backup(file, empty.engine, tmp_path / "new")
    assert empty.backlog().depth == 0
    assert not (tmp_path / "new").exists()


def test_a_backup_from_elsewhere_can_t_write_outside_the_state(empty: Inbox, tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar.gz"
    names = ("state/index/x/learned/../../../../out.jsonl", "/etc/out.jsonl", "state/other.txt")
    files = ", ".join(f'"{name}": "{_sha("x")}"' for name in names)
    manifest = f'{{"format": 1, "created_at": "2026-01-01T00:00:00Z", "files": {{{files}}}}}'
    with tarfile.open(evil, "w:gz") as archive:
        for name, text in (("manifest.json", manifest), *((name, "x") for name in names)):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    assert empty.engine is not None
    assert restore_backup(evil, empty.engine, tmp_path / "new") == nothing_but(0)
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.rglob("out.jsonl"))


def _sha(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()

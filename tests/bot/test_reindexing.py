"""Re-indexing on request: who asked is told when what they asked for has ended, well or not."""

import sys
import threading
from pathlib import Path

import pytest

from bot.reindexing import Reindexer


@pytest.mark.parametrize("code", [0, 3])
def test_who_asked_is_told_after_the_new_index_was_taken_up(code: int) -> None:
    told: list[str] = []
    ended = threading.Event()
    reindexer = Reindexer(
        [sys.executable, "-c", f"raise SystemExit({code})"], lambda: told.append("taken up")
    )
    reindexer.start()

    def tell() -> None:
        assert reindexer.last is not None
        told.append(f"exit {reindexer.last.exit_code}")
        ended.set()

    reindexer.request("App Home", tell)
    assert ended.wait(10)
    reindexer.stop()
    assert told == [*(["taken up"] if code == 0 else []), f"exit {code}"]


def test_what_is_asked_for_during_an_indexing_is_told_after_the_next(tmp_path: Path) -> None:
    script = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"
    reindexer = Reindexer([sys.executable, "-c", script, str(tmp_path / "go")], lambda: None).start()
    told: list[str] = []
    first, second = threading.Event(), threading.Event()

    def tell_first() -> None:
        told.append("one")
        first.set()

    def tell_second() -> None:
        told.append(f"two, after one: {first.is_set()}")
        second.set()

    reindexer.request("one", tell_first)
    while reindexer.last is None:
        threading.Event().wait(0.01)
    reindexer.request("two", tell_second)
    (tmp_path / "go").touch()
    assert second.wait(10)
    reindexer.stop()
    assert told == ["one", "two, after one: True"]


def test_who_can_t_be_told_is_no_reason_for_no_more_indexing(caplog: pytest.LogCaptureFixture) -> None:
    reindexer = Reindexer([sys.executable, "-c", "pass"], lambda: None).start()
    ended = threading.Event()

    def fail() -> None:
        raise ValueError("a secret")

    reindexer.request("App Home", fail)
    reindexer.request("App Home", ended.set)
    assert ended.wait(10)
    reindexer.stop()
    assert "Somebody couldn't be told that the guides were indexed: ValueError" in caplog.text
    assert "a secret" not in caplog.text

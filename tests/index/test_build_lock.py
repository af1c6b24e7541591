"""Two builders at once: one waits and says so, or gives up clearly; a dead one is in nobody's way."""

import multiprocessing
import re
import threading
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from index.build_lock import build_lock
from index.errors import IndexBusy

SPAWNED = multiprocessing.get_context("spawn")


def hold(folder: Path, held: Event) -> None:
    """Hold the lock until this process dies."""
    with build_lock(folder, print):
        held.set()
        time.sleep(60)


@pytest.fixture
def told() -> list[str]:
    return []


def test_who_comes_alone_is_told_nothing(tmp_path: Path, told: list[str]) -> None:
    for _ in range(2):
        with build_lock(tmp_path / "new", told.append):
            pass
    assert told == []


def test_who_comes_second_waits_and_is_told_for_what(tmp_path: Path, told: list[str]) -> None:
    order: list[str] = []
    with build_lock(tmp_path, told.append):
        second = threading.Thread(target=lambda: enter(tmp_path, told, order))
        second.start()
        while not told:
            time.sleep(0.01)
        order.append("first")
    second.join()
    assert order == ["first", "second"]
    place = f"({tmp_path / '.lock'})"
    assert told == [f"Another process is building here {place}: waiting for up to 10 minutes."]


def enter(folder: Path, told: list[str], order: list[str]) -> None:
    with build_lock(folder, told.append):
        order.append("second")


def test_who_waits_too_long_gives_up_and_says_what_to_do(tmp_path: Path, told: list[str]) -> None:
    holder, held = SPAWNED.Process(target=hold, args=(tmp_path, event := SPAWNED.Event())), event
    holder.start()
    assert held.wait(30)
    message = f"Another process has held {re.escape(str(tmp_path / '.lock'))} for .*Stop it, then try again"
    with pytest.raises(IndexBusy, match=message), build_lock(tmp_path, told.append, 0.2):
        pytest.fail("the lock was taken twice")
    assert len(told) == 1
    holder.kill()  # as by the system when memory runs out: nothing is cleaned up
    holder.join()
    with build_lock(tmp_path, told.append):
        assert len(told) == 1

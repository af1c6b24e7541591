"""The pool that works the inbox off: in order, a few at a time, and to a good end."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock

import pytest

from bot.inbox.database import open_database
from bot.inbox.inbox import LEASE_SECONDS, Inbox
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import StoredQuestion
from bot.inbox.workers import Workers
from bot.metrics import Metrics
from tests.databases import sqlite_url
from tests.inbox.conftest import asked

pytestmark = pytest.mark.early(1)

Reply = Callable[[StoredQuestion], Outcome]


@pytest.fixture
def real_inbox(tmp_path: Path) -> Iterator[Inbox]:
    """An inbox by the clock on the wall: what is put back comes again."""
    inbox = Inbox(open_database(sqlite_url(tmp_path)))
    yield inbox
    inbox.close()


@contextmanager
def working(inbox: Inbox, reply: Reply, size: int = 4) -> Iterator[Workers]:
    workers = Workers(inbox, reply, size, Metrics())
    workers.start()
    try:
        yield workers
    finally:
        workers.stop(5)


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_each_channel_is_answered_in_order_and_no_more_at_a_time_than_there_are_workers(
    real_inbox: Inbox,
) -> None:
    replied: list[tuple[str, str]] = []
    now, most, lock = set[int](), [0], Lock()

    def reply(question: StoredQuestion) -> Outcome:
        with lock:
            now.add(question.id)
            most[0] = max(most[0], len(now))
        time.sleep(0.005)
        with lock:
            now.remove(question.id)
            replied.append((question.asked.channel, question.asked.ts))
        return Finished("answered")

    for number in range(40):
        real_inbox.put(asked(f"1.{number:02}", channel=f"C{number % 5}"))
    with working(real_inbox, reply, size=3):
        wait_until(lambda: len(replied) == 40)
    assert most[0] <= 3
    for channel in range(5):
        assert [ts for place, ts in replied if place == f"C{channel}"] == [
            f"1.{number:02}" for number in range(channel, 40, 5)
        ]
    assert real_inbox.backlog().depth == 0


def test_what_can_t_be_done_now_is_done_later(real_inbox: Inbox) -> None:
    tries: list[tuple[int, bool]] = []

    def reply(question: StoredQuestion) -> Outcome:
        tries.append((question.attempts, question.may_be_answered))
        return Finished("found") if len(tries) == 3 else Later(0.05, may_be_answered=len(tries) == 2)

    real_inbox.put(asked("1.1"))
    with working(real_inbox, reply):
        wait_until(lambda: real_inbox.backlog().depth == 0)
    assert tries == [(0, False), (0, False), (1, True)]


def test_a_delay_is_no_attempt(real_inbox: Inbox) -> None:
    tries: list[tuple[int, bool]] = []

    def reply(question: StoredQuestion) -> Outcome:
        tries.append((question.attempts, question.may_be_answered))
        if len(tries) == 4:
            return Finished("found")
        return Later(0, may_be_answered=True, is_delay=len(tries) > 1)

    real_inbox.put(asked("1.1"))
    with working(real_inbox, reply):
        wait_until(lambda: real_inbox.backlog().depth == 0)
    assert tries == [(0, False), (1, True), (1, True), (1, True)]


def test_without_access_nothing_is_tried_until_the_next_probe(
    real_inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[str] = []

    def reply(question: StoredQuestion) -> Outcome:
        tries.append(question.asked.channel)
        return Halted("token_revoked", 0.3) if len(tries) == 1 else Finished("answered")

    for number in range(6):
        real_inbox.put(asked("1.1", channel=f"C{number}"))
    with caplog.at_level(logging.ERROR), working(real_inbox, reply, size=1) as workers:
        wait_until(lambda: workers.halted == "token_revoked")
        time.sleep(0.15)
        assert tries == ["C0"]
        wait_until(lambda: real_inbox.backlog().depth == 0)
        assert workers.halted is None
    assert [record.getMessage() for record in caplog.records] == [
        "Slack said token_revoked: no question can be answered. Run: footnote doctor"
    ]


def test_a_worker_that_fails_leaves_the_question_to_the_next_lease(
    real_inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def reply(question: StoredQuestion) -> Outcome:
        raise ValueError(question.asked.text)

    real_inbox.put(asked("1.1", text="secret"))
    with working(real_inbox, reply):
        wait_until(lambda: bool(caplog.records))
    assert [record.getMessage() for record in caplog.records] == ["A worker failed: ValueError"]
    real_inbox.renew()
    in_a_while = replace(real_inbox, clock=lambda: time.time() + LEASE_SECONDS + 1)
    again = in_a_while.take()
    assert again is not None
    assert (again.attempts, again.may_be_answered) == (1, True)


def test_what_is_in_progress_is_finished_and_nothing_more_is_begun(real_inbox: Inbox) -> None:
    began, may_end = Event(), Event()

    def reply(question: StoredQuestion) -> Outcome:
        del question
        began.set()
        assert may_end.wait(5)
        return Finished("answered")

    real_inbox.put(asked("1.1", channel="C1"))
    real_inbox.put(asked("1.2", channel="C2"))
    workers = Workers(real_inbox, reply, 1, Metrics())
    workers.start()
    assert began.wait(5)
    assert not workers.stop(0.05)
    may_end.set()
    wait_until(lambda: real_inbox.backlog().depth == 1)


def test_new_questions_are_taken_at_once(real_inbox: Inbox) -> None:
    replied = Event()

    def reply(question: StoredQuestion) -> Outcome:
        del question
        replied.set()
        return Finished("answered")

    taken = []
    with working(real_inbox, reply) as workers:
        for number in range(4):
            time.sleep(0.3)  # it is asleep
            replied.clear()
            started = time.monotonic()
            real_inbox.put(asked(f"1.{number}"))
            workers.wake()
            assert replied.wait(5)
            taken.append(time.monotonic() - started)
    assert min(taken) < 0.1, "it looks by itself a fifth of a second later"

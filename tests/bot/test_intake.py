"""What is done with a question before it is acknowledged, with a database and without one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import IncomingQuestion, StoredQuestion
from bot.metrics import Metrics
from bot.slack.intake import Intake, NotTaken
from tests.databases import sqlite_url

ASKED = IncomingQuestion("T1", "C1", "1.1", "1.1", "when?", "mention", "Ev1")


@dataclass
class Replying:
    """Says of each attempt what it was told to."""

    outcomes: list[Outcome] = field(default_factory=lambda: [Finished("answered")])
    attempts: list[StoredQuestion] = field(default_factory=list)
    may_go_on: Event = field(default_factory=Event)
    began: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def reply(self, question: StoredQuestion) -> Outcome:
        self.attempts.append(question)
        self.began.set()
        assert self.may_go_on.wait(10)
        return self.outcomes.pop(0)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    inbox = Inbox(open_database(sqlite_url(tmp_path)))
    yield inbox
    inbox.close()


@pytest.fixture
def replying() -> Replying:
    return Replying()


@pytest.fixture
def woken() -> list[str]:
    return []


def intake(inbox: Inbox, replying: Replying, woken: list[str]) -> Intake:
    return Intake(inbox, lambda: woken.append("woken"), replying.reply, Metrics())


def duplicates(taking: Intake) -> float | None:
    return taking.metrics.registry.get_sample_value("footnote_duplicate_events_total")


def test_a_question_is_stored_and_the_workers_are_woken(
    inbox: Inbox, replying: Replying, woken: list[str]
) -> None:
    taking = intake(inbox, replying, woken)
    taking.take(ASKED, is_redelivered=False)
    taking.take(ASKED, is_redelivered=True)
    assert woken == ["woken"]
    assert duplicates(taking) == 1
    stored = inbox.take()
    assert stored is not None
    assert (stored.asked, stored.may_be_answered) == (ASKED, False)
    assert replying.attempts == []


def test_what_is_delivered_again_and_new_to_us_is_looked_for(
    inbox: Inbox, replying: Replying, woken: list[str]
) -> None:
    intake(inbox, replying, woken).take(ASKED, is_redelivered=True)
    stored = inbox.take()
    assert stored is not None
    assert stored.may_be_answered


def test_without_a_database_the_reply_comes_first_and_once(replying: Replying, woken: list[str]) -> None:
    taking = intake(Inbox(None), replying, woken)
    taking.take(ASKED, is_redelivered=False)
    taking.take(ASKED, is_redelivered=True)
    assert [(one.asked, one.may_be_answered) for one in replying.attempts] == [(ASKED, False)]
    assert (woken, duplicates(taking)) == ([], 1)


@pytest.mark.parametrize("outcome", [Later(5, may_be_answered=True), Halted("token_revoked", 60)])
def test_without_a_database_a_failed_reply_is_not_acknowledged(
    replying: Replying, woken: list[str], outcome: Outcome
) -> None:
    replying.outcomes = [outcome, Finished("answered")]
    taking = intake(Inbox(None), replying, woken)
    with pytest.raises(NotTaken, match="can't store it, and Slack didn't take the reply"):
        taking.take(ASKED, is_redelivered=False)
    taking.take(ASKED, is_redelivered=True)
    assert [one.may_be_answered for one in replying.attempts] == [False, True]


def test_without_a_database_a_second_delivery_waits_for_the_first(
    replying: Replying, woken: list[str]
) -> None:
    replying.may_go_on.clear()
    taking = intake(Inbox(None), replying, woken)
    first = Thread(target=taking.take, args=(ASKED,), kwargs={"is_redelivered": False})
    first.start()
    assert replying.began.wait(5)
    with pytest.raises(NotTaken, match="being replied to"):
        taking.take(ASKED, is_redelivered=True)
    replying.may_go_on.set()
    first.join()
    assert len(replying.attempts) == 1


def test_what_was_stored_before_the_database_failed_is_left_to_the_workers(
    inbox: Inbox, replying: Replying, woken: list[str], tmp_path: Path
) -> None:
    taking = intake(inbox, replying, woken)
    taking.take(ASKED, is_redelivered=False)
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as other:
        other.execute("begin immediate")  # nothing can be written, and everything read
        taking.take(ASKED, is_redelivered=True)
    assert replying.attempts == []
    assert inbox.backlog().depth == 1


def test_what_was_replied_to_without_the_database_is_known_when_it_is_back(
    inbox: Inbox, replying: Replying, woken: list[str]
) -> None:
    engine, inbox.engine = inbox.engine, None
    taking = intake(inbox, replying, woken)
    taking.take(ASKED, is_redelivered=False)
    inbox.engine = engine
    taking.take(ASKED, is_redelivered=False)
    assert len(replying.attempts) == 1
    assert (inbox.backlog().depth, woken) == (0, [])

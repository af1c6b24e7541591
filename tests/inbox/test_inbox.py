"""What the inbox promises, on SQLite and on PostgreSQL alike."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, text

from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import KEPT_SECONDS, LEASE_SECONDS, Backlog, Inbox
from bot.inbox.question import StoredQuestion
from tests.inbox.conftest import Clock, asked


def taken(inbox: Inbox) -> StoredQuestion:
    question = inbox.take()
    assert question is not None
    return question


def test_what_comes_out_is_what_went_in(inbox: Inbox, clock: Clock) -> None:
    question = asked("1.1", text="Où est le formulaire « bleu » ? 👍")
    assert inbox.put(question)
    assert inbox.take() == StoredQuestion(1, question, clock.now, attempts=0, may_be_answered=False)
    assert inbox.take() is None


def test_a_message_is_stored_once_by_each_of_its_keys(inbox: Inbox) -> None:
    assert inbox.put(asked("1.1", event_id="Ev1"))
    assert not inbox.put(asked("1.1", event_id="Ev1"))
    assert not inbox.put(asked("1.1", event_id="Ev2"))  # the same message, as a mention and as a message
    assert not inbox.put(asked("1.2", event_id="Ev1"))
    assert inbox.put(asked("1.1", channel="C2", event_id="Ev3"))
    assert inbox.backlog().depth == 2


def test_it_is_known_once_it_is_stored_and_after_it_is_done(inbox: Inbox) -> None:
    assert not inbox.knows(asked("1.1"))
    inbox.put(asked("1.1"))
    assert inbox.knows(asked("1.1", event_id="another"))
    inbox.finish(taken(inbox), "answered")
    assert inbox.knows(asked("1.1"))
    assert not inbox.put(asked("1.1"))


def test_a_channel_is_worked_off_in_order_and_holds_up_no_other(inbox: Inbox) -> None:
    for ts, channel in (("1.1", "C1"), ("1.2", "C1"), ("1.3", "C2"), ("1.4", "C1")):
        inbox.put(asked(ts, channel))
    first, other = taken(inbox), taken(inbox)
    assert (first.asked.ts, other.asked.ts) == ("1.1", "1.3")
    assert inbox.take() is None  # the second of C1 waits for the first
    inbox.finish(first, "answered")
    second = taken(inbox)
    assert second.asked.ts == "1.2"
    inbox.put_back(second, 5, may_be_answered=False)
    assert inbox.take() is None


def test_what_is_put_back_comes_again_when_it_is_due(inbox: Inbox, clock: Clock) -> None:
    inbox.put(asked("1.1"))
    inbox.put_back(taken(inbox), 5, may_be_answered=False)
    clock.now += 4.9
    assert inbox.take() is None
    clock.now += 0.1
    again = taken(inbox)
    assert (again.attempts, again.may_be_answered) == (0, False)
    inbox.put_back(again, 0, may_be_answered=True)
    again = taken(inbox)
    assert (again.attempts, again.may_be_answered) == (1, True)


def test_what_a_dead_process_had_is_taken_over_with_a_doubt(
    inbox: Inbox, elsewhere: Inbox, clock: Clock
) -> None:
    inbox.put(asked("1.1"))
    had = taken(inbox)
    clock.now += LEASE_SECONDS
    assert elsewhere.take() is None
    clock.now += 0.1
    over = taken(elsewhere)
    assert (over.id, over.attempts, over.may_be_answered) == (had.id, 1, True)
    inbox.finish(had, "answered")  # it was only slow, and has no say any more
    inbox.put_back(had, 0, may_be_answered=False)
    assert elsewhere.backlog().depth == 1
    assert inbox.take() is None
    elsewhere.finish(over, "found")
    assert elsewhere.backlog() == Backlog(0, 0.0)


def test_a_living_process_keeps_what_it_has(inbox: Inbox, elsewhere: Inbox, clock: Clock) -> None:
    inbox.put(asked("1.1"))
    had = taken(inbox)
    for _ in range(5):
        clock.now += LEASE_SECONDS * 0.9
        inbox.renew()
        elsewhere.renew()
        assert elsewhere.take() is None
    inbox.finish(had, "answered")
    assert inbox.backlog().depth == 0


def test_what_could_not_be_given_back_is_taken_again(inbox: Inbox, elsewhere: Inbox, clock: Clock) -> None:
    inbox.put(asked("1.1"))
    had = taken(inbox)
    engine, inbox.engine = inbox.engine, None
    with pytest.raises(InboxUnavailable):
        inbox.finish(had, "answered")
    inbox.engine = engine
    for _ in range(3):
        clock.now += LEASE_SECONDS * 0.4
        inbox.renew()  # it lives on, but this one it has let go
    over = taken(elsewhere)
    assert (over.id, over.may_be_answered) == (had.id, True)


def test_the_words_are_erased_when_it_is_done(inbox: Inbox, engine: Engine) -> None:
    inbox.put(asked("1.1", text="is my salary 54321 too much?"))
    inbox.finish(taken(inbox), "answered")
    with engine.connect() as connection:
        rows = connection.execute(text("select * from questions")).mappings().all()
    assert [(row["text"], row["outcome"], row["taken_by"]) for row in rows] == [("", "answered", None)]


def test_the_backlog_tells_the_age_of_the_oldest(inbox: Inbox, clock: Clock) -> None:
    assert inbox.backlog() == Backlog(0, 0.0)
    inbox.put(asked("1.1"))
    clock.now += 30
    inbox.put(asked("1.2"))
    clock.now += 12
    assert inbox.backlog() == Backlog(2, 42.0)


def test_who_waits_gets_one_sign(inbox: Inbox, clock: Clock) -> None:
    for number in range(4):
        inbox.put(asked(f"1.{number}"))
    assert inbox.waiting_unsigned(3, 10) == []
    clock.now += 3
    assert sorted(one.ts for one in inbox.waiting_unsigned(3, 3)) == ["1.0", "1.1", "1.2"]
    assert [one.ts for one in inbox.waiting_unsigned(3, 3)] == ["1.3"]
    assert inbox.waiting_unsigned(3, 3) == []


def test_what_is_done_is_forgotten_after_a_week(inbox: Inbox, clock: Clock) -> None:
    inbox.put(asked("1.1"))
    inbox.finish(taken(inbox), "answered")
    inbox.put(asked("1.2"))
    clock.now += KEPT_SECONDS
    assert inbox.forget_finished() == 0
    clock.now += 1
    assert inbox.forget_finished() == 1
    assert (inbox.knows(asked("1.1")), inbox.knows(asked("1.2"))) == (False, True)


def test_processes_and_threads_take_each_question_once(inbox: Inbox, elsewhere: Inbox) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    count, workers = 120, 8
    for number in range(count):
        inbox.put(asked(f"1.{number}", channel=f"C{rng.randrange(12)}"))
    start = Barrier(workers)

    def work(one: Inbox) -> list[tuple[str, int]]:
        done, misses = [], 0
        start.wait()
        while misses < 30:
            question = one.take()
            if question is None:
                misses += 1
                continue
            done.append((question.asked.channel, question.id))
            one.finish(question, "answered")
        return done

    with ThreadPoolExecutor(workers) as pool:
        found = [one for done in pool.map(work, [inbox, elsewhere] * 4) for one in done]
    assert sorted(number for _, number in found) == list(range(1, count + 1))
    assert inbox.backlog().depth == 0


def test_events_that_arrive_together_are_stored_once(inbox: Inbox, elsewhere: Inbox) -> None:
    start = Barrier(8)

    def put(number: int) -> bool:
        start.wait()
        return (inbox, elsewhere)[number % 2].put(asked("1.1", event_id=f"Ev{number}"))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(put, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("length", [0, 4000])
def test_questions_of_any_length_fit(inbox: Inbox, length: int) -> None:
    inbox.put(asked("1.1", text="ü" * length))
    assert taken(inbox).asked.text == "ü" * length

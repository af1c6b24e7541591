"""The inbox: questions are stored, taken by one worker at a time, and finished."""

import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.inbox.asked_about import AskedAbout, week_of
from bot.inbox.errors import InboxUnavailable
from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.inbox.schema import DONE, PROCESSES, QUESTIONS, TAKEN, WAITING
from bot.inbox.shared_database import SharedDatabase
from bot.inbox.tallies import forget, note

LEASE_SECONDS = 16.0
"""So long a question stays with the process that took it; a living process renews that, a dead one can't.

Longer than a post may be on its way, ten seconds until its caller gives up, and then some: whoever takes the
question over has to find the reply of the dead.
"""
KEPT_SECONDS = 7 * 86_400.0
"""So long a finished question is known again; Slack redelivers within the hour."""

PUT_PATIENCE_SECONDS = 0.7
"""So long a question waits for others to write: Slack wants it acknowledged within three seconds."""

_Q = QUESTIONS.c
_ERASED = {"text": "", "user": "", "response_url": "", "found": "", "taken_by": None}
"""What a finished question holds no longer."""


def _this_process() -> str:
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is open: how many questions, and how many seconds the oldest waited."""

    depth: int
    oldest_seconds: float


@dataclass(slots=True)
class Inbox(SharedDatabase):
    """The questions in a database that processes may share; safe to share between threads.

    Every method raises InboxUnavailable where the database fails.
    """

    clock: Callable[[], float] = time.time
    process: str = field(default_factory=_this_process)
    _in_hand: set[int] = field(default_factory=set)
    """What was taken and not given back: only this is renewed."""

    def put(self, asked: IncomingQuestion, *, may_be_answered: bool = False) -> bool:
        """Store a question, and tell whether it is new: each message and each event is stored once."""
        try:
            with self.transaction(patience_seconds=PUT_PATIENCE_SECONDS) as connection:
                self.store(connection, asked, may_be_answered=may_be_answered)
        except IntegrityError:
            return False
        self.note_trouble(None)
        return True

    def store(
        self, connection: Connection, asked: IncomingQuestion, *, may_be_answered: bool = False
    ) -> None:
        """Store a question with what else is changed in a transaction.

        Raises:
            IntegrityError: it was stored before.
        """
        now = self.clock()
        row = asdict(asked) | {"state": WAITING, "attempts": 0, "may_be_answered": may_be_answered}
        connection.execute(insert(QUESTIONS).values(**row, received_at=now, due_at=now))

    def knows(self, asked: IncomingQuestion) -> bool:
        """Tell whether a message was stored, without writing anything."""
        same = and_(_Q.team == asked.team, _Q.channel == asked.channel, _Q.ts == asked.ts)
        with self.transaction(only_reads=True) as connection:
            return connection.execute(select(_Q.id).where(same)).first() is not None

    def knows_thread(self, team: str, channel: str, thread_ts: str) -> bool:
        """Tell whether the bot was asked something in a thread, as long as finished questions are kept."""
        same = and_(_Q.team == team, _Q.channel == channel, _Q.thread_ts == thread_ts)
        asked = select(_Q.id).where(same, _Q.is_called, _Q.task == Task.ANSWER).limit(1)
        with self.transaction(only_reads=True) as connection:
            return connection.execute(asked).first() is not None

    def take(self) -> StoredQuestion | None:
        """Take the next question that is due, None where there is none: the oldest of its channel only.

        So answers keep the order of the questions in a channel, and with that in a thread. In PostgreSQL
        `FOR UPDATE SKIP LOCKED` keeps processes from waiting for each other.
        """
        now = self.clock()
        oldest = select(func.min(_Q.id)).where(_Q.state != DONE).group_by(_Q.channel)
        is_free = or_(_Q.state == WAITING, _Q.taken_until < now)
        due = select(_Q.id).where(_Q.id.in_(oldest), _Q.state != DONE, _Q.due_at <= now, is_free)
        first = due.order_by(_Q.id).limit(1).with_for_update(skip_locked=True).scalar_subquery()
        taken = (
            update(QUESTIONS)
            .where(_Q.id == first)
            .values(
                state=TAKEN,
                taken_by=self.process,
                taken_until=now + LEASE_SECONDS,
                # Taken before and never given back: whoever had it may have died between reply and record.
                attempts=_Q.attempts + case((_Q.state == TAKEN, 1), else_=0),
                may_be_answered=case((_Q.state == TAKEN, True), else_=_Q.may_be_answered),
            )
            .returning(*QUESTIONS.c)
        )
        with self.transaction() as connection:
            row = connection.execute(taken).mappings().first()
        if row is None:
            return None
        self._in_hand.add(row["id"])
        return _stored(dict(row))

    def renew(self) -> None:
        """Keep what this process has in hand for another while, and leave a sign of life.

        It always writes: a full or read-only disk shows only so. What couldn't be given back, since the
        database failed just then, isn't in hand any more: its lease lapses.
        """
        now, me = self.clock(), {"name": self.process}
        mine = and_(_Q.id.in_(list(self._in_hand)), _Q.state == TAKEN, _Q.taken_by == self.process)
        seen = update(PROCESSES).where(PROCESSES.c.name == self.process).values(alive_at=now)
        with self.transaction() as connection:
            connection.execute(update(QUESTIONS).where(mine).values(taken_until=now + LEASE_SECONDS))
            if connection.execute(seen).rowcount == 0:
                connection.execute(insert(PROCESSES).values(me | {"alive_at": now}))
        self.note_trouble(None)

    def put_back(self, question: StoredQuestion, seconds: float, *, may_be_answered: bool) -> None:
        """Give a question back, to be taken again after ``seconds``; only unknown ends count as attempts."""
        self._change(
            question,
            state=WAITING,
            taken_by=None,
            due_at=self.clock() + seconds,
            attempts=question.attempts + may_be_answered,
            may_be_answered=may_be_answered,
        )

    def let_go(self, question: StoredQuestion) -> None:
        """Renew a question no more: when its lease has lapsed, it is taken again, with a doubt."""
        self._in_hand.discard(question.id)

    def finish(self, question: StoredQuestion, outcome: str, about: AskedAbout | None = None) -> None:
        """Note that a question needs no reply any more, forget its words, and count where it led.

        A count that can't be written is given up: the reply is there, and needn't be looked for.
        """
        try:
            self._finish(question, outcome, about)
        except InboxUnavailable:
            if about is None:
                raise
            self._finish(question, outcome, None)

    def waiting_unsigned(self, seconds: float, most: int) -> list[IncomingQuestion]:
        """Return up to ``most`` questions that waited ``seconds`` and of which the asker saw no sign yet.

        They are marked before the sign is given: one that is lost isn't given twice. What nobody called
        the bot for, and what is answered privately, gets none that all would see.
        """
        is_open = and_(_Q.task == Task.ANSWER, _Q.is_called, ~_Q.is_private)
        overdue = select(_Q.id).where(
            _Q.state != DONE, is_open, _Q.signed_at.is_(None), _Q.received_at <= self.clock() - seconds
        )
        some = overdue.order_by(_Q.id).limit(most).with_for_update(skip_locked=True)
        marked = update(QUESTIONS).where(_Q.id.in_(some)).values(signed_at=self.clock())
        with self.transaction() as connection:
            rows = connection.execute(marked.returning(*QUESTIONS.c)).mappings().all()
        return [_stored(dict(row)).asked for row in rows]

    def backlog(self) -> Backlog:
        """Return how much is open."""
        counted = select(func.count(), func.min(_Q.received_at)).where(_Q.state != DONE)
        with self.transaction(only_reads=True) as connection:
            depth, oldest = connection.execute(counted).one()
        return Backlog(depth, max(0.0, self.clock() - oldest) if depth else 0.0)

    def forget_finished(self, seconds: float = KEPT_SECONDS) -> int:
        """Delete what was finished ``seconds`` ago; return how many rows that were."""
        old = and_(_Q.state == DONE, _Q.done_at < self.clock() - seconds)
        gone = PROCESSES.c.alive_at < self.clock() - seconds
        with self.transaction() as connection:
            connection.execute(delete(PROCESSES).where(gone))
            return connection.execute(delete(QUESTIONS).where(old)).rowcount

    def forget_asked(self, days: int) -> None:
        """Delete redacted questions after ``days`` at most, all of them for 0, and old counts."""
        with self.transaction() as connection:
            forget(connection, self.clock(), days)

    def _finish(self, question: StoredQuestion, outcome: str, about: AskedAbout | None) -> None:
        now = self.clock()
        self._change(question, about, state=DONE, done_at=now, outcome=outcome, **_ERASED)

    def _change(self, question: StoredQuestion, about: AskedAbout | None = None, **values: object) -> None:
        """Change a question, and count where it led, unless another process has it by now.

        Either way it isn't in hand any more.
        """
        self.let_go(question)
        mine = and_(_Q.id == question.id, _Q.state == TAKEN, _Q.taken_by == self.process)
        with self.transaction() as connection:
            changed = connection.execute(update(QUESTIONS).where(mine).values(**values)).rowcount
            if changed and about:
                note(connection, about, week_of(question.received_at))


def _stored(row: dict[str, object]) -> StoredQuestion:
    asked = {name: row[name] for name in IncomingQuestion.__dataclass_fields__} | {
        "task": Task(str(row["task"]))
    }
    kept = {name: row[name] for name in StoredQuestion.__dataclass_fields__ if name != "asked"}
    return StoredQuestion(asked=IncomingQuestion(**asked), **kept)  # type: ignore[arg-type]

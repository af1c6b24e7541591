"""Questions that a person was asked: who is told what they say, until the question is resolved."""

from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select, update

from bot.inbox.question import Task
from bot.inbox.schema import DONE, HANDOVERS, QUESTIONS
from bot.inbox.tallies import UPSERTS

OPEN, RESOLVED = "open", "resolved"
_H, _Q = HANDOVERS.c, QUESTIONS.c


@dataclass(frozen=True, slots=True)
class Handover:
    """A question of ``asker``, a keyed hash, in ``owner_channel``; replies go to ``channel``, ``thread_ts``.

    ``user`` is who asked, "" once it is resolved; ``owner_ts`` the thread there, None until it is posted.
    """

    answer_id: str
    asker: str
    user: str
    channel: str
    thread_ts: str | None
    owner_channel: str
    owner_ts: str | None = None
    state: str = OPEN


def open_handover(connection: Connection, handover: Handover, now: float) -> None:
    """Note that a person is asked, unless that is noted already."""
    new = UPSERTS[connection.dialect.name](HANDOVERS).values(**asdict(handover), created_at=now)
    connection.execute(new.on_conflict_do_nothing(index_elements=[_H.answer_id]))


def note_thread(connection: Connection, answer_id: str, owner_ts: str) -> None:
    """Note where a person was asked, the first time."""
    unknown = (_H.answer_id == answer_id, _H.owner_ts.is_(None))
    connection.execute(update(HANDOVERS).where(*unknown).values(owner_ts=owner_ts))


def find(connection: Connection, answer_id: str) -> Handover | None:
    """Return what came of an answer's question, None where nobody was asked."""
    return _one(connection, _H.answer_id == answer_id)


def find_thread(connection: Connection, channel: str, thread_ts: str) -> Handover | None:
    """Return the question that a thread is about, None where it is about none."""
    return _one(connection, (_H.owner_channel == channel) & (_H.owner_ts == thread_ts))


def is_pending(connection: Connection, channel: str) -> bool:
    """Tell whether a question for a channel is being posted: its thread isn't known yet."""
    being_posted = exists().where(_Q.channel == channel, _Q.task == Task.ASK_PERSON, _Q.state != DONE)
    pending = and_(_H.owner_channel == channel, _H.owner_ts.is_(None), _H.state == OPEN, being_posted)
    return _one(connection, pending) is not None


def resolve(connection: Connection, answer_id: str, now: float) -> bool:
    """Close a question, and forget who asked it; return False where it was closed before."""
    open_one = (_H.answer_id == answer_id, _H.state == OPEN)
    closed = update(HANDOVERS).where(*open_one).values(state=RESOLVED, user="", resolved_at=now)
    return connection.execute(closed).rowcount > 0


def take_back(connection: Connection, answer_id: str) -> None:
    """Forget a question that couldn't be posted."""
    connection.execute(delete(HANDOVERS).where(_H.answer_id == answer_id, _H.owner_ts.is_(None)))


def _one(connection: Connection, condition: ColumnElement[bool]) -> Handover | None:
    row = connection.execute(select(HANDOVERS).where(condition)).mappings().first()
    return Handover(**{name: row[name] for name in Handover.__dataclass_fields__}) if row else None

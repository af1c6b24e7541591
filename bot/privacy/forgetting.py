"""What is kept of a person: found, and deleted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.inbox.schema import DONE, FEEDBACK, HANDOVERS, QUESTIONS
from bot.privacy.pseudonyms import Pseudonyms

_Q = QUESTIONS.c


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted: words on answers, questions for persons, and questions without a reply yet."""

    feedback: int
    handovers: int
    questions: int

    def in_words(self) -> str:
        """Return what to tell the person."""
        if not (self.feedback or self.handovers or self.questions):
            return "Nothing was kept of you."
        return (
            f"Deleted: {self.feedback} of your words on answers, {self.handovers} questions that you sent "
            f"to a person, and {self.questions} questions that had no reply yet."
        )


def forget_person(
    connection: Connection, pseudonyms: Pseudonyms, team: str, user: str, now: float
) -> Forgotten:
    """Delete what is kept of somebody; a question without a reply gets none any more."""
    name = pseudonyms.of(team, user)
    feedback = connection.execute(delete(FEEDBACK).where(FEEDBACK.c.asker == name)).rowcount
    handovers = connection.execute(delete(HANDOVERS).where(HANDOVERS.c.asker == name)).rowcount
    erased = {"text": "", "user": "", "response_url": "", "found": "", "taken_by": None}
    theirs = (_Q.team == team, _Q.user == user, _Q.state != DONE)
    closed = update(QUESTIONS).where(*theirs).values(state=DONE, outcome="forgotten", done_at=now, **erased)
    return Forgotten(feedback, handovers, connection.execute(closed).rowcount)


def forget_names(connection: Connection, names: frozenset[str], pseudonyms: Pseudonyms, now: float) -> None:
    """Delete what is kept of people by their names, such as what a backup brought back."""
    open_ones = select(_Q.team, _Q.user).where(_Q.state != DONE, _Q.user != "").distinct()
    for team, user in connection.execute(open_ones).all():
        if pseudonyms.of(team, user) in names:
            forget_person(connection, pseudonyms, team, user, now)
    connection.execute(delete(FEEDBACK).where(FEEDBACK.c.asker.in_(names)))
    connection.execute(delete(HANDOVERS).where(HANDOVERS.c.asker.in_(names)))


def kept_of(
    connection: Connection, pseudonyms: Pseudonyms, team: str, user: str
) -> dict[str, list[dict[str, Any]]]:
    """Return all rows that are about somebody, by table."""
    name = pseudonyms.of(team, user)
    conditions = {
        FEEDBACK: FEEDBACK.c.asker == name,
        HANDOVERS: HANDOVERS.c.asker == name,
        QUESTIONS: (_Q.team == team) & (_Q.user == user),
    }
    return {
        table.name: [dict(row) for row in connection.execute(select(table).where(theirs)).mappings()]
        for table, theirs in conditions.items()
    }

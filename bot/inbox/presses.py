"""What a press of a button led to: done once, and again only where it came to nothing."""

from sqlalchemy import Connection, delete

from bot.inbox.question import IncomingQuestion
from bot.inbox.schema import DONE, QUESTIONS

CAME_TO_NOTHING = ("failed", "forgotten", "given_up", "refused", "too_late", "undeliverable")
"""Outcomes after which nothing can have been posted."""
_Q = QUESTIONS.c


def forget_failed(connection: Connection, pressed: IncomingQuestion) -> None:
    """Forget an earlier press that came to nothing, so that this one is new."""
    same = (_Q.team == pressed.team, _Q.channel == pressed.channel, _Q.ts == pressed.ts)
    connection.execute(delete(QUESTIONS).where(*same, _Q.state == DONE, _Q.outcome.in_(CAME_TO_NOTHING)))

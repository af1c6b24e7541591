"""A question as it was delivered, and as the inbox keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question, its ``text`` "" where the bot was only mentioned, and where its reply belongs.

    ``team``, ``channel`` and ``ts`` name the message that asked, the same for every delivery of it. The reply
    goes to the thread ``thread_ts``; None is outside of threads. ``surface`` is where it was asked.
    """

    team: str
    channel: str
    ts: str
    thread_ts: str | None
    text: str
    surface: str
    event_id: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the message: a mention is delivered as two events, with ids of their own."""
        return self.team, self.channel, self.ts


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question that a worker took; times are seconds since 1970.

    ``may_be_answered`` says that an attempt ended without anybody knowing how: the reply may be there.
    """

    id: int
    asked: IncomingQuestion
    received_at: float
    attempts: int
    may_be_answered: bool

"""What is asked of the bot as it was delivered, and as the inbox keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What is to be posted: the answer to a question, or what follows from a press of one of its buttons."""

    ANSWER = "answer"
    SHARE = "share"
    ASK_PERSON = "ask_person"
    RELAY = "relay"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question, its ``text`` "" where the bot was only mentioned, and where its reply belongs.

    ``team``, ``channel`` and ``ts`` name the message that asked, the same for every delivery of it. The reply
    goes to the thread ``thread_ts``; None is outside of threads. ``surface`` is where it was asked, ``user``
    who did. A private reply is seen by the user alone; ``response_url`` is where it goes, if Slack gave one.
    ``is_called`` is False where nobody called the bot: then it may be silent. ``found`` names the kinds of
    personal data that were taken out of ``text``, separated by commas. Of another task than an answer
    ``text`` is what that task is about.
    """

    team: str
    channel: str
    ts: str
    thread_ts: str | None
    text: str
    surface: str
    event_id: str | None = None
    user: str = ""
    is_private: bool = False
    response_url: str = ""
    is_called: bool = True
    is_shared: bool = False
    """Whether people of other organisations are in the channel (Slack Connect)."""
    found: str = ""
    task: Task = Task.ANSWER

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

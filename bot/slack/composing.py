"""From what is stored in the inbox to what is posted: each task has a composer."""

from dataclasses import dataclass
from typing import Protocol

from bot.inbox.question import StoredQuestion
from bot.slack.message import Message
from knowledge.answer import Answer


@dataclass(frozen=True, slots=True)
class Composed:
    """A message to post, and ``said``, a word for what it is; ``answer`` if it is one to count.

    ``is_private``: it is for who asked alone, wherever they asked.
    """

    message: Message
    said: str
    answer: Answer | None = None
    is_private: bool = False
    shown: Answer | None = None
    """The answer whose quotes are shown, counted or not: it goes into the audit."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is to be posted; ``why`` in a word."""

    why: str


class Composer(Protocol):
    """Makes the message of one kind of task."""

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed | Silence:
        """Return what to post under the id, or that nothing is to be posted.

        Raises:
            Refused: it can't be done, and who asked for it is told why.
            PostFailed: what the message is made of can't be read in Slack; it is as if it weren't posted.
        """

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """Take note of the message, also where an earlier attempt had posted it: maybe not the first time."""

    def undelivered(self, question: StoredQuestion) -> str:
        """Take note that it can't be posted; return what to tell who wanted it, "" for nothing."""

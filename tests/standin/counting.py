"""What was asked, and what the app said to it."""

from collections import defaultdict
from dataclasses import dataclass

from tests.standin.method import Backend
from tests.standin.workspace import Message

Place = tuple[str, str | None]
"""A channel and a thread in it; None is outside of threads."""
ASKING = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said to the app, and the app's replies to that, oldest first."""

    question: Message
    replies: tuple[Message, ...]

    @property
    def misplaced(self) -> tuple[Message, ...]:
        """The replies that aren't where they belong."""
        right = right_place(self.question)
        return tuple(one for one in self.replies if (one.channel, one.thread_ts) != right)


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was asked, in order, and what the app said to nobody."""

    asked: tuple[Asked, ...]
    strays: tuple[Message, ...]

    @property
    def none(self) -> list[Asked]:
        return [one for one in self.asked if not one.replies]

    @property
    def one(self) -> list[Asked]:
        return [one for one in self.asked if len(one.replies) == 1]

    @property
    def doubled(self) -> list[Asked]:
        return [one for one in self.asked if len(one.replies) > 1]


def right_place(question: Message) -> Place:
    """Return where the reply belongs: in the question's thread, or beside a direct message."""
    is_direct = question.channel.startswith("D")
    return question.channel, (question.thread_ts if question.is_reply else None if is_direct else question.ts)


class Counting:
    """Counts questions and answers."""

    backend: Backend

    def answers_by_question(self) -> Answers:
        """Return every message to the app, a mention or in its direct message, with the app's replies to it.

        A reply belongs to the question that its metadata names (`question_ts`); one that names none, to the
        first in its thread or direct message that has no reply yet, else to the last.
        """
        workspace = self.backend.workspace
        with workspace.changed:
            said = [one for channel in workspace.channels for one in workspace.messages(channel)]
        said.sort(key=lambda message: message.ts)
        ledger = _Ledger([one for one in said if self._is_question(one)])
        ours = [one for one in said if one.bot_id == self.backend.app.bot_id]
        for message in sorted(ours, key=lambda one: question_ts(one) is None):
            ledger.enter(message)
        return ledger.close()

    def _is_question(self, message: Message) -> bool:
        person = self.backend.workspace.people.get(message.user or "")
        if person is None or person.is_bot or message.bot_id or message.subtype not in ASKING:
            return False
        is_direct = self.backend.workspace.channel(message.channel).kind == "im"
        return is_direct or f"<@{self.backend.app.bot_user}" in message.text


def question_ts(message: Message) -> str | None:
    """Return the `ts` of the question that a reply names, None where it names none."""
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload["question_ts"]) if payload.get("question_ts") else None


class _Ledger:
    """Enters each reply below its question: first those that name it."""

    def __init__(self, questions: list[Message]) -> None:
        self._replies: dict[str, list[Message]] = {one.ts: [] for one in questions}
        self._questions = {one.ts: one for one in questions}
        self._in_place: defaultdict[Place, list[Message]] = defaultdict(list)
        for one in questions:
            self._in_place[right_place(one)].append(one)
        self._strays: list[Message] = []

    def enter(self, reply: Message) -> None:
        ts = question_ts(reply) or self._guess(reply)
        self._replies.get(ts or "", self._strays).append(reply)

    def close(self) -> Answers:
        asked = [Asked(one, tuple(self._replies[one.ts])) for one in self._questions.values()]
        return Answers(tuple(asked), tuple(self._strays))

    def _guess(self, reply: Message) -> str | None:
        before = [one.ts for one in self._in_place[reply.channel, reply.thread_ts] if one.ts < reply.ts]
        open_ones = [ts for ts in before if not self._replies[ts]]
        return next(iter(open_ones or before[-1:]), None)

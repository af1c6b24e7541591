"""What happens to a question before its event is acknowledged: it is stored, or else replied to at once."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock

from bot.guard.finding import Inspection
from bot.guard.lazy import inspect
from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import PUT_PATIENCE_SECONDS, Inbox
from bot.inbox.outcome import Finished, Outcome
from bot.inbox.presses import forget_failed
from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.metrics import Metrics
from knowledge.errors import FootnoteError

REMEMBERED = 10_000
"""Questions replied to without the inbox: Slack redelivers within minutes, and this lasts for hours."""
_LOG = logging.getLogger(__name__)


class NotTaken(FootnoteError):
    """A question could neither be stored nor replied to; not acknowledged, it is delivered again."""


@dataclass(slots=True)
class Intake:
    """Takes questions in; ``wake`` tells the workers, ``reply`` makes one attempt at replying.

    ``inspect`` takes personal and secret data out of a question before anything else is done with it.
    """

    inbox: Inbox
    wake: Callable[[], None]
    reply: Callable[[StoredQuestion], Outcome]
    metrics: Metrics
    inspect: Callable[[str], Inspection] = inspect
    _replied: OrderedDict[tuple[str, str, str], bool] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, asked: IncomingQuestion, *, is_redelivered: bool) -> None:
        """Store a question; where the database fails, reply before Slack is told that it arrived.

        Until then Slack keeps the question for us, and if we die on the way, it delivers it again. What is
        delivered again may have been replied to without being stored: the thread is looked at first.

        Raises:
            NotTaken: neither could be done.
        """
        self._take(self._redacted(asked), is_redelivered=is_redelivered)

    def press(self, pressed: IncomingQuestion) -> None:
        """Take in what a button leads to, unless it was pressed before and that came to something.

        Raises:
            NotTaken: it could neither be stored nor done.
        """
        patience = PUT_PATIENCE_SECONDS
        with suppress(InboxUnavailable), self.inbox.transaction(patience_seconds=patience) as connection:
            forget_failed(connection, pressed)
        self.take(pressed, is_redelivered=False)

    def enqueue(self, asked: IncomingQuestion) -> None:
        """Store what follows from a question; where that fails, it is done without, and the log says so."""
        try:
            if self.inbox.put(asked):
                self.wake()
        except InboxUnavailable:
            _LOG.error("What follows from event %s is lost: the inbox can't store it", asked.event_id or "?")

    def _redacted(self, asked: IncomingQuestion) -> IncomingQuestion:
        if asked.task is not Task.ANSWER:
            return asked
        inspection = self.inspect(asked.text)
        return replace(asked, text=inspection.redacted, found=", ".join(inspection.kinds))

    def _take(self, asked: IncomingQuestion, *, is_redelivered: bool) -> None:
        if self._replied.get(asked.key):
            self.metrics.duplicate()
            return
        try:
            with self.metrics.timed("store"):
                is_new = self.inbox.put(asked, may_be_answered=is_redelivered)
        except InboxUnavailable:
            self._reply_at_once(asked, is_redelivered=is_redelivered)
            return
        if is_new:
            self.wake()
        else:
            self.metrics.duplicate()

    def _reply_at_once(self, asked: IncomingQuestion, *, is_redelivered: bool) -> None:
        if self._is_stored(asked) or not self._take_in_hand(asked):
            self.metrics.duplicate()
            return
        outcome: Outcome | None = None
        try:
            # What is delivered again may have been replied to by another process, or before a restart.
            now = self.inbox.clock()
            question = StoredQuestion(0, asked, now, attempts=0, may_be_answered=is_redelivered)
            outcome = self.reply(question)
        finally:
            self._let_go(asked, is_replied=isinstance(outcome, Finished))
        if not isinstance(outcome, Finished):
            raise NotTaken("The inbox can't store it, and Slack didn't take the reply")
        self.metrics.replied(asked.surface, outcome.outcome)

    def _is_stored(self, asked: IncomingQuestion) -> bool:
        """Tell whether it was stored earlier: a full or read-only disk can still be read."""
        try:
            return self.inbox.knows(asked)
        except InboxUnavailable:
            return False

    def _take_in_hand(self, asked: IncomingQuestion) -> bool:
        """Return whether nobody replied to it yet.

        Raises:
            NotTaken: somebody is about to; should that fail, Slack has to deliver it again.
        """
        with self._lock:
            if asked.key not in self._replied:
                self._replied[asked.key] = False
                return True
            if self._replied[asked.key]:
                return False
        raise NotTaken("It is being replied to")

    def _let_go(self, asked: IncomingQuestion, *, is_replied: bool) -> None:
        with self._lock:
            if is_replied:
                self._replied[asked.key] = True
            else:
                del self._replied[asked.key]
            while len(self._replied) > REMEMBERED:
                self._replied.popitem(last=False)

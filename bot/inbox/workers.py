"""The workers: a bounded pool that takes questions out of the inbox until it is told to stop."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import BoundedSemaphore, Event, Thread

from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import Inbox
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import StoredQuestion
from bot.metrics import Metrics

POLL_SECONDS = 0.25
"""How often is looked for what became due, or what another process left; new questions wake us at once."""
_LOG = logging.getLogger(__name__)


class Workers:
    """Up to ``size`` questions are replied to at a time; ``reply`` makes one attempt at one of them."""

    def __init__(
        self, inbox: Inbox, reply: Callable[[StoredQuestion], Outcome], size: int, metrics: Metrics
    ) -> None:
        self.halted: str | None = None
        """Why nothing can be posted, None while all is well."""
        self._inbox, self._reply, self._metrics = inbox, reply, metrics
        self._resume_at = 0.0
        self._free = BoundedSemaphore(size)
        self._woken, self._stopping = Event(), Event()
        self._running: set[Future[None]] = set()
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="reply")
        self._dispatcher = Thread(target=self._dispatch, name="inbox", daemon=True)

    def start(self) -> None:
        """Begin to work off what is there."""
        self._dispatcher.start()

    def wake(self) -> None:
        """Look into the inbox now."""
        self._woken.set()

    def stop(self, grace_seconds: float) -> bool:
        """Take nothing more, wait for what is in progress, and tell whether all of it ended in time.

        What didn't end stays taken until its lease lapses; whoever takes it then looks for the reply first.
        """
        self._stopping.set()
        self._woken.set()
        self._dispatcher.join()
        unfinished = wait(list(self._running), timeout=grace_seconds).not_done
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not unfinished

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            if not self._free.acquire(timeout=POLL_SECONDS):
                continue
            question = None if self._stopping.is_set() else self._next()
            if question is None:
                self._free.release()
                self._woken.wait(POLL_SECONDS)
                self._woken.clear()
            else:
                self._begin(question)

    def _next(self) -> StoredQuestion | None:
        if time.monotonic() < self._resume_at:
            return None
        try:
            return self._inbox.take()
        except InboxUnavailable:
            self._metrics.database_error()
            return None

    def _begin(self, question: StoredQuestion) -> None:
        future = self._pool.submit(self._work, question)
        self._running.add(future)
        future.add_done_callback(self._ended)

    def _ended(self, future: Future[None]) -> None:
        self._running.discard(future)
        self._free.release()
        self._woken.set()
        if not future.cancelled() and (error := future.exception()):
            _LOG.error("A worker failed: %s", type(error).__name__)  # the question's lease lapses

    def _work(self, question: StoredQuestion) -> None:
        if question.attempts == 0:
            self._metrics.stage("wait", max(0.0, self._inbox.clock() - question.received_at))
        try:
            outcome = self._reply(question)
        except BaseException:
            self._inbox.let_go(question)
            raise
        try:
            self._record(question, outcome)
        except InboxUnavailable:  # the lease lapses, and the reply is looked for
            self._metrics.database_error()

    def _record(self, question: StoredQuestion, outcome: Outcome) -> None:
        match outcome:
            case Finished(said, about):
                self.halted = None
                self._metrics.replied(question.asked.surface, said)
                self._inbox.finish(question, said, about)
            case Later(seconds, may_be_answered, is_delay):
                again = replace(question, attempts=question.attempts - 1) if is_delay else question
                self._inbox.put_back(again, seconds, may_be_answered=may_be_answered)
            case Halted(reason, seconds):
                self._halt(reason, seconds)  # the question itself is due: the bot may be started again
                self._inbox.put_back(question, 0, may_be_answered=question.may_be_answered)

    def _halt(self, reason: str, seconds: float) -> None:
        if self.halted is None:
            _LOG.error("Slack said %s: no question can be answered. Run: footnote doctor", reason)
        self.halted = reason
        self._resume_at = time.monotonic() + seconds

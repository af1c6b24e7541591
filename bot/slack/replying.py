"""From a stored question to its one reply."""

import logging
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.http_retry.interval_calculator import RetryIntervalCalculator

from bot.inbox.asked_about import Redact, asked_about
from bot.inbox.errors import InboxUnavailable
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import StoredQuestion, Task
from bot.metrics import Metrics
from bot.slack.composing import Composed, Composer, Silence
from bot.slack.pace import Pace
from bot.slack.posting import (
    AccessLost,
    PlaceGone,
    PostDelayed,
    PostFailed,
    PostRefused,
    PostUnconfirmed,
    find_reply,
    post,
)
from bot.slack.private_posting import PrivatePost
from bot.slack.refusals import Refused
from bot.slack.words import render_apology, render_too_late, render_words
from knowledge.answer import Answer

SETTLE_SECONDS = 3.0
"""What Slack may still be working on after it cut us off is given so long before we look for it."""
LONGEST_BACKOFF = 60.0
PROBE_SECONDS = 60.0
"""How often a lost access is tried again: an app that is installed again keeps its token."""
GIVEN_UP_SECONDS = 86_400.0
"""So long after its time a question still gets its apology; then nobody waits for one."""
_SOON_OR_NOT = frozenset({Task.ANSWER, Task.SHARE})
"""What nobody waits for any more after a while; what persons tell each other does no harm when it is late."""
_LOG = logging.getLogger(__name__)


def _say_nothing(question: StoredQuestion) -> None:
    del question


@dataclass(frozen=True, slots=True)
class Replier:
    """Replies to each stored question once, with what the composer of its task makes of it.

    ``within_seconds`` is how old a question may get: later it gets an apology instead of an answer. With
    ``redact`` the redacted words of questions that weren't answered are kept.
    """

    composers: Mapping[Task, Composer]
    client: WebClient
    private: PrivatePost
    bot_id: str
    within_seconds: float
    metrics: Metrics = field(default_factory=Metrics)
    pace: Pace = field(default_factory=Pace)
    backoff: RetryIntervalCalculator = field(default_factory=BackoffRetryIntervalCalculator)
    clock: Callable[[], float] = time.time
    working: Callable[[StoredQuestion], None] = _say_nothing
    """Shows that a question is being looked up, before it is answered."""
    redact: Redact | None = None
    record: Callable[[str, Answer], None] | None = None
    """Records an answer before it is posted, None where there is no audit."""

    def reply(self, question: StoredQuestion) -> Outcome:
        """Make one attempt, and say what came of it."""
        try:
            return self._attempt(question)
        except InboxUnavailable:  # what was posted by then is found the next time
            return Later(SETTLE_SECONDS, may_be_answered=True)

    def _attempt(self, question: StoredQuestion) -> Outcome:
        asked = question.asked
        if self._age(question) > self.within_seconds + GIVEN_UP_SECONDS:
            if not question.may_be_answered:
                self._say_that_it_failed(question)
            return Finished("given_up")
        try:
            # What one person alone saw can't be looked up: a second one does less harm than none.
            may_be_there = question.may_be_answered and not asked.is_private
            if may_be_there and (ts := find_reply(self.client, question, self.bot_id)):
                self.composers[asked.task].posted(question, ts)
                return Finished("found")
        except PostFailed as failure:
            return self._not_looked_up(question, failure)
        if not asked.is_private and (wait := self.pace.wait_for(asked.channel)):
            return Later(wait, may_be_answered=False)
        try:
            return self._answered(question)
        except PostFailed as failure:
            return self._not_posted(question, failure)

    def _answered(self, question: StoredQuestion) -> Finished:
        """Post the answer, or an apology where Slack doesn't take it; return what was posted.

        In place of anything else there is no apology: it would be taken for what it stands in for.
        """
        answer_id, event = uuid.uuid4().hex, question.asked.event_id
        self.working(question)
        composed = self._composed(question, answer_id)
        if isinstance(composed, Silence):
            return Finished(composed.why)
        if self.record and composed.shown:
            self.record(answer_id, composed.shown)
        try:
            self._post(question, composed, answer_id)
        except PostRefused as refusal:
            _LOG.error("No answer to event %s: Slack said %s", event, refusal)
            if question.asked.task is not Task.ANSWER:
                raise
            composed = Composed(render_apology(), "apologised")
            self._post(question, composed, answer_id)
        _LOG.info("Answer %s to event %s: %s", answer_id, event, composed.said)
        return Finished(composed.said, asked_about(composed.answer, self.redact) if composed.answer else None)

    def _composed(self, question: StoredQuestion, answer_id: str) -> Composed | Silence:
        """Return what to post, an apology where the composer of an answer fails.

        Raises:
            PostFailed: Slack doesn't say just now what the composer asks it.
            InboxUnavailable: the database doesn't, for now.
        """
        asked = question.asked
        if self._age(question) > self.within_seconds and asked.task in _SOON_OR_NOT:
            is_alone = asked.task is not Task.ANSWER
            too_late = Composed(render_too_late(), "too_late", is_private=is_alone)
            return too_late if asked.is_called else Silence("too_late")
        try:
            return self.composers[asked.task].compose(question, answer_id)
        except Refused as refusal:
            return Composed(render_words(str(refusal)), "refused", is_private=bool(asked.user))
        except (InboxUnavailable, PostFailed):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the asker gets a reply
            # The text of an error may quote the question.
            _LOG.error("No answer to event %s: %s", asked.event_id, type(error).__name__)
            if asked.task is not Task.ANSWER:
                self._say_that_it_failed(question)
                return Silence("failed")
            return Composed(render_apology(), "apologised") if asked.is_called else Silence("failed")

    def _post(self, question: StoredQuestion, composed: Composed, answer_id: str) -> None:
        asked = question.asked
        with self.metrics.timed("post"):
            if asked.is_private or composed.is_private:
                self.private.post(asked, composed.message, is_repeated=question.may_be_answered)
            else:
                ts = post(self.client, asked, composed.message, answer_id)
                self.composers[asked.task].posted(question, ts)
        self.metrics.stage("total", self._age(question))

    def _not_looked_up(self, question: StoredQuestion, failure: PostFailed) -> Outcome:
        """Say what follows where it can't be seen whether the reply is there: never a second one."""
        self._tell("look for the reply", question, failure)
        if isinstance(failure, AccessLost) and str(failure) != "missing_scope":
            return Halted(str(failure), PROBE_SECONDS)
        if isinstance(failure, (AccessLost, PlaceGone, PostRefused)):
            return Finished("unconfirmed")
        is_delay = isinstance(failure, PostDelayed)
        return Later(self._wait(question, failure), may_be_answered=True, is_delay=is_delay)

    def _not_posted(self, question: StoredQuestion, failure: PostFailed) -> Outcome:
        self._tell("post", question, failure)
        if isinstance(failure, AccessLost):
            return Halted(str(failure), PROBE_SECONDS)
        if isinstance(failure, (PlaceGone, PostRefused)):
            self._say_that_it_failed(question)
            return Finished("undeliverable")
        if isinstance(failure, PostDelayed):
            self.pace.slow_down(question.asked.channel, failure.seconds)
        return Later(self._wait(question, failure), may_be_answered=isinstance(failure, PostUnconfirmed))

    def _say_that_it_failed(self, question: StoredQuestion) -> None:
        """Tell who wanted it, if the composer has something to tell them."""
        words = self.composers[question.asked.task].undelivered(question)
        if not words or not question.asked.user:
            return
        try:
            self.private.post(question.asked, render_words(words))
        except PostFailed as failure:
            self._tell("tell who asked", question, failure)

    def _wait(self, question: StoredQuestion, failure: PostFailed) -> float:
        if isinstance(failure, PostDelayed):
            return failure.seconds
        backoff = self.backoff.calculate_sleep_duration(min(question.attempts, 10))
        return max(SETTLE_SECONDS, min(backoff, LONGEST_BACKOFF))

    def _tell(self, call: str, question: StoredQuestion, failure: PostFailed) -> None:
        self.metrics.slack_error(call, str(failure))
        _LOG.warning("Couldn't %s to event %s: %s", call, question.asked.event_id, failure)

    def _age(self, question: StoredQuestion) -> float:
        return self.clock() - question.received_at

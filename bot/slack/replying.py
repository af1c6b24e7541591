"""From a stored question to its one reply."""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.http_retry.interval_calculator import RetryIntervalCalculator

from bot.inbox.asked_about import Redact, asked_about
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import StoredQuestion
from bot.metrics import Metrics
from bot.slack.blocks import render_answer, render_apology, render_how_to, render_too_late
from bot.slack.message import Message
from bot.slack.pace import Pace
from bot.slack.posting import (
    AccessLost,
    PlaceGone,
    PostDelayed,
    PostFailed,
    PostRefused,
    PostUnconfirmed,
    is_answered,
    post,
)
from knowledge.answer import Answer

SETTLE_SECONDS = 3.0
"""What Slack may still be working on after it cut us off is given so long before we look for it."""
LONGEST_BACKOFF = 60.0
PROBE_SECONDS = 60.0
"""How often a lost access is tried again: an app that is installed again keeps its token."""
GIVEN_UP_SECONDS = 86_400.0
"""So long after its time a question still gets its apology; then nobody waits for one."""
_LOG = logging.getLogger(__name__)


class ProvingAnswerer(Protocol):
    """Answers from the guides, and checks an answer's quotes against them before it is posted."""

    def answer(self, question: str) -> Answer:
        """Return the answer to a question."""

    def prove(self, answer: Answer) -> None:
        """Raise unless each quote is the slice of its guide that the answer says."""


@dataclass(frozen=True, slots=True)
class Replier:
    """Replies to each stored question once, from the answerer of the moment.

    ``within_seconds`` is how old a question may get: later it gets an apology instead of an answer. With
    ``redact`` the redacted words of questions that weren't answered are kept.
    """

    answerer: Callable[[], ProvingAnswerer]
    client: WebClient
    bot_id: str
    within_seconds: float
    metrics: Metrics = field(default_factory=Metrics)
    pace: Pace = field(default_factory=Pace)
    backoff: RetryIntervalCalculator = field(default_factory=BackoffRetryIntervalCalculator)
    clock: Callable[[], float] = time.time
    redact: Redact | None = None

    def reply(self, question: StoredQuestion) -> Outcome:
        """Make one attempt, and say what came of it."""
        if self._age(question) > self.within_seconds + GIVEN_UP_SECONDS:
            return Finished("given_up")
        try:
            if question.may_be_answered and is_answered(self.client, question.asked, self.bot_id):
                return Finished("found")
        except PostFailed as failure:
            return self._not_looked_up(question, failure)
        if wait := self.pace.wait_for(question.asked.channel):
            return Later(wait, may_be_answered=False)
        try:
            return self._answered(question)
        except PostFailed as failure:
            return self._not_posted(question, failure)

    def _answered(self, question: StoredQuestion) -> Finished:
        """Post the answer, or an apology where Slack doesn't take it; return what was posted."""
        answer_id = uuid.uuid4().hex
        message, said, answer = self._message(question)
        try:
            self._post(question, message, answer_id)
        except PostRefused as refusal:
            _LOG.error("No answer to event %s: Slack said %s", question.asked.event_id, refusal)
            said, answer = "apologised", None
            self._post(question, render_apology(), answer_id)
        _LOG.info("Answer %s to event %s: %s", answer_id, question.asked.event_id, said)
        return Finished(said, asked_about(answer, self.redact) if answer else None)

    def _message(self, question: StoredQuestion) -> tuple[Message, str, Answer | None]:
        """Return what to post, what that is in a word, and the answer, if it is one and no apology."""
        if self._age(question) > self.within_seconds:
            return render_too_late(), "too_late", None
        if not question.asked.text:
            return render_how_to(), "how_to", None
        try:
            with self.metrics.timed("answer"):
                answerer = self.answerer()  # one for both: the next moment may have another
                answer = answerer.answer(question.asked.text)
                answerer.prove(answer)
                return render_answer(answer), answer.status.value, answer
        except Exception as error:  # noqa: BLE001 - whatever it is, the asker gets a reply
            # The text of an error may quote the question.
            _LOG.error("No answer to event %s: %s", question.asked.event_id, type(error).__name__)
            return render_apology(), "apologised", None

    def _post(self, question: StoredQuestion, message: Message, answer_id: str) -> None:
        with self.metrics.timed("post"):
            post(self.client, question.asked, message, answer_id)
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
            return Finished("undeliverable")
        if isinstance(failure, PostDelayed):
            self.pace.slow_down(question.asked.channel, failure.seconds)
        return Later(self._wait(question, failure), may_be_answered=isinstance(failure, PostUnconfirmed))

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

"""Slack's agent view: prompts to begin with, and a status while an answer is looked up; nothing needs it."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.inbox.question import StoredQuestion
from bot.metrics import Metrics
from bot.slack.posting import PostFailed, failures_told

STATUS = "is looking in the guides …"
MOST_PROMPTS = 4
AGAIN_SECONDS = 600.0
"""So long after Slack refused it the view isn't tried again."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class AgentView:
    """Uses the view where the app has it; ``is_allowed``: the bot has the scope `assistant:write`.

    ``client`` should give up soon: an answer waits for the status that comes before it.
    """

    client: WebClient
    metrics: Metrics
    is_allowed: bool
    clock: Callable[[], float] = time.monotonic
    _not_before: float = 0.0

    def working(self, question: StoredQuestion) -> None:
        """Show that a direct question is being looked up; Slack takes that away when the reply is posted."""
        asked = question.asked
        if asked.surface == "direct" and asked.thread_ts and not asked.is_private:
            self._call(
                "assistant.threads.setStatus",
                {"channel_id": asked.channel, "thread_ts": asked.thread_ts, "status": STATUS},
            )

    def suggest(self, channel: str, questions: Callable[[], Sequence[str]]) -> None:
        """Offer questions to begin with; with a thread named, Slack would take no notice of them."""
        if not self._is_in_use():
            return
        prompts = [{"title": words, "message": words} for words in questions()[:MOST_PROMPTS]]
        if prompts:
            arguments = {"channel_id": channel, "prompts": prompts}
            self._call("assistant.threads.setSuggestedPrompts", arguments)

    def _call(self, method: str, arguments: dict[str, Any]) -> None:
        if not self._is_in_use():
            return
        try:
            with failures_told():
                self.client.api_call(method, json=arguments)
        except PostFailed as failure:
            self._not_before = self.clock() + AGAIN_SECONDS
            self.metrics.slack_error(method, str(failure))
            _LOG.info("The agent view isn't used for a while: %s said %s", method, failure)

    def _is_in_use(self) -> bool:
        return self.is_allowed and self.clock() >= self._not_before

"""What was asked before: read in Slack, where it is, so that it needn't be kept here."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.printable import printable
from bot.slack.mrkdwn import plain_question
from bot.slack.posting import METADATA_TYPE, PostFailed, failures_told

MOST_MESSAGES = 30
FRESH_SECONDS = 900.0
"""Outside of threads a question is taken for the one before only for so long."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EarlierQuestions:
    """Finds the question before in a thread or a direct message, as ``redact`` leaves it."""

    client: WebClient
    bot_user: str
    bot_id: str
    redact: Callable[[str], str]
    metrics: Metrics

    def before(self, asked: IncomingQuestion) -> str:
        """Return the last question before ``asked`` that the bot answered there, "" where there is none.

        That it can't be read is no reason not to answer: then the question stands alone.
        """
        if asked.is_private or (asked.thread_ts is None and not asked.channel.startswith("D")):
            return ""
        try:
            with failures_told():
                messages = self._messages(asked)
        except PostFailed as failure:
            self.metrics.slack_error("read the thread", str(failure))
            _LOG.warning("The thread of event %s can't be read: %s", asked.event_id, failure)
            return ""
        return self.redact(self._last_answered(messages, asked))

    def _messages(self, asked: IncomingQuestion) -> Sequence[dict[str, Any]]:
        """Return the last messages before a question, oldest first."""
        span = {"channel": asked.channel, "latest": asked.ts, "include_all_metadata": True}
        if asked.thread_ts:
            found: list[dict[str, Any]] = []
            for page in self.client.conversations_replies(ts=asked.thread_ts, limit=200, **span):  # type: ignore[arg-type]
                found += page["messages"]
            return found[-MOST_MESSAGES:]
        oldest = f"{float(asked.ts) - FRESH_SECONDS:.6f}"
        page = self.client.conversations_history(oldest=oldest, limit=MOST_MESSAGES, **span)  # type: ignore[arg-type]
        return list(reversed(page["messages"]))

    def _last_answered(self, messages: Sequence[dict[str, Any]], asked: IncomingQuestion) -> str:
        answered = [self._question_of(message) for message in messages if message["ts"] < asked.ts]
        asked_by_ts = {message["ts"]: message for message in messages if not message.get("bot_id")}
        for ts in reversed(answered):
            if ts in asked_by_ts:
                return printable(plain_question(asked_by_ts[ts].get("text") or "", self.bot_user))
        return ""

    def _question_of(self, message: dict[str, Any]) -> str:
        """Return the ``ts`` of the question that one of our messages replied to, "" of any other message."""
        metadata = message.get("metadata") or {}
        if message.get("bot_id") != self.bot_id or metadata.get("event_type") != METADATA_TYPE:
            return ""
        return str((metadata.get("event_payload") or {}).get("question_ts", ""))

"""Signs of life: who has to wait sees that the question arrived."""

import logging
import time
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.slack.posting import AccessLost, PostDelayed, failure_of

REACTION = "eyes"
AFTER_SECONDS = 3.0
AT_ONCE = 5
"""Signs a second at most: Slack takes about fifty reactions a minute."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Signs:
    """Reacts to questions that have been waiting; nothing depends on it."""

    inbox: Inbox
    client: WebClient
    metrics: Metrics
    is_allowed: bool = True
    _not_before: float = 0.0

    def show(self) -> None:
        """React to those that have been waiting and didn't get a sign yet."""
        if not self.is_allowed or time.monotonic() < self._not_before:
            return
        try:
            waiting = self.inbox.waiting_unsigned(AFTER_SECONDS, AT_ONCE)
        except InboxUnavailable:  # told by those who need it
            return
        for asked in waiting:
            self._react(asked)

    def _react(self, asked: IncomingQuestion) -> None:
        try:
            self.client.reactions_add(channel=asked.channel, timestamp=asked.ts, name=REACTION)
        except (SlackClientError, OSError, HTTPException) as error:
            failure = failure_of(error)
            self.metrics.slack_error("react", str(failure))
            if isinstance(failure, PostDelayed):
                self._not_before = time.monotonic() + failure.seconds
            elif isinstance(failure, AccessLost):
                self.is_allowed = False
                _LOG.warning("No reactions while questions wait: Slack said %s", failure)

"""Messages and mentions: questions, and what else is said that something follows from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest

from bot.inbox.question import IncomingQuestion
from bot.slack.intake import Intake

Reader = Callable[[dict[str, Any], str], IncomingQuestion | None]
"""Given an event's body and the bot's user id, returns what is to be done, if anything."""


@dataclass(frozen=True, slots=True)
class ListenToEvents:
    """Takes in what the first of the ``readers`` that makes something of an event makes of it."""

    intake: Intake
    readers: Sequence[Reader]

    def __call__(self, app: App) -> None:
        """Listen for what is said."""

        @app.event("app_mention")
        @app.event("message")
        def take(body: dict[str, Any], context: BoltContext, request: BoltRequest) -> None:
            read = (reader(body, str(context.bot_user_id)) for reader in self.readers)
            asked = next((one for one in read if one is not None), None)
            if asked is not None:
                self.intake.take(asked, is_redelivered=_retry_number(request) > 0)


def _retry_number(request: BoltRequest) -> int:
    given = request.headers.get("x-slack-retry-num", ["0"])[0]
    return int(given) if given.isdecimal() else 0

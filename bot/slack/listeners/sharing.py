"""The "Share" button of a private answer."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.inbox.question import IncomingQuestion, Task
from bot.slack.buttons import SHARE
from bot.slack.intake import Intake
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference


@dataclass(frozen=True, slots=True)
class ListenToSharing:
    """Has a private answer shown where it was asked for: once, and again only where that came to nothing."""

    intake: Intake

    def __call__(self, app: App) -> None:
        """Listen for the button."""

        @app.action(SHARE)
        def share(ack: Ack, body: dict[str, Any]) -> None:
            self.intake.press(read_share(Pressed.from_body(body)))
            ack()


def read_share(pressed: Pressed) -> IncomingQuestion:
    """Return what is to be shared: the same however often the button is pressed.

    Raises:
        Refused: the button is of another release, or in no channel.
    """
    reference = AnswerReference.from_value(pressed.value)
    return IncomingQuestion(
        team=pressed.team,
        channel=pressed.require_channel(),
        ts=f"s{reference.id[:31]}",
        thread_ts=reference.thread_ts or None,
        text=pressed.value,
        surface="share",
        user=pressed.user,
        response_url=pressed.response_url,
        task=Task.SHARE,
    )

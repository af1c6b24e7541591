"""The "Go deeper" button, and the turning of its pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.answering import ProvingAnswerer, Visibility
from bot.slack.buttons import DEEPER
from bot.slack.deeper import DEEPER_PAGE, Deeper
from bot.slack.modals import Modal, show_modal
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference


@dataclass(frozen=True, slots=True)
class ListenToDeeper:
    """Shows more of the guides to who asks for it: of those that they may read."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    client: WebClient

    def __call__(self, app: App) -> None:
        """Listen for the buttons."""

        @app.action(DEEPER)
        def go_deeper(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            show_modal(self.client, pressed, self._page(pressed, pressed.value, 0))
            ack()

        @app.action(re.compile(f"{DEEPER_PAGE}_"))
        def turn(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            page = self._page(pressed, pressed.metadata, int(pressed.value))
            # Without the view's hash: for who presses twice Slack would refuse the second of the same page.
            self.client.views_update(view_id=pressed.view_id, view=page.to_view())
            ack()

    def _page(self, pressed: Pressed, value: str, number: int) -> Modal:
        reference, answerer = AnswerReference.from_value(value), self.answerer()
        visible = self.visibility.visible(pressed.as_asked(), answerer.cards).asker
        return Deeper(reference, answerer, visible, date.today()).page(number).with_metadata(value)

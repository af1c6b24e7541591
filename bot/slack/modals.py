"""Modals, within Slack's limits: opened by a press, put on top of another one, or turned to another page."""

from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient

from bot.slack.message import Block
from bot.slack.pressed import Pressed
from bot.slack.shortening import cut

LONGEST_TITLE, LONGEST_METADATA, MOST_BLOCKS = 24, 3000, 100


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal; ``submit`` is what its button says, "" where there is nothing to submit.

    ``metadata`` comes back with each press in it, within Slack's limit or not at all.
    """

    title: str
    blocks: tuple[Block, ...]
    callback_id: str = ""
    submit: str = ""
    metadata: str = ""

    def with_metadata(self, metadata: str) -> "Modal":
        """Return the modal with something to bring back."""
        return replace(self, metadata=metadata)

    def to_view(self) -> dict[str, Any]:
        """Return what Slack takes."""
        view: dict[str, Any] = {
            "type": "modal",
            "title": _plain(self.title),
            "close": _plain("Close" if not self.submit else "Cancel"),
            "blocks": list(self.blocks[:MOST_BLOCKS]),
            "private_metadata": self.metadata if len(self.metadata) <= LONGEST_METADATA else "",
            "callback_id": self.callback_id,
        }
        return view | ({"submit": _plain(self.submit)} if self.submit else {})


def show_modal(client: WebClient, pressed: Pressed, modal: Modal) -> None:
    """Open a modal for who pressed: on top, where they pressed in one.

    Raises:
        SlackApiError: the press is more than three seconds old, say.
    """
    if pressed.is_in_modal:
        client.views_push(trigger_id=pressed.trigger_id, view=modal.to_view())
    else:
        client.views_open(trigger_id=pressed.trigger_id, view=modal.to_view())


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, LONGEST_TITLE)}

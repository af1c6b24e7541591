"""What a press of a button says: who, where, and the button's value."""

from dataclasses import dataclass
from typing import Any

from bot.inbox.question import IncomingQuestion
from bot.slack.refusals import Refused

NOWHERE = "This button only works in a channel or a direct message."


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that somebody pressed; what the place of it doesn't have is ""."""

    team: str
    user: str
    channel: str
    thread_ts: str
    message_ts: str
    value: str
    trigger_id: str
    response_url: str
    view_id: str
    metadata: str
    """What the view brings back."""
    is_in_modal: bool
    is_ephemeral: bool

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> "Pressed":
        """Read a `block_actions` payload, of a message that all see, one that one person sees, or a view."""
        container = body.get("container") or {}
        message = body.get("message") or {}
        action, view = body["actions"][0], body.get("view") or {}
        return cls(
            team=(body.get("team") or {}).get("id") or body["user"].get("team_id") or "",
            user=body["user"]["id"],
            channel=(body.get("channel") or {}).get("id") or container.get("channel_id") or "",
            thread_ts=message.get("thread_ts") or container.get("thread_ts") or "",
            message_ts=message.get("ts") or container.get("message_ts") or "",
            value=action.get("value") or (action.get("selected_option") or {}).get("value") or "",
            trigger_id=body.get("trigger_id") or "",
            response_url=body.get("response_url") or "",
            view_id=view.get("id") or "",
            metadata=view.get("private_metadata") or "",
            is_ephemeral=bool(container.get("is_ephemeral")),
            is_in_modal=view.get("type") == "modal",
        )

    def as_asked(self) -> IncomingQuestion:
        """Return the press as a question that is answered privately, to look up what may be shown."""
        return IncomingQuestion(
            self.team, self.channel, self.message_ts, None, "", "press", user=self.user, is_private=True
        )

    def require_channel(self) -> str:
        """Return the channel.

        Raises:
            Refused: the button is in a modal or in App Home.
        """
        if not self.channel:
            raise Refused(NOWHERE)
        return self.channel

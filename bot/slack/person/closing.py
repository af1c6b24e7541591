"""The owner's message of a question that is resolved: it says so, and its button is gone."""

import logging
from typing import Any

from slack_sdk import WebClient

from bot.inbox.handovers import Handover
from bot.slack.message import Message
from bot.slack.person.relaying import RESOLVED
from bot.slack.posting import PostFailed, failures_told
from bot.slack.words import mrkdwn

_LOG = logging.getLogger(__name__)


def mark_resolved(client: WebClient, handover: Handover) -> None:
    """Say below the question that it is resolved; where that fails, pressing the button still says so."""
    if not handover.owner_ts:
        return
    try:
        with failures_told():
            message = _message(client, handover.owner_channel, handover.owner_ts)
            if message is None:
                return
            resolved = render_resolved(message)
            client.chat_update(
                channel=handover.owner_channel,
                ts=handover.owner_ts,
                text=resolved.text,
                blocks=list(resolved.blocks),
            )
    except PostFailed as failure:
        _LOG.warning("A resolved question still shows its button: %s", failure)


def render_resolved(message: dict[str, Any]) -> Message:
    """Return a question's message, as Slack gives it back, without its button and marked as resolved."""
    kept = [block for block in message.get("blocks") or [] if block["type"] != "actions"]
    blocks = (*kept, {"type": "context", "elements": [mrkdwn(RESOLVED)]})
    return Message(f"{RESOLVED} {message.get('text') or ''}"[:3500], blocks)


def _message(client: WebClient, channel: str, ts: str) -> dict[str, Any] | None:
    found = client.conversations_replies(channel=channel, ts=ts, limit=1)
    return next((message for message in found["messages"] if message["ts"] == ts), None)

"""Slack events → questions: what somebody asked, where the reply belongs, and how to know it again."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from bot.slack.mrkdwn import plain_question

_QUESTION_SUBTYPES = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question, "" where the bot was only mentioned; ``thread_ts`` None replies outside of threads."""

    text: str
    channel: str
    thread_ts: str | None
    keys: tuple[Hashable, ...]
    """The same for every delivery of the same message."""


def read_event(body: dict[str, Any], bot_user: str) -> IncomingQuestion | None:
    """Return the question in a mention or a direct message, None where nobody asked anything.

    Edits, deletions, joins and what bots write are no questions. A direct message is answered beside it, all
    else in its thread.
    """
    event = body["event"]
    if event.get("bot_id") or event.get("bot_profile") or event.get("subtype") not in _QUESTION_SUBTYPES:
        return None
    if "edited" in event or not event.get("user") or event["user"] == bot_user:
        return None
    direct = event["type"] == "message"
    if direct and event.get("channel_type") != "im":
        return None
    thread = event.get("thread_ts") or (None if direct else event["ts"])
    place = (body.get("team_id") or event.get("team"), event["channel"], event["ts"])
    keys = (place, body["event_id"]) if body.get("event_id") else (place,)
    return IncomingQuestion(plain_question(event.get("text", ""), bot_user), event["channel"], thread, keys)


def reply_place(body: dict[str, Any]) -> tuple[str, str | None] | None:
    """Return the channel and thread in which to apologise for an event, None where there is none."""
    event = body.get("event") or {}
    if "channel" not in event or "ts" not in event:
        return None
    direct = event.get("channel_type") == "im"
    return event["channel"], event.get("thread_ts") or (None if direct else event["ts"])

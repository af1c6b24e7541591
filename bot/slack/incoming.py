"""Slack events → questions: what somebody asked, where the reply belongs, and how to know it again."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from bot.slack.mrkdwn import plain_question

_QUESTION_SUBTYPES = {None, "file_share", "thread_broadcast"}
_SLACKBOT = "USLACKBOT"


Place = tuple[str, str | None]
"""A channel and the ``ts`` of a thread in it; None is outside of threads."""


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question, "" where the bot was only mentioned, and where its reply belongs."""

    text: str
    place: Place
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
    if "edited" in event or not event.get("user") or event["user"] in {bot_user, _SLACKBOT}:
        return None
    if event["type"] == "message" and not _is_direct(event):
        return None
    message = (body.get("team_id") or event.get("team"), event["channel"], event["ts"])
    keys = (message, body["event_id"]) if body.get("event_id") else (message,)
    text = plain_question(event.get("text") or "", bot_user)
    return IncomingQuestion(text, (event["channel"], _thread(event)), keys)


def reply_place(body: dict[str, Any]) -> Place | None:
    """Return the channel and thread in which to apologise for an event, None where there is none."""
    event = body.get("event") or {}
    if "channel" not in event or "ts" not in event:
        return None
    return event["channel"], _thread(event)


def _is_direct(event: dict[str, Any]) -> bool:
    """Tell whether a message is for the bot alone; a mention's event doesn't name the kind of its channel."""
    return bool(event.get("channel_type") == "im" or event["channel"].startswith("D"))


def _thread(event: dict[str, Any]) -> str | None:
    return event.get("thread_ts") or (None if _is_direct(event) else event["ts"])

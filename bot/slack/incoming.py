"""Slack events → questions: what somebody asked, where the reply belongs, and how to know it again."""

from typing import Any

from bot.inbox.question import IncomingQuestion
from bot.printable import printable
from bot.slack.mrkdwn import plain_question

_QUESTION_SUBTYPES = {None, "file_share", "thread_broadcast"}
_SLACKBOT = "USLACKBOT"


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
    return IncomingQuestion(
        team=body.get("team_id") or event.get("team") or "",
        channel=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts") or (None if _is_direct(event) else event["ts"]),
        text=printable(plain_question(event.get("text") or "", bot_user)),
        surface="direct" if _is_direct(event) else "mention",
        event_id=body.get("event_id"),
    )


def _is_direct(event: dict[str, Any]) -> bool:
    """Tell whether a message is for the bot alone; a mention's event doesn't name the kind of its channel."""
    return bool(event.get("channel_type") == "im" or event["channel"].startswith("D"))

"""Slack events → questions: what somebody asked, where the reply belongs, and how to know it again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.channel_settings import ChannelSettings
from bot.inbox.errors import InboxUnavailable
from bot.inbox.question import IncomingQuestion
from bot.printable import printable
from bot.slack.mrkdwn import mentions_anybody, plain_question
from knowledge.screening import is_question

_QUESTION_SUBTYPES = {None, "file_share", "thread_broadcast"}
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads mentions and direct messages; ``channel`` returns what holds in a channel."""

    channel: Callable[[str], ChannelSettings]

    def __call__(self, body: dict[str, Any], bot_user: str) -> IncomingQuestion | None:
        """Return the question in an event's body, None where nobody asked the bot anything.

        Edits, deletions, joins and what bots write are no questions. A direct message is answered beside it,
        all else in its thread.
        """
        event = body["event"]
        if not is_said_by_somebody(event, bot_user) or (event["type"] == "message" and not _is_direct(event)):
            return None
        asked = _question(body, bot_user)
        is_private = asked.surface == "mention" and self.channel(asked.channel).answers == "private"
        return replace(asked, is_private=is_private)


@dataclass(frozen=True, slots=True)
class OverheardReader:
    """Reads what nobody asked the bot, where the operator wants that: in threads it is in, in some channels.

    ``follow_ups`` is what holds in channels that don't say; ``knows_thread`` tells, by team, channel and
    thread, whether the bot was asked something in there.
    """

    channel: Callable[[str], ChannelSettings]
    follow_ups: bool
    knows_thread: Callable[[str, str, str], bool]

    def __call__(self, body: dict[str, Any], bot_user: str) -> IncomingQuestion | None:
        """Return a question that may be answered, None where what was said is for others or no question."""
        event = body["event"]
        if event["type"] != "message" or _is_direct(event) or not is_said_by_somebody(event, bot_user):
            return None
        if mentions_anybody(event.get("text") or "") or not self._may_answer(body):
            return None
        asked = _question(body, bot_user)
        if not is_question(asked.text):
            return None
        is_private = self.channel(asked.channel).answers == "private"
        return replace(asked, surface="overheard", is_called=False, is_private=is_private)

    def _may_answer(self, body: dict[str, Any]) -> bool:
        event = body["event"]
        settings, thread = self.channel(event["channel"]), event.get("thread_ts")
        if thread is None or thread == event["ts"]:
            return settings.auto_answer
        follows = self.follow_ups if settings.follow_ups is None else settings.follow_ups
        return follows and self._knows(team_of(body), event["channel"], thread)

    def _knows(self, team: str, channel: str, thread: str) -> bool:
        """Tell whether the bot is in a thread; without the database it isn't: nobody called it."""
        try:
            return self.knows_thread(team, channel, thread)
        except InboxUnavailable:
            return False


def is_said_by_somebody(event: dict[str, Any], bot_user: str) -> bool:
    """Tell whether a person said something new: edits, deletions, joins and bots' messages are none."""
    if event.get("bot_id") or event.get("bot_profile") or event.get("subtype") not in _QUESTION_SUBTYPES:
        return False
    return "edited" not in event and bool(event.get("user")) and event["user"] not in {bot_user, _SLACKBOT}


def _question(body: dict[str, Any], bot_user: str) -> IncomingQuestion:
    event = body["event"]
    return IncomingQuestion(
        team=team_of(body),
        channel=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts") or (None if _is_direct(event) else event["ts"]),
        text=printable(plain_question(event.get("text") or "", bot_user)),
        surface="direct" if _is_direct(event) else "mention",
        event_id=body.get("event_id"),
        user=event["user"],
        is_shared=bool(body.get("is_ext_shared_channel")),
    )


def team_of(body: dict[str, Any]) -> str:
    """Return the workspace that an event is from."""
    return body.get("team_id") or body["event"].get("team") or ""


def _is_direct(event: dict[str, Any]) -> bool:
    """Tell whether a message is for the bot alone; a mention's event doesn't name the kind of its channel."""
    return bool(event.get("channel_type") == "im" or event["channel"].startswith("D"))

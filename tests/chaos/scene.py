"""The workspace in which a plan is played: who and what is there, and how the bot is set for it."""

import json
from collections.abc import Mapping, Sequence

from bot.slack.access import AUDIENCE_SCOPES, COMMAND_SCOPES, PERSON_SCOPES, RECOVERY_SCOPES, SIGN_SCOPES
from tests.chaos.asking import READER
from tests.chaos.pressing import OWNER
from tests.chaos.workload import AUTO_CHANNELS, OWNERS_CHANNELS, Planned, auto_channel, owners_channel
from tests.standin.server import StandInSlack

SCOPES = {*RECOVERY_SCOPES, *SIGN_SCOPES, *AUDIENCE_SCOPES, *COMMAND_SCOPES, *PERSON_SCOPES}
SUBSCRIPTIONS = {"app_mention", "message.channels", "message.im"}
"""With message.channels each mention comes as two events, and chatter comes too."""


def move_in(slack: StandInSlack, planned: Sequence[Planned]) -> None:
    """Add the people and channels of a plan, and give the app what it may have."""
    slack.app.scopes |= SCOPES
    slack.app.subscriptions |= SUBSCRIPTIONS
    for user in {OWNER, READER, *(one.user for one in planned)}:
        slack.person(user)
    for channel in {one.channel for one in planned if one.channel} | set(_owners_channels()):
        slack.channel(channel)


def settings_of(planned: Sequence[Planned]) -> Mapping[str, str]:
    """Return the bot's settings, as its environment."""
    asked_in = sorted({one.channel for one in planned if one.channel})
    channels: dict[str, dict[str, object]] = {name: {"owner": owners_channel(name)} for name in asked_in}
    for number in range(AUTO_CHANNELS):
        channels[auto_channel(number)] = {"auto_answer": True}
    return {
        "FOOTNOTE_CHANNELS": json.dumps(channels),
        "FOOTNOTE_FOLLOW_UPS": "true",
        "FOOTNOTE_HELP_CHANNEL": _owners_channels()[-1],
        "FOOTNOTE_MAINTAINERS": OWNER,
    }


def _owners_channels() -> Sequence[str]:
    return [f"C9{number:03d}" for number in range(OWNERS_CHANNELS + 1)]

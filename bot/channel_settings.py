"""What an operator may set for a channel, by its id: a name may change, an id never does."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


def _channel_id(value: str) -> str:
    if not _CHANNEL.fullmatch(value):
        raise ValueError(
            f"{value!r} is no channel id; copy it in Slack from the end of the channel's details"
        )
    return value


def _user_id(value: str) -> str:
    if not _USER.fullmatch(value):
        raise ValueError(f"{value!r} is no user id; copy it in Slack from the menu of the person's profile")
    return value


ChannelId = Annotated[str, AfterValidator(_channel_id)]
UserId = Annotated[str, AfterValidator(_user_id)]


class ChannelSettings(BaseModel):
    """What holds in one channel."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    guides: tuple[str, ...] = ()
    """The guides that answer there, as patterns of their paths such as `hr/*`; (): all."""
    answers: Literal["public", "private"] = "public"
    """Whether all see an answer, or who asked alone."""
    auto_answer: bool = False
    """Whether questions are answered that nobody asked the bot: only those that it is sure of."""
    follow_ups: bool | None = None
    """Whether further questions in a thread need no mention; None: as in all channels."""
    owner: ChannelId | None = None
    """Where people are asked whom the guides don't satisfy, instead of the guide's owner."""


Channels = Mapping[ChannelId, ChannelSettings]
EVERYWHERE = ChannelSettings()
"""What holds in a channel that nothing was set for."""

"""Who asks what, where and when: all of it drawn from a seed beforehand."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from threading import Event

from tests.chaos.questions import KNOWN, NOTHING, UNKNOWN
from tests.standin.people import Said
from tests.standin.server import StandInSlack

DIRECT, IN_THREAD, CHATTER, EMPTY, UNANSWERABLE = 0.35, 0.25, 0.1, 0.03, 0.3
CHATTED = "see you at the meeting"
SCOPES = {
    "app_mentions:read",
    "channels:history",
    "chat:write",
    "im:history",
    "reactions:write",
}
SUBSCRIPTIONS = {"app_mention", "message.channels", "message.im"}
"""With message.channels each mention comes as two events, and chatter comes too."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that a person says `at` seconds from the start.

    A channel of None is their direct message with the bot. `below` is the number, in the plan, of what was
    said earlier in the same thread; None is outside of threads. Chatter isn't said to the bot.
    """

    at: float
    user: str
    channel: str | None
    text: str
    below: int | None
    is_chatter: bool = False


def plan_workload(seed: int, questions: int, users: int, channels: int, seconds: float) -> list[Planned]:
    """Return the questions, and some chatter between them, by the time that they are asked."""
    dice = Random(f"{seed}/workload")
    moments = sorted(dice.uniform(0, seconds) for _ in range(questions))
    planned: list[Planned] = []
    for at in moments:
        if dice.random() < CHATTER:
            planned.append(
                Planned(at, _user(dice, users), _channel(dice, channels), CHATTED, None, is_chatter=True)
            )
        planned.append(_question(dice, at, users, channels, planned))
    return planned


def _question(dice: Random, at: float, users: int, channels: int, before: Sequence[Planned]) -> Planned:
    user = _user(dice, users)
    channel = None if dice.random() < DIRECT else _channel(dice, channels)
    text = NOTHING if channel and dice.random() < EMPTY else _text(dice)
    place = (channel, user if channel is None else None)
    there = [number for number, one in enumerate(before) if _place(one) == place]
    below = dice.choice(there[-10:]) if there and dice.random() < IN_THREAD else None
    return Planned(at, user, channel, text, below)


def _place(one: Planned) -> tuple[str | None, str | None]:
    return one.channel, one.user if one.channel is None else None


def _text(dice: Random) -> str:
    return dice.choice(UNKNOWN if dice.random() < UNANSWERABLE else KNOWN)


def _user(dice: Random, users: int) -> str:
    return f"U{dice.randrange(users):04d}"


def _channel(dice: Random, channels: int) -> str:
    return f"C{dice.randrange(channels):04d}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, and what for."""

    planned: Planned
    said: Said


def move_in(slack: StandInSlack, planned: Sequence[Planned]) -> None:
    """Add the people and channels of a plan, and give the app what it may have."""
    slack.app.scopes |= SCOPES
    slack.app.subscriptions |= SUBSCRIPTIONS
    for user in {one.user for one in planned}:
        slack.person(user)
    for channel in {one.channel for one in planned if one.channel}:
        slack.channel(channel)


def speak(slack: StandInSlack, planned: Sequence[Planned], stop: Event) -> list[Spoken]:
    """Say everything in its time, until told to stop; return what was said."""
    started = time.monotonic()
    spoken: list[Spoken] = []
    for one in planned:
        if stop.wait(max(0.0, started + one.at - time.monotonic())):
            break
        parent = None if one.below is None else spoken[one.below].said
        thread_ts = None if parent is None else parent.thread_ts or parent.ts
        text = one.text if one.channel is None or one.is_chatter else f"{slack.mention} {one.text}".strip()
        said = slack.say(one.user, one.channel or slack.dm(one.user), text, thread_ts)
        spoken.append(Spoken(one, said))
    return spoken

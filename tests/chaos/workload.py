"""Who asks what, where, how and when, and what they do about the answer: drawn from a seed beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.chaos.questions import KNOWN, LEANING, NOTHING, UNKNOWN

DIRECT, IN_THREAD, CHATTER, EMPTY, UNANSWERABLE = 0.35, 0.25, 0.1, 0.03, 0.3
SHARING, ASKING_A_PERSON, REPLYING_TWICE, RESOLVING, TWICE = 0.6, 0.1, 0.3, 0.5, 0.2
CHATTED = "see you at the meeting"
AUTO_CHANNELS = 3
OWNERS_CHANNELS = 4
PARENTS_LOOKED_AT = 40


class Way(StrEnum):
    """How somebody asks."""

    SAID = "mentions and direct messages"
    COMMAND = "/ask"
    SHORTCUT = "the message shortcut"
    AUTO = "auto-answer channels"
    FOLLOW_UP = "follow-ups with a mention"
    UNCALLED = "follow-ups without a mention"
    CHATTER = "chatter"


WAYS = {Way.SAID: 56, Way.COMMAND: 12, Way.SHORTCUT: 8, Way.AUTO: 9, Way.FOLLOW_UP: 7, Way.UNCALLED: 8}
PRIVATE = {Way.COMMAND, Way.SHORTCUT}


@dataclass(frozen=True, slots=True)
class Person:
    """What comes of "Ask a person": how many replies, and who says at the end that it is resolved, if any."""

    replies: int
    resolver: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that a person asks `at` seconds from the start.

    A channel of None is their direct message with the bot. `below` is the number, in the plan, of what was
    said earlier in the same thread; None is outside of threads. `shares`: how often they press "Share".
    """

    at: float
    user: str
    channel: str | None
    text: str
    below: int | None = None
    way: Way = Way.SAID
    shares: int = 0
    person: Person | None = None


def plan_workload(seed: int, questions: int, users: int, channels: int, seconds: float) -> list[Planned]:
    """Return the questions, and some chatter between them, by the time that they are asked."""
    dice = Random(f"{seed}/workload")
    moments = sorted(dice.uniform(0, seconds) for _ in range(questions))
    planned: list[Planned] = []
    for at in moments:
        if dice.random() < CHATTER:
            user, channel = _user(dice, users), _channel(dice, channels)
            planned.append(Planned(at, user, channel, CHATTED, way=Way.CHATTER))
        planned.append(_question(dice, at, users, channels, planned))
    return planned


def auto_channel(number: int) -> str:
    return f"C8{number:03d}"


def owners_channel(asked_in: str) -> str:
    """Return the channel where people are asked about an answer in another one; the last is for all else."""
    number = int(asked_in[1:]) % OWNERS_CHANNELS if asked_in.startswith("C0") else OWNERS_CHANNELS
    return f"C9{number:03d}"


def _question(dice: Random, at: float, users: int, channels: int, before: Sequence[Planned]) -> Planned:
    way = dice.choices(list(WAYS), list(WAYS.values()))[0]
    user, channel = _user(dice, users), _channel(dice, channels)
    person = _person(dice) if dice.random() < ASKING_A_PERSON else None
    shares = (1 + (dice.random() < TWICE)) if dice.random() < SHARING else 0
    if way in PRIVATE:
        return Planned(at, *_unlike(dice, users, channels, before), None, way, shares, person)
    if way is Way.AUTO:
        channel = auto_channel(dice.randrange(AUTO_CHANNELS))
        return Planned(at, user, channel, _text(dice), None, way, person=person)
    if way in {Way.FOLLOW_UP, Way.UNCALLED} and (parents := _threads(before)):
        below = dice.choice(parents)
        text = dice.choice(LEANING) if way is Way.FOLLOW_UP else _text(dice)
        return Planned(at, user, before[below].channel, text, below, way, person=person)
    return _said(dice, Planned(at, user, channel, "", person=person), before)


def _said(dice: Random, one: Planned, before: Sequence[Planned]) -> Planned:
    channel = None if dice.random() < DIRECT else one.channel
    text = NOTHING if channel and dice.random() < EMPTY else _text(dice)
    place = (channel, one.user if channel is None else None)
    there = [number for number, other in enumerate(before) if _place(other) == place]
    below = dice.choice(there[-10:]) if there and dice.random() < IN_THREAD else None
    return Planned(one.at, one.user, channel, text, below, person=one.person if text else None)


def _threads(before: Sequence[Planned]) -> list[int]:
    """Return the numbers of what was asked lately in channels, with a mention."""
    there = enumerate(before)
    asked = [n for n, one in there if one.way is Way.SAID and one.channel and one.text and one.below is None]
    return asked[-PARENTS_LOOKED_AT:]


def _place(one: Planned) -> tuple[str | None, str | None] | None:
    """Return where something was said; None of what is asked in other ways."""
    if one.way not in {Way.SAID, Way.CHATTER}:
        return None
    return one.channel, one.user if one.channel is None else None


def _unlike(dice: Random, users: int, channels: int, before: Sequence[Planned]) -> tuple[str, str, str]:
    """Return who asks what where privately: of none two are alike, for such answers carry no name."""
    asked = {(one.user, one.channel, one.text) for one in before if one.way in PRIVATE}
    while (drawn := (_user(dice, users), _channel(dice, channels), _text(dice))) in asked:
        pass
    return drawn


def _person(dice: Random) -> Person:
    resolver = dice.choice(("asker", "owner")) if dice.random() < RESOLVING else ""
    return Person(1 + (dice.random() < REPLYING_TWICE), resolver)


def _text(dice: Random) -> str:
    return dice.choice(UNKNOWN if dice.random() < UNANSWERABLE else KNOWN)


def _user(dice: Random, users: int) -> str:
    return f"U{dice.randrange(users):04d}"


def _channel(dice: Random, channels: int) -> str:
    return f"C{dice.randrange(channels):04d}"

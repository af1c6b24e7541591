"""Many people at once, each acting by a script that waits for what the bot does."""

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.slack.app import FAILED
from tests.standin.counting import question_ts
from tests.standin.deliveries import Delivery
from tests.standin.server import StandInSlack
from tests.standin.workspace import Ephemeral, Message

PATIENCE_SECONDS = 3.0
"""So long Slack waits for the app before it tells who pressed that it didn't work."""
AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen in Slack at one moment: the bot's messages, by what they reply to and oldest first."""

    replies: dict[str, list[Message]]
    nameless: Sequence[Message]
    """Those that don't say what they reply to."""
    ephemerals: Sequence[Ephemeral]

    @classmethod
    def in_slack(cls, slack: StandInSlack) -> "Seen":
        """Look now."""
        workspace = slack.backend.workspace
        with workspace.changed:
            said = [one for channel in workspace.channels for one in workspace.messages(channel)]
            shown = list(workspace.ephemerals)
        replies: defaultdict[str, list[Message]] = defaultdict(list)
        for one in said:
            if one.bot_id == slack.app.bot_id:
                replies[question_ts(one) or ""].append(one)
        nameless = replies.pop("", [])
        return cls(dict(replies), nameless, shown)

    def first(self, name: str) -> Message | None:
        """Return the first reply to what has that name."""
        return next(iter(self.replies.get(name, ())), None)

    def failures(self, user: str) -> int:
        """Count how often somebody was told to try again."""
        told = [one.text for one in self.ephemerals if one.user == user]
        told += [one.text for one in self.nameless if one.channel == f"D{user[1:]}"]
        return told.count(FAILED)


Condition = Callable[[Seen], Any]
"""Returns what a script waits for, something false until it is there."""
Script = Generator[Condition, Any, Any]


def either(one: Condition, other: Condition) -> Condition:
    """Return what is so when either is, the first one's result before the other's."""
    return lambda seen: one(seen) or other(seen)


def _done(delivery: Delivery, late: Condition) -> Condition:
    return either(lambda _: delivery.done, late)


class Crowd:
    """Plays scripts, each on from where it waited once that is there."""

    def __init__(self, slack: StandInSlack) -> None:
        self._slack = slack
        self._waiting: list[tuple[Script, Condition]] = []
        self.again = 0
        """How often somebody had to press again."""

    @property
    def busy(self) -> int:
        """How many scripts aren't at their end."""
        return len(self._waiting)

    def begin(self, script: Script) -> None:
        """Have a script played as far as it doesn't wait."""
        with suppress(StopIteration):
            self._waiting.append((script, next(script)))

    def look(self) -> None:
        """Let everybody look once, and act."""
        seen, waiting = Seen.in_slack(self._slack), self._waiting
        self._waiting = []
        for script, condition in waiting:
            if not (found := condition(seen)):
                self._waiting.append((script, condition))
                continue
            with suppress(StopIteration):
                self._waiting.append((script, script.send(found)))

    def pressed(self, user: str, press: Callable[[], Delivery]) -> Script:
        """Press until the app has taken it: as people do whom Slack or the bot tells that it didn't work."""
        failures = (yield lambda seen: (seen.failures(user),))[0]
        while True:
            try:
                delivery = press()
            except StopIteration:  # the button is gone: it did work
                return
            yield _done(delivery, self.after(PATIENCE_SECONDS))
            told = (yield lambda seen: (seen.failures(user),))[0]
            if delivery.acked_at and told == failures:
                return
            failures = told
            self.again += 1
            yield self.after(AGAIN_SECONDS)

    @staticmethod
    def after(seconds: float) -> Condition:
        """Return what is so after some seconds."""
        until = time.monotonic() + seconds
        return lambda _: time.monotonic() > until

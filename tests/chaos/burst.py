"""`python -m tests.chaos.burst`: 200 questions a second for 10 s in 20 channels, at the pace Slack allows.

Prints how late events were acknowledged, how much memory the bot took, and when the last reply came; fails
if one is lost or doubled, acknowledged after more than three seconds, or the memory keeps growing.
"""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psutil

from bot.slack.access import RECOVERY_SCOPES, SIGN_SCOPES
from tests.chaos.__main__ import index_once
from tests.chaos.bot_process import BotProcess
from tests.chaos.run import Chaos, running
from tests.standin.rate_limits import Limits
from tests.standin.redelivery import Redelivery
from tests.standin.server import StandInSlack

QUESTION = "can I paste customer data into ChatGPT?"
LATEST_SECONDS = 3.0
MOST_GROWTH_MB = 100.0
"""Two thousand questions of a line each are nothing; what is held beside them would be."""
SLACK_TIERS_SECONDS = 30.0
"""So much longer than at one post a second and channel may it take until all are answered."""


@dataclass
class Memory:
    """Reads how much memory a process holds, twice a second; `megabytes` are its resident ones."""

    process: psutil.Process
    megabytes: list[float] = field(default_factory=list)
    _over: Event = field(default_factory=Event)

    def watch(self) -> Thread:
        thread = Thread(target=self._watch, name="memory")
        thread.start()
        return thread

    def end(self) -> None:
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.megabytes.append(self.process.memory_info().rss / 1e6)


def main() -> None:
    """Run it in one mode, print the figures, and fail where one is out of bounds."""
    options = _options()
    chaos = Chaos(seed=0, mode=options.mode, is_quiet=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        state = options.state or folder / "state"
        index_once(state)
        slack = stack.enter_context(StandInSlack(limits=Limits(), redelivery=Redelivery()))
        slack.app.scopes |= {*RECOVERY_SCOPES, *SIGN_SCOPES}
        channels = [slack.channel(f"C{number:04}") for number in range(options.channels)]
        (bot,) = stack.enter_context(running(chaos, slack, state, f"sqlite:///{folder}/inbox.sqlite3"))
        figures = _burst(slack, bot, channels, options.a_second, options.seconds)
    for name, value in figures.items():
        print(f"{name:36} {value:.2f}" if isinstance(value, float) else f"{name:36} {value}")
    wrong = list(_out_of_bounds(figures, options))
    print("; ".join(wrong) or "all within bounds")
    sys.exit(1 if wrong else 0)


def _burst(
    slack: StandInSlack, bot: BotProcess, channels: list[str], a_second: int, seconds: int
) -> dict[str, float | int]:
    memory = Memory(psutil.Process(bot.pid))
    before = memory.process.memory_info().rss / 1e6
    watching, started, asked = memory.watch(), time.monotonic(), a_second * seconds
    for number in range(asked):
        time.sleep(max(0.0, started + number / a_second - time.monotonic()))
        person = slack.person(f"U{number % 50:04}")
        slack.say(person, channels[number % len(channels)], f"{slack.mention} {QUESTION}")
    spoken = time.monotonic() - started
    slack.wait_until(
        lambda: not slack.answers_by_question().none, "the last reply", timeout_seconds=seconds * 100
    )
    answered = time.monotonic() - started
    memory.end()
    watching.join()
    slack.settled(3)
    answers, posts = slack.answers_by_question(), slack.calls("chat.postMessage")
    late = sorted(one.acked_at - one.sent_at for one in slack.deliveries() if one.acked_at and one.sent_at)
    return {
        "questions asked": asked,
        "asked over, s": spoken,
        "replied to exactly once": len(answers.one),
        "doubled": len(answers.doubled),
        "acknowledged after, p50, s": late[len(late) // 2],
        "acknowledged after, most, s": late[-1],
        "not acknowledged": sum(one.acked_at is None for one in slack.deliveries()),
        "last reply after, s": answered,
        "refused by Slack's limits": sum(call.error == "ratelimited" for call in posts),
        "reactions": len([call for call in slack.calls("reactions.add") if not call.error]),
        "memory before, MB": before,
        "memory at most, MB": max(memory.megabytes),
    }


def _out_of_bounds(figures: dict[str, float | int], options: argparse.Namespace) -> list[str]:
    asked = options.a_second * options.seconds
    at_best = asked / options.channels
    bounds = {
        "not every question has its one reply": figures["replied to exactly once"] != asked,
        "an event was acknowledged too late": figures["acknowledged after, most, s"] > LATEST_SECONDS
        or figures["not acknowledged"] > 0,
        "the memory grew": figures["memory at most, MB"] - figures["memory before, MB"] > MOST_GROWTH_MB,
        f"slower than {at_best:.0f} s, which the limits allow": figures["last reply after, s"]
        > at_best + SLACK_TIERS_SECONDS,
    }
    return [what for what, is_so in bounds.items() if is_so]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.burst", description=__doc__)
    parser.add_argument("--mode", choices=("socket", "http"), default="socket")
    parser.add_argument("--a-second", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--state", type=Path, help="a folder to keep the index in between runs")
    return parser.parse_args()


if __name__ == "__main__":
    main()

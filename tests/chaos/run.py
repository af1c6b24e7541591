"""One run: Slack on a bad day, the bot's processes, people who ask, and mayhem; then the count."""

import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Literal

from bot.settings import Settings
from tests.chaos.asking import Asking
from tests.chaos.bot_process import BotProcess
from tests.chaos.crowd import Crowd, Seen
from tests.chaos.dues import Dues
from tests.chaos.mayhem import Mayhem
from tests.chaos.pressing import Pressing
from tests.chaos.questions import Expected
from tests.chaos.scene import move_in, settings_of
from tests.chaos.tally import Tally, acknowledged, count, replied
from tests.chaos.workload import Planned, plan_workload
from tests.standin.deliveries import Delivery
from tests.standin.faults import ConnectionFaults, Faults
from tests.standin.rate_limits import Limits
from tests.standin.redelivery import Redelivery
from tests.standin.server import StandInSlack

REDELIVERY = Redelivery(delays=(0.2, 3.0, 8.0, 20.0, 40.0), patience=3.0)
"""Slack's retries, closer together and two more: a kill comes every few seconds here, not every few days."""
LATE_SECONDS = 12.0
"""What comes twice may come late: events are sent again up to ten seconds after they were acknowledged."""
LOOK_SECONDS, TELL_SECONDS = 0.15, 2.0
"""How often people look at Slack, and how often it is told how it goes."""
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
LOWEST_PORT, HIGHEST_PORT = 20_000, 30_000
"""Below those that the system gives to outgoing connections: the port is still free after a kill."""


@dataclass(frozen=True, slots=True)
class Chaos:
    """What a run is made of; `is_quiet` leaves out everything that goes wrong."""

    seed: int
    questions: int = 1000
    users: int = 50
    channels: int = 20
    seconds: float = 120.0
    """Over so long the questions are asked."""
    mode: Literal["socket", "http"] = "socket"
    processes: int = 1
    database: str | None = None
    mayhem_every_seconds: float = 4.0
    is_quiet: bool = False
    late_seconds: float = LATE_SECONDS
    """So long is waited at the end for what may still come twice."""
    limit_seconds: float = 600.0
    """So long after the last question every one must have its reply: Slack shows fifty threads a minute,
    which follow-ups, persons' replies and what may be answered already wait for."""

    def faults(self) -> Faults:
        """Return the plan for calls and events; lines and processes are mayhem's."""
        if self.is_quiet:
            return Faults.none()
        return replace(Faults.bad_day(self.seed), connections=ConnectionFaults())


def run(chaos: Chaos, state: Path, say: Callable[[str], None] = print) -> Tally:
    """Run it on the index in `state`, and count; `say` is told how it goes."""
    planned = plan_workload(chaos.seed, chaos.questions, chaos.users, chaos.channels, chaos.seconds)
    expected, dues = Expected.load(Settings(state=state)), Dues()
    with StandInSlack(limits=Limits(), redelivery=REDELIVERY) as slack, ExitStack() as stack:
        move_in(slack, planned)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="chaos")))
        database = chaos.database or f"sqlite:///{folder / 'inbox.sqlite3'}"
        started = running(chaos, slack, state, database, settings_of(planned))
        processes = stack.enter_context(started)
        crowd = Crowd(slack)
        asking = Asking(slack, crowd, dues, expected, Pressing(slack, crowd, dues, expected))
        acts = _ask_through_it_all(chaos, asking, processes, planned, say)
        _wait_for_replies(chaos, asking, say)
        for process in processes:
            for end in process.exits:
                say(f"{process.name} ended by itself, {end}")
        seen, deliveries = Seen.in_slack(slack), slack.deliveries()
        figures = {
            **replied(dues, seen, deliveries),
            **acknowledged(deliveries),
            "pressed again": crowd.again,
            "people who still wait": crowd.busy,
            "events that Slack gave up": len(slack.given_up()),
            "calls that something befell": sum(call.fault is not None for call in slack.calls()),
            "acts of mayhem": _told(acts),
            "starts of the bot": sum(process.starts for process in processes),
            "ends by itself": sum(len(process.exits) for process in processes),
            "exit codes after SIGTERM": _told(Counter(c for one in processes for c in one.after_sigterm)),
        }
        return count(chaos.seed, dues, seen, _changed(deliveries), figures)


def _changed(deliveries: Sequence[Delivery]) -> list[str]:
    """Return what people had said that was changed since: nobody here edits anything."""
    events = (one.body["event"] for one in deliveries if one.kind == "events_api")
    changed = (event["previous_message"] for event in events if event.get("subtype") == "message_changed")
    return [str(message.get("text")) for message in changed if not message.get("bot_id")]


def _ask_through_it_all(
    chaos: Chaos,
    asking: Asking,
    processes: list[BotProcess],
    planned: list[Planned],
    say: Callable[[str], None],
) -> Counter[str]:
    channels = sorted({one.channel for one in planned if one.channel})
    mayhem = Mayhem(chaos.seed, asking.slack, processes, channels, every_seconds=chaos.mayhem_every_seconds)
    asking.slack.faults = chaos.faults()
    if not chaos.is_quiet:
        mayhem.start()
    try:
        _ask(asking, planned)
    finally:
        if not chaos.is_quiet:
            mayhem.stop()
    for at, act in mayhem.acts:
        say(f"{at:6.1f} s  {act}")
    return mayhem.count()


def _ask(asking: Asking, planned: Sequence[Planned]) -> None:
    """Have everybody begin in their time, and act on what they see meanwhile."""
    started = time.monotonic()
    for number, one in enumerate(planned):
        while (left := started + one.at - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_SECONDS))
            asking.crowd.look()
        asking.crowd.begin(asking.script(number, planned))


def _wait_for_replies(chaos: Chaos, asking: Asking, say: Callable[[str], None]) -> None:
    """Wait until all is there that is owed or the limit passes, and then for what may still come twice.

    Calls still go wrong meanwhile, as they do on a bad day; processes and lines are left alone.
    """
    slack, crowd, started = asking.slack, asking.crowd, time.monotonic()
    told = started
    while (
        waiting := asking.dues.open(Seen.in_slack(slack)) + crowd.busy
    ) and time.monotonic() < started + chaos.limit_seconds:
        if time.monotonic() > told:
            say(f"{waiting} messages and people are waited for")
            told = time.monotonic() + TELL_SECONDS
        crowd.look()
        time.sleep(LOOK_SECONDS)
    slack.faults = Faults.none()
    time.sleep(1 if chaos.is_quiet else chaos.late_seconds)


@contextmanager
def running(
    chaos: Chaos, slack: StandInSlack, state: Path, database: str, settings: Mapping[str, str] = NO_SETTINGS
) -> Iterator[list[BotProcess]]:
    """Start the bot's processes, and stop them at the end."""
    ports = _free_ports(chaos)
    options = ["--http"] if chaos.mode == "http" else []
    processes = [
        BotProcess(f"bot {number}", {**_environment(slack, state, database, port), **settings}, options)
        for number, port in enumerate(ports)
    ]
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.wait_until_ready()
        if chaos.mode == "http":
            slack.deliver_to(*(f"http://127.0.0.1:{port}/slack/events" for port in ports))
        yield processes
    finally:
        for process in processes:
            process.stop()


def _environment(slack: StandInSlack, state: Path, database: str, port: int) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOOTNOTE_"))}
    return {
        **kept,
        "FOOTNOTE_DATABASE": database,
        "FOOTNOTE_STATE": str(state),
        "FOOTNOTE_HTTP_PORT": str(port),
        "FOOTNOTE_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def free_port() -> int:
    """Return a port that nobody has for the moment, and that the system gives to nobody else."""
    dice = Random()
    while True:
        port = dice.randrange(LOWEST_PORT, HIGHEST_PORT)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def _free_ports(chaos: Chaos) -> list[int]:
    """Return a port for each process, which stays its own from start to start."""
    ports = set[int]()
    while len(ports) < chaos.processes:
        ports.add(free_port())
    return sorted(ports)


def _told(counted: Counter[str] | Counter[int]) -> str:
    return ", ".join(f"{name} × {number}" for name, number in counted.most_common()) or "none"

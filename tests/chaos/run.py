"""One run: Slack on a bad day, the bot's processes, people who ask, and mayhem; then the count."""

import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event
from typing import Literal

from bot.settings import Settings
from tests.chaos.bot_process import BotProcess
from tests.chaos.mayhem import Mayhem
from tests.chaos.questions import expected_texts
from tests.chaos.tally import Tally, acknowledged, count, replied
from tests.chaos.workload import Planned, Spoken, move_in, plan_workload, speak
from tests.standin.faults import ConnectionFaults, Faults
from tests.standin.rate_limits import Limits
from tests.standin.redelivery import Redelivery
from tests.standin.server import StandInSlack

REDELIVERY = Redelivery(delays=(0.2, 3.0, 8.0, 20.0, 40.0), patience=3.0)
"""Slack's retries, closer together and two more: a kill comes every few seconds here, not every few days."""
LATE_SECONDS = 12.0
"""What comes twice may come late: events are sent again up to ten seconds after they were acknowledged."""
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
    limit_seconds: float = 300.0
    """So long after the last question every one must have its reply."""

    def faults(self) -> Faults:
        """Return the plan for calls and events; lines and processes are mayhem's."""
        if self.is_quiet:
            return Faults.none()
        return replace(Faults.bad_day(self.seed), connections=ConnectionFaults())


def run(chaos: Chaos, state: Path, say: Callable[[str], None] = print) -> Tally:
    """Run it on the index in `state`, and count; `say` is told how it goes."""
    planned = plan_workload(chaos.seed, chaos.questions, chaos.users, chaos.channels, chaos.seconds)
    expected = expected_texts(Settings(state=state))
    with StandInSlack(limits=Limits(), redelivery=REDELIVERY) as slack, ExitStack() as stack:
        move_in(slack, planned)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="chaos")))
        database = chaos.database or f"sqlite:///{folder / 'inbox.sqlite3'}"
        processes = stack.enter_context(running(chaos, slack, state, database))
        spoken, acts = _ask_through_it_all(chaos, slack, processes, planned, say)
        _wait_for_replies(chaos, slack, say)
        for process in processes:
            for end in process.exits:
                say(f"{process.name} ended by itself, {end}")
        answers, deliveries = slack.answers_by_question(), slack.deliveries()
        figures = {
            **replied(answers, deliveries),
            **acknowledged(deliveries),
            "events that Slack gave up": len(slack.given_up()),
            "calls that something befell": sum(call.fault is not None for call in slack.calls()),
            "acts of mayhem": _told(acts),
            "starts of the bot": sum(process.starts for process in processes),
            "ends by itself": sum(len(process.exits) for process in processes),
            "exit codes after SIGTERM": _told(Counter(c for one in processes for c in one.after_sigterm)),
        }
        return count(chaos.seed, spoken, answers, expected, figures)


def _ask_through_it_all(
    chaos: Chaos,
    slack: StandInSlack,
    processes: list[BotProcess],
    planned: list[Planned],
    say: Callable[[str], None],
) -> tuple[list[Spoken], Counter[str]]:
    channels = sorted({one.channel for one in planned if one.channel})
    mayhem = Mayhem(chaos.seed, slack, processes, channels, every_seconds=chaos.mayhem_every_seconds)
    slack.faults = chaos.faults()
    if not chaos.is_quiet:
        mayhem.start()
    try:
        spoken = speak(slack, planned, Event())
    finally:
        if not chaos.is_quiet:
            mayhem.stop()
    for at, act in mayhem.acts:
        say(f"{at:6.1f} s  {act}")
    return spoken, mayhem.count()


def _wait_for_replies(chaos: Chaos, slack: StandInSlack, say: Callable[[str], None]) -> None:
    """Wait until each question has a reply or the limit passes, and then for what may still come twice.

    Calls still go wrong meanwhile, as they do on a bad day; processes and lines are left alone.
    """
    started = time.monotonic()
    while (
        waiting := len(slack.answers_by_question().none)
    ) and time.monotonic() < started + chaos.limit_seconds:
        say(f"{waiting} questions wait for their reply")
        time.sleep(2)
    slack.faults = Faults.none()
    time.sleep(1 if chaos.is_quiet else chaos.late_seconds)


@contextmanager
def running(chaos: Chaos, slack: StandInSlack, state: Path, database: str) -> Iterator[list[BotProcess]]:
    """Start the bot's processes, and stop them at the end."""
    ports = _free_ports(chaos)
    options = ["--http"] if chaos.mode == "http" else []
    processes = [
        BotProcess(f"bot {number}", _environment(slack, state, database, port), options)
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


def _free_ports(chaos: Chaos) -> list[int]:
    """Return a port for each process, which stays its own from start to start."""
    dice, ports = Random(), list[int]()
    while len(ports) < chaos.processes:
        port = dice.randrange(LOWEST_PORT, HIGHEST_PORT)
        with socket.socket() as probe:
            if port not in ports and probe.connect_ex(("127.0.0.1", port)) != 0:
                ports.append(port)
    return ports


def _told(counted: Counter[str] | Counter[int]) -> str:
    return ", ".join(f"{name} × {number}" for name, number in counted.most_common()) or "none"

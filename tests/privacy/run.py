"""The bot as a process, asked marked questions while it is killed and Slack fails, and then searched."""

import json
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from tests.chaos.bot_process import BotProcess
from tests.chaos.run import REDELIVERY
from tests.privacy.asking import AUTO, OWNER, QUIET, Asking
from tests.privacy.marked import Marked, marked_questions
from tests.privacy.searching import at_rest, hits, secrets, told, words
from tests.standin.faults import Faults
from tests.standin.server import StandInSlack

SAID_WITH = 0.01
KILLS = 2


@dataclass
class Searched:
    """What was found: ``early`` is of secrets while questions were open, ``late`` of anything in the end."""

    questions: int
    early: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    places: int = 0
    starts: int = 0
    open_at_the_end: int = 0


def search(
    environment: dict[str, str],
    state: Path,
    *,
    count: int,
    mode: str,
    seed: int,
    say: Callable[[str], None] = lambda _: None,
) -> Searched:
    """Ask ``count`` questions in a mode of Slack's, with crashes and faults on the way, and search all."""
    marks = list(marked_questions(count + 2 * KILLS * 20))
    questions, more = marks[:count], marks[count:]
    with StandInSlack(redelivery=REDELIVERY, faults=Faults.bad_day(seed, timeout_seconds=3)) as slack:
        asking = Asking(slack)
        asking.move_in()
        process = BotProcess("bot", _environment(environment, slack, state, mode), _options(mode))
        process.log = deque()
        process.start()
        process.wait_until_ready()
        if mode == "http":
            slack.deliver_to(_address(process))
        found = Searched(count)
        try:
            for part in _parts(questions, KILLS + 1):
                _ask(asking, part)
                found.early += hits(at_rest(state), secrets(marks))
                if part[-1] is not questions[-1]:
                    process.end(signal.SIGKILL, 0.2)
                    process.wait_until_ready()
                    say(f"killed and started again after {asking.asked} questions")
            asking.press(more[:20])
            _wait_until_done(state)
            asking.reply_as_owner(more[20:])
            found.open_at_the_end = _wait_until_done(state)
            figures = _figures(process)
        finally:
            process.stop()
    found.starts = process.starts
    places = [*at_rest(state), ("the log", "".join(process.log).encode()), ("/metrics", figures)]
    for arguments in (
        ("gaps", "--json"),
        ("doctor",),
        ("privacy", "report", "--json"),
        ("privacy", "export", "UMARK1"),
    ):
        places.append((f"footnote {' '.join(arguments)}", told({**environment}, *arguments)))
    found.places = len(places)
    found.late = hits(places, [*secrets(marks), *words(marks)])
    return found


def _ask(asking: Asking, part: list[Marked]) -> None:
    for question in part:
        asking.ask(question)
        time.sleep(SAID_WITH)


def _parts(questions: list[Marked], count: int) -> Iterator[list[Marked]]:
    size = -(-len(questions) // count)
    for start in range(0, len(questions), size):
        yield questions[start : start + size]


def _environment(given: dict[str, str], slack: StandInSlack, state: Path, mode: str) -> dict[str, str]:
    channels = {AUTO: {"auto_answer": True}, QUIET: {"answers": "private"}}
    secret = (
        {"SLACK_SIGNING_SECRET": slack.signing_secret}
        if mode == "http"
        else {"SLACK_APP_TOKEN": slack.app_token}
    )
    return {
        **given,
        **secret,
        "FOOTNOTE_STATE": str(state),
        "FOOTNOTE_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "FOOTNOTE_CHANNELS": json.dumps(channels),
        "FOOTNOTE_HELP_CHANNEL": OWNER,
        "FOOTNOTE_FOLLOW_UPS": "true",
        "FOOTNOTE_HTTP_PORT": given.get("FOOTNOTE_HTTP_PORT", "0"),
    }


def _options(mode: str) -> list[str]:
    return ["--http"] if mode == "http" else []


def _address(process: BotProcess) -> str:
    line = next(line for line in reversed(process.log) if line.startswith("Footnote is ready"))
    return line.split(" on ")[1].split(";")[0]


def _figures(process: BotProcess) -> bytes:
    line = next(line for line in reversed(process.log) if line.startswith("Footnote is ready"))
    address = line.rpartition(" ")[2].strip().removesuffix("/readyz")
    with urlopen(f"{address}/metrics", timeout=5) as reply:
        return bytes(reply.read())


def _wait_until_done(state: Path, timeout_seconds: float = 240) -> int:
    """Wait until nothing is open, and return how much still is."""
    inbox = Inbox(open_database(f"sqlite:///{state / 'inbox.sqlite3'}"))
    until, quiet = time.monotonic() + timeout_seconds, 0
    while time.monotonic() < until and quiet < 10:
        quiet = quiet + 1 if inbox.backlog().depth == 0 else 0
        time.sleep(0.2)
    depth = inbox.backlog().depth
    inbox.close()
    return depth


def clean_environment() -> dict[str, str]:
    """Return the environment without anything that is ours or Slack's."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOOTNOTE_"))}

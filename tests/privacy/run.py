"""The bot as a process, asked marked questions while it is killed and all else fails, and then searched."""

import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from urllib.request import urlopen

from bot.bootstrap_inbox import RENEW_SECONDS
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from tests.chaos.bot_process import READY, BotProcess
from tests.chaos.run import REDELIVERY
from tests.privacy.asking import Asking
from tests.privacy.installation import Installation
from tests.privacy.marked import Marked, marked_questions
from tests.privacy.pressing import Pressing
from tests.privacy.searching import Place, at_rest, fingerprints, hits, secrets, told, words
from tests.standin.faults import ConnectionFaults, EventFaults, Faults
from tests.standin.server import StandInSlack

SAID_WITH = 0.01
LOCKED_SECONDS = 2.5
"""More than the bot waits for its database."""
HELD_SECONDS = 4.0
"""So long Slack refuses posts, for what is to be posted to be found where it waits."""


@dataclass
class Searched:
    """What was found.

    ``early`` are secrets found while questions were open, ``late`` those found in the end, and ``words``
    what else was found then; ``waiting`` are words found while their questions were open, as they may be, and
    ``lasting`` what was still found while the bot ran, seconds after all was replied to.
    """

    early: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    lasting: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    """How many questions by each surface, and what was pressed and told."""
    places: int = 0
    starts: int = 0
    open_at_the_end: int = 0


def search(
    installation: Installation,
    *,
    count: int,
    persons: int,
    kills: int,
    seed: int,
    say: Callable[[str], None] = print,
) -> Searched:
    """Ask ``count`` questions, and ``persons`` below the answers, through crashes and faults; search all."""
    marks = list(marked_questions(count + 2 * persons))
    faults = Faults.bad_day(seed, timeout_seconds=3)
    with StandInSlack(redelivery=REDELIVERY, faults=faults) as slack:
        with installation.running(slack) as process:
            run = _Run(installation, slack, process, marks, say)
            run.ask(marks[:count], kills)
            slack.faults = replace(faults, events=EventFaults(), connections=ConnectionFaults())
            run.ask_persons(marks[count : count + persons], marks[count + persons :])
            run.wait_until_wiped()
            figures = _figures(process)
        return run.found_in_the_end(figures)


class _Run:
    """One run: what goes on in it, and what is found."""

    def __init__(
        self,
        installation: Installation,
        slack: StandInSlack,
        process: BotProcess,
        marks: Sequence[Marked],
        say: Callable[[str], None],
    ) -> None:
        self.installation, self.slack, self.process, self.marks = installation, slack, process, marks
        self.say, self.found, self.asking = say, Searched(), Asking(slack)
        self.pressing = Pressing(slack, self.asking)
        self.before = fingerprints(installation.state)
        self.asking.move_in()

    def ask(self, questions: Sequence[Marked], kills: int) -> None:
        """Ask, with the bot killed and its database locked in between; look for secrets before each kill."""
        for number, part in enumerate(_parts(questions, kills + 1)):
            if number == 1:
                self._ask_while_locked(part[: len(part) // 4])
            if number == kills:
                self.slack.storm("chat.postMessage", HELD_SECONDS)
            for question in part[len(part) // 4 if number == 1 else 0 :]:
                self._ask(question)
            self.pressing.carelessly(5)
            self._look_early()
            if number == kills:
                self._look_until_some_wait()
            if number < kills:
                self._kill()
        self.wait_until_quiet()

    def ask_persons(self, asked: Sequence[Marked], replies: Sequence[Marked]) -> None:
        """Press what can be pressed, and have persons reply while Slack takes no posts; kill the bot then."""
        self.pressing.everything_else()
        self.pressing.ask_persons(asked)
        self.wait_until_quiet()
        self.slack.storm("chat.postMessage", HELD_SECONDS)
        self.pressing.reply_as_owner(replies)
        self._wait_until_heard()
        self._look_early()
        self._kill()
        self.wait_until_quiet()

    def wait_until_quiet(self, timeout_seconds: float = 240) -> None:
        """Wait until all was heard and nothing is open."""
        until = time.monotonic() + timeout_seconds
        with closing(Inbox(open_database(self.installation.database))) as inbox:
            self._wait_until_heard()
            quiet = 0
            while quiet < 5 and time.monotonic() < until:
                time.sleep(0.2)
                quiet = quiet + 1 if inbox.backlog().depth == 0 else 0
            self.found.open_at_the_end = inbox.backlog().depth

    def wait_until_wiped(self) -> None:
        """Wait until no file holds a mark, for twice as long as erased words may stay in SQLite's journal."""
        marks, until = [*secrets(self.marks), *words(self.marks)], time.monotonic() + 2 * RENEW_SECONDS
        while (
            found := hits(at_rest(self.installation.state, self.before), marks)
        ) and time.monotonic() < until:
            time.sleep(1)
        self.found.lasting = found

    def found_in_the_end(self, figures: bytes) -> Searched:
        """Search every file, what was logged and measured, and what the commands say; the bot has stopped."""
        places = [*self._places(), ("the log", "".join(self.process.log).encode()), ("/metrics", figures)]
        found = self.found
        found.late, found.words = hits(places, secrets(self.marks)), hits(places, words(self.marks))
        found.places, found.starts = len(places), self.process.starts
        pressing = self.pressing
        found.asked = self.asking.by_surface + Counter(
            {
                "asked a person": len(pressing.letters()),
                "replied by a person": len(pressing.relayed()),
                "shared": len(pressing.shared()),
                "modals opened": len(self.slack.views()),
            }
        )
        return found

    def _places(self) -> Iterator[Place]:
        """Back up, run the commands that tell of people, and yield all."""
        environment = self.installation.environment(self.slack)
        backup = self.installation.state / "backup.tar.gz"
        for arguments in (
            ("backup", str(backup)),
            ("gaps", "--json"),
            ("doctor",),
            ("privacy", "report", "--json"),
            ("privacy", "export", "UMARK1"),
        ):
            yield f"footnote {' '.join(arguments)}", told(environment, *arguments)
        yield from at_rest(self.installation.state, self.before)

    def _look_until_some_wait(self) -> None:
        """Look while Slack takes no posts: what waits has to be found, or else the search is no use."""
        until = time.monotonic() + 2 * HELD_SECONDS
        while not self.found.waiting and time.monotonic() < until:
            self.slack.storm("chat.postMessage", HELD_SECONDS)
            self._look_early()

    def _look_early(self) -> None:
        places = list(at_rest(self.installation.state, self.before))
        places.append(("the log", "".join(list(self.process.log)).encode()))
        self.found.early += hits(places, secrets(self.marks))
        self.found.waiting += hits(places, words(self.marks))

    def _kill(self) -> None:
        self.process.end(signal.SIGKILL, 0.2)
        self.process.wait_until_ready()
        self.say(f"killed and started again after {self.asking.asked} questions")

    def _ask(self, question: Marked) -> None:
        self.asking.ask(question)
        time.sleep(SAID_WITH)

    def _ask_while_locked(self, questions: Sequence[Marked]) -> None:
        """Ask while another process has the database to itself for longer than the bot waits for it."""
        with closing(sqlite3.connect(self.installation.database_file, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            until = time.monotonic() + LOCKED_SECONDS
            for question in questions:
                self._ask(question)
            time.sleep(max(0.0, until - time.monotonic()))
            other.rollback()

    def _wait_until_heard(self) -> None:
        """Wait until each event was acknowledged once, or was sent as often as Slack does."""
        self.slack.wait_until(lambda: not self._unheard(), "each event to be heard", timeout_seconds=120)

    def _unheard(self) -> set[str]:
        deliveries = [one for one in self.slack.deliveries() if one.event_id]
        heard = {one.event_id for one in deliveries if one.acked_at is not None}
        return {str(one.event_id) for one in deliveries} - heard - set(self.slack.given_up())


def _parts(questions: Sequence[Marked], count: int) -> Iterator[Sequence[Marked]]:
    size = -(-len(questions) // count)
    for start in range(0, len(questions), size):
        yield questions[start : start + size]


def _figures(process: BotProcess) -> bytes:
    line = next(line for line in reversed(process.log) if line.startswith(READY))
    address = line.rpartition(" ")[2].strip().removesuffix("/readyz")
    with urlopen(f"{address}/metrics", timeout=5) as reply:
        return bytes(reply.read())

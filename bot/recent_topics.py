"""What was lately asked more than once without an answer, for a running bot to show."""

import logging
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread

from pydantic import BaseModel, ValidationError

from bot.egress.needed import database_hosts
from bot.own_process import footnote_command, start_process
from bot.settings import Settings

FRESH_SECONDS, LONGEST_SECONDS = 600.0, 120.0
"""How long what was found is shown before it is looked for again, and how long that may take."""
MOST_TOPICS = 5
NEEDS = frozenset({"FOOTNOTE_DATABASE"})
"""Of the bot's secrets: what was asked is in there."""
BEING_FOUND = "Unanswered topics are being looked for: open this page again in a moment."
NOT_FOUND = "Unanswered topics couldn't be looked for. Run: footnote gaps"
NO_TOPICS = "No question's words are kept, so there are no topics of what went unanswered."
NONE = "No unanswered question was asked more than once."
_LOG = logging.getLogger(__name__)


class _Topic(BaseModel):
    name: str
    questions: int


class _Topics(BaseModel):
    topics: tuple[_Topic, ...]


class _Gaps(BaseModel):
    topics: _Topics | None


@dataclass(slots=True)
class RecentTopics:
    """Runs `footnote gaps` now and then: grouping takes libraries, and seconds, that answers do without.

    Without a ``command`` there is nothing to make topics of.
    """

    command: Sequence[str] | None
    clock: Callable[[], float] = time.monotonic
    _lines: Sequence[str] = (BEING_FOUND,)
    _found_at: float | None = None
    _process: subprocess.Popen[str] | None = None
    _is_stopped: bool = False
    _lock: Lock = field(default_factory=Lock)

    def lines(self) -> Sequence[str]:
        """Return what was found last; where that is old, it is looked for again, and not waited for."""
        if self.command is None:
            return (NO_TOPICS,)
        with self._lock:
            is_fresh = self._found_at is not None and self.clock() < self._found_at + FRESH_SECONDS
            if not is_fresh and self._process is None and not self._is_stopped:
                self._process = start_process(self.command, stdout=subprocess.PIPE, needs=NEEDS)
                Thread(target=self._finish, args=(self._process,), name="topics", daemon=True).start()
            return self._lines

    def stop(self) -> None:
        """End what runs."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def _finish(self, process: subprocess.Popen[str]) -> None:
        try:
            said = process.communicate(timeout=LONGEST_SECONDS)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()[0]
        with self._lock:
            self._process, self._found_at = None, self.clock()
            self._lines = _in_lines(said)
            if self._lines == (NOT_FOUND,) and not self._is_stopped:
                _LOG.error("footnote gaps failed (exit %s): no topics are shown", process.returncode)


def gaps_command(settings: Settings, weeks: int) -> list[str]:
    """Return the command that says as JSON where the guides fall short; it reaches the database at most."""
    options = ("--guides", str(settings.guides.resolve()), "--weeks", str(weeks), "--json")
    hosts = list(filter(None, database_hosts(settings))) if settings.egress_guard else None
    return footnote_command("gaps", *options, hosts=hosts)


def _in_lines(said: str) -> Sequence[str]:
    try:
        found = _Gaps.model_validate_json(said).topics
    except ValidationError:
        return (NOT_FOUND,)
    topics = found.topics[:MOST_TOPICS] if found else ()
    if not topics:
        return (NONE,)
    return ("Asked more than once, and unanswered:", *(f"• {one.questions} × {one.name}" for one in topics))

"""Re-indexing on request of a running bot, whoever asks: a signal, a hook, a saved file."""

import logging
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread

from bot.own_process import footnote_command, start_process

_LOG = logging.getLogger(__name__)
_TOLD_LINES = 40
"""Lines of what `footnote index` says that are kept, the last ones."""


@dataclass(frozen=True, slots=True)
class Run:
    """One indexing: who asked for it, its exit code (None while it runs), and what it said."""

    asked_by: str
    started_at: datetime
    exit_code: int | None = None
    said: tuple[str, ...] = ()


class Reindexer:
    """Runs `footnote index` as a process of its own, one at a time: answering shares no interpreter with it.

    What is asked for while one runs is done once, after it: the guides may have changed since it read them.
    """

    def __init__(self, command: Sequence[str], when_done: Callable[[], None]) -> None:
        self.last: Run | None = None
        self._command, self._when_done = command, when_done
        self._asked_by: str | None = None
        self._waiting: list[Callable[[], object]] = []
        """What is called when the indexing that is asked for has ended."""
        self._is_stopping = False
        self._process: subprocess.Popen[str] | None = None
        self._changed = Condition()
        self._thread = Thread(target=self._work, name="reindexing", daemon=True)

    def start(self) -> "Reindexer":
        """Begin to wait for requests."""
        self._thread.start()
        return self

    def request(self, asked_by: str, when_done: Callable[[], object] | None = None) -> None:
        """Ask for an indexing; it begins at once, or when the one that runs has ended.

        ``when_done`` is called once that has ended, well or not.
        """
        with self._changed:
            self._asked_by = asked_by
            self._waiting += [when_done] if when_done else []
            self._changed.notify_all()

    def is_busy(self) -> bool:
        """Tell whether an indexing runs or was asked for."""
        with self._changed:
            return self._asked_by is not None or (self.last is not None and self.last.exit_code is None)

    def stop(self) -> None:
        """End what runs: a build that is cut off leaves the current index as it was."""
        with self._changed:
            self._is_stopping = True
            if self._process is not None:
                self._process.terminate()
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while (begun := self._begin()) is not None:
            self._finish(*begun)

    def _begin(self) -> tuple[Run, subprocess.Popen[str], list[Callable[[], object]]] | None:
        """Start the next indexing that is asked for; None when there is to be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked_by is not None or self._is_stopping)
            if self._is_stopping:
                return None
            run = self.last = Run(self._asked_by or "", datetime.now(UTC))
            self._asked_by = None
            waiting, self._waiting = self._waiting, []
            self._process = start_process(self._command, stderr=subprocess.PIPE)
            return run, self._process, waiting

    def _finish(
        self, run: Run, process: subprocess.Popen[str], waiting: Sequence[Callable[[], object]]
    ) -> None:
        said = tuple(process.communicate()[1].splitlines()[-_TOLD_LINES:])
        with self._changed:
            self._process = None
            self.last = replace(run, exit_code=process.returncode, said=said)
        if process.returncode == 0:
            _LOG.info("Indexed, as %s asked: %s", run.asked_by, said[-1] if said else "")
            self._when_done()
        elif not self._is_stopping:
            reason = "; ".join(said[-3:])
            _LOG.error("Not indexed, as %s asked (exit %d): %s", run.asked_by, process.returncode, reason)
        if not self._is_stopping:
            for tell in waiting:
                _tell(tell)


def _tell(tell: Callable[[], object]) -> None:
    try:
        tell()
    except Exception as error:  # noqa: BLE001 - who waits for one indexing is no reason for there to be no more
        _LOG.error("Somebody couldn't be told that the guides were indexed: %s", type(error).__name__)


def index_command(guides: Path, *, sealed: bool = True) -> list[str]:
    """Return the command that indexes a folder, by this very installation; ``sealed``: it reaches no host."""
    return footnote_command("index", "--guides", str(guides.resolve()), hosts=() if sealed else None)

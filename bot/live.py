"""The answerer of the moment: replaced in one step when another index is made current."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from bot.metrics import Metrics
from knowledge.answerer import Answerer
from knowledge.errors import FootnoteError

LOOK_SECONDS = 0.1
_LOG = logging.getLogger(__name__)

State = tuple[tuple[int, int] | None, ...]
"""Of each file the time of its last change in nanoseconds and its inode, None where there is none."""


@dataclass(slots=True)
class LiveAnswerer:
    """Hands out the answerer of the current generation; who has one keeps it until the answer is posted.

    ``load`` makes an answerer of what is current; it is loaded anew when one of the ``files`` changes: those
    that say which generation is current, what was learned and what was fitted.
    """

    load: Callable[[], Answerer]
    files: tuple[Path, ...]
    metrics: Metrics
    trouble: str = ""
    """Why the newest index isn't the one that answers, "" while it is."""
    _answerer: Answerer = field(init=False)
    _seen: State = field(init=False)
    _loading: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._seen = self._state()  # before loading: what changes meanwhile is loaded next time
        self._take(self.load())

    def __call__(self) -> Answerer:
        """Return the answerer of the moment."""
        return self._answerer

    def refresh(self) -> None:
        """Load anew if something has changed; where that fails, the one before goes on answering.

        What another thread is loading is waited for: afterwards the answerer is that of the moment.
        """
        with self._loading:
            state = self._state()
            if state == self._seen:
                return
            self._seen = state
            self._load()

    def _load(self) -> None:
        try:
            answerer = self.load()
        except (FootnoteError, OSError) as error:
            self.trouble = str(error)
            _LOG.error("Still answering from generation %s: %s", self._answerer.generation, error)
            return
        self._take(answerer)
        _LOG.info("Answering from generation %s", answerer.generation)

    def _take(self, answerer: Answerer) -> None:
        self._answerer, self.trouble = answerer, ""
        self.metrics.answers_from(answerer.generation)

    def _state(self) -> State:
        return tuple(map(_state_of, self.files))


def _state_of(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino

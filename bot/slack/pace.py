"""How fast a channel is posted to: what Slack allows, so that a burst isn't met by refusals."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

BURST = 3
"""Posts at once that Slack lets pass; then it is one a second."""
_FULL_AGAIN = 60.0


@dataclass(slots=True)
class Pace:
    """A token bucket for each channel; safe to share between threads.

    The generic cell rate algorithm: a channel's next slot moves on by one second a post, and may lie
    ``BURST`` posts ahead of the clock. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
    """

    clock: Callable[[], float] = time.monotonic
    _slots: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait_for(self, channel: str) -> float:
        """Return the seconds until a post to ``channel`` fits; 0 means that it does, and is counted."""
        now = self.clock()
        with self._lock:
            slot = max(now, self._slots.get(channel, now))
            ahead = slot - now - (BURST - 1)
            if ahead > 0:
                return ahead
            self._slots[channel] = slot + 1
            if len(self._slots) > 1000:
                self._slots = {name: at for name, at in self._slots.items() if at > now - _FULL_AGAIN}
            return 0.0

    def slow_down(self, channel: str, seconds: float) -> None:
        """Take note that Slack wants no post to ``channel`` for some seconds."""
        with self._lock:
            self._slots[channel] = self.clock() + seconds + BURST - 1

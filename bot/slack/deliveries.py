"""Which messages were taken up already: Slack delivers some twice, and a mention as two events."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

KEPT = 10_000
"""Keys remembered: Slack redelivers within minutes, and a busy workspace asks a few a minute."""


class Deliveries:
    """Remembers the latest keys; safe to share between threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._seen: OrderedDict[Hashable, None] = OrderedDict()
        self._kept = kept
        self._lock = Lock()

    def take(self, *keys: Hashable) -> bool:
        """Return whether none of a message's ``keys`` was seen before, and remember all of them."""
        with self._lock:
            is_new = not any(key in self._seen for key in keys)
            for key in keys:
                self._seen[key] = None
                self._seen.move_to_end(key)
            while len(self._seen) > self._kept:
                self._seen.popitem(last=False)
            return is_new

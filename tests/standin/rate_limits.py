"""Slack's rate limits: how many calls a method, and a channel, takes.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MINUTE = 60.0
TIER_3 = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """Posts: one a second in each channel, and a short burst. Others: so many in any minute."""

    posts_a_second: float = 1.0
    burst: int = 3
    a_minute: Mapping[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("reactions.add", "conversations.replies", "conversations.history"), TIER_3
        )
    )


@dataclass
class Meter:
    """Counts the calls that Slack took."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    _posts: dict[str, tuple[float, float]] = field(default_factory=dict)
    _latest: dict[str, deque[float]] = field(default_factory=dict)

    def refusal(self, method: str, channel: str) -> int | None:
        """Count a call, or return for how many seconds Slack refuses such."""
        if method == "chat.postMessage":
            return self._post(channel)
        most = self.limits.a_minute.get(method)
        return None if most is None else self._within(self._latest.setdefault(method, deque()), most)

    def _post(self, channel: str) -> int | None:
        now = self.clock()
        left, since = self._posts.get(channel, (float(self.limits.burst), now))
        left = min(self.limits.burst, left + (now - since) * self.limits.posts_a_second)
        allowed = left >= 1
        self._posts[channel] = (left - allowed, now)
        return None if allowed else math.ceil((1 - left) / self.limits.posts_a_second)

    def _within(self, latest: deque[float], most: int) -> int | None:
        now = self.clock()
        while latest and latest[0] <= now - MINUTE:
            latest.popleft()
        if len(latest) >= most:
            return math.ceil(latest[0] + MINUTE - now)
        latest.append(now)
        return None

"""What befalls the next call, event or connection: as a test says, else as the plan's seed draws."""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from threading import Lock

from tests.standin.faults import CallFault, ConnectionFaults, Faults, rate_limited
from tests.standin.rate_limits import Limits, Meter


@dataclass(frozen=True, slots=True)
class Storm:
    """Until it ends (on the monotonic clock), the same befalls each such call; a channel of None is any."""

    method: str
    channel: str | None
    fault: CallFault
    ends_at: float


@dataclass(frozen=True, slots=True)
class EventTrouble:
    """What befalls one delivery; seconds are waited before that happens, None where it doesn't."""

    duplicate: bool = False
    held_seconds: float | None = None
    lost_ack: bool = False
    again_seconds: float | None = None
    again_attempt: int = 0


class Troubles:
    """Draws from the plan; safe to share between threads."""

    def __init__(self, plan: Faults, limits: Limits | None) -> None:
        self._plan = plan
        self._meter = Meter(limits) if limits else None
        self._numbers: Counter[str] = Counter()
        self._told: defaultdict[str, deque[CallFault | None]] = defaultdict(deque)
        self._storms: list[Storm] = []
        self._lock = Lock()

    @property
    def plan(self) -> Faults:
        return self._plan

    @plan.setter
    def plan(self, plan: Faults) -> None:
        """Go by another plan from now on, numbered anew; storms end."""
        with self._lock:
            self._plan = plan
            self._numbers.clear()
            self._storms.clear()

    def tell(self, method: str, faults: Sequence[CallFault | None]) -> None:
        """Say what befalls the next calls of a method, None being nothing."""
        with self._lock:
            self._told[method].extend(faults)

    def storm(self, method: str, fault: CallFault, seconds: float, channel: str | None) -> None:
        with self._lock:
            self._storms.append(Storm(method, channel, fault, time.monotonic() + seconds))

    def for_call(self, method: str, channel: str) -> CallFault | None:
        """Return what befalls a call, and count it where Slack's limits are on."""
        with self._lock:
            fault = self._for_call(method, channel)
            if self._meter is None or (fault is not None and not fault.takes_effect):
                return fault
            refused_for = self._meter.refusal(method, channel)
            return fault if refused_for is None else rate_limited(refused_for)

    def for_event(self, attempt: int) -> EventTrouble:
        """Return what befalls a delivery; first ones and redeliveries are numbered apart."""
        odds = self._plan.events
        with self._lock:
            dice = self._dice("redelivery" if attempt else "event")
        held, lost, twice, again, as_retry = (dice.random() for _ in range(5))
        return EventTrouble(
            duplicate=twice < odds.duplicate,
            held_seconds=dice.uniform(*odds.delay_seconds) if held < odds.delayed else None,
            lost_ack=lost < odds.lost_ack,
            again_seconds=dice.uniform(*odds.again_seconds) if again < odds.again else None,
            again_attempt=int(as_retry < 0.5),
        )

    def for_connection(self) -> tuple[float, str, float]:
        """Return what befalls a connection: after how many seconds, what, and which one (0 to 1, of all)."""
        odds = self._plan.connections
        with self._lock:
            dice = self._dice("connection")
        return dice.uniform(0.5, 1.5) * odds.every_seconds, _one_of(odds, dice), dice.random()

    def _for_call(self, method: str, channel: str) -> CallFault | None:
        if self._told[method]:
            return self._told[method].popleft()
        now = time.monotonic()
        self._storms = [one for one in self._storms if one.ends_at > now]
        for storm in self._storms:
            if storm.method == method and storm.channel in {None, channel}:
                return storm.fault
        fault = self._draw(method)
        if fault is not None and fault.status == 429 and self._plan.storm_seconds:
            self._storms.append(Storm(method, channel, fault, now + self._plan.storm_seconds))
        return fault

    def _draw(self, method: str) -> CallFault | None:
        odds = self._plan.calls.get(method)
        if not odds:
            return None
        drawn = self._dice(method).random()
        for fault, probability in odds.items():
            drawn -= probability
            if drawn < 0:
                return fault
        return None

    def _dice(self, stream: str) -> Random:
        """Return dice for the next of a stream, however the streams mingle."""
        self._numbers[stream] += 1
        return Random(f"{self._plan.seed}/{stream}/{self._numbers[stream]}")


def _one_of(odds: ConnectionFaults, dice: Random) -> str:
    names = ("warning", "refresh", "cut", "reset", "silence")
    return dice.choices(names, [getattr(odds, name) for name in names])[0]

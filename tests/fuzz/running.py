"""A target given inputs, one after the other, and what came of it."""

import time
from dataclasses import dataclass, field

from tests.fuzz.inputs import inputs
from tests.fuzz.targets import Target, describe

LONGEST_SECONDS = 1.0
MOST_TOLD = 5


@dataclass
class Fuzzed:
    """How many inputs a target was given, and what was wrong."""

    name: str
    inputs: int = 0
    crashes: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0

    @property
    def is_clean(self) -> bool:
        return not (self.crashes or self.unsound or self.slow)


def fuzz(target: Target, count: int, seed: int) -> Fuzzed:
    """Give a target so many inputs."""
    fuzzed, drawn = Fuzzed(target.name), inputs(target.seeds, seed)
    for _ in range(count):
        data = next(drawn)
        started = time.thread_time()  # of this input alone, whatever else the machine does
        try:
            wrong = target.check(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a crash
            wrong = None
            _note(fuzzed.crashes, f"{type(error).__name__}: {str(error)[:120]} on {describe(data)}")
        taken = time.thread_time() - started
        fuzzed.inputs += 1
        fuzzed.slowest_ms = max(fuzzed.slowest_ms, taken * 1000)
        if wrong:
            _note(fuzzed.unsound, f"{wrong} on {describe(data)}")
        if taken > LONGEST_SECONDS:
            _note(fuzzed.slow, f"{taken:.1f} s on {describe(data)}")
    return fuzzed


def _note(kept: list[str], said: str) -> None:
    kept.append(said if len(kept) < MOST_TOLD else "…")

"""One target on a run of inputs, in one process: `python -m tests.fuzz.running TARGET SEED FIRST COUNT`."""

import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from tests.fuzz.tally import Tally
from tests.fuzz.target import UNESCAPED, Problem, Target


class Hanging(BaseException):
    """An input takes too long; no `except Exception` on the way catches it."""


@dataclass(frozen=True)
class Limits:
    """When an input is slow, and when it is given up; of processor time, so other work doesn't count."""

    slow_seconds: float = 1.0
    hang_seconds: float = 60.0
    clock: Callable[[], float] = time.thread_time


LIMITS = Limits()


def run(target: Target, seed: str, first: int, count: int, limits: Limits = LIMITS) -> Tally:
    """Try ``count`` inputs from number ``first`` on."""
    tally = Tally()
    for number in range(first, first + count):
        try_input(target, target.input(seed, number), tally, f"{target.name} {number}", limits)
    return tally


def try_input(target: Target, value: Any, tally: Tally, name: str, limits: Limits = LIMITS) -> None:
    """Check one input, and count what comes of it; ``name`` tells how to make it again."""
    problems: list[Problem] = []
    started = limits.clock()
    trouble = _checked(target, value, problems, tally, limits.hang_seconds)
    seconds = limits.clock() - started
    if seconds > limits.slow_seconds and not trouble:
        seconds = min(seconds, _again(target, value, limits))  # the first of its kind may import and compile
        if seconds > limits.slow_seconds:
            trouble = f"took {seconds:.1f} s"
            tally.slow += 1
    tally.inputs += 1
    tally.slowest_ms = max(tally.slowest_ms, seconds * 1000)
    tally.unescaped += any(problem.kind == UNESCAPED for problem in problems)
    tally.broken += any(problem.kind != UNESCAPED for problem in problems)
    told = "; ".join(filter(None, (trouble, *(problem.told[:500] for problem in problems))))
    if told:
        tally.tell(f"{name}: {told}\n    {_shown(value)}")


def _checked(target: Target, value: Any, problems: list[Problem], tally: Tally, seconds: float) -> str:
    """Gather an input's problems; return how it crashed or hung, "" where it did neither."""
    try:
        with _limit(seconds):
            problems += target.check(value)
    except Hanging:
        tally.slow += 1
        return f"gave up after {seconds:g} s"
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding
        tally.crashes += 1
        return " | ".join(line.strip() for line in traceback.format_exc().strip().splitlines()[-5:])
    return ""


def _again(target: Target, value: Any, limits: Limits) -> float:
    started = limits.clock()
    list(target.check(value))
    return limits.clock() - started


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise `Hanging` after so much processor time; SIGALRM is left to pytest and libFuzzer."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Hanging


def _shown(value: Any) -> str:
    shown = ascii(value)
    return shown if len(shown) < 700 else f"{shown[:700]}… ({len(shown)} characters)"


def main() -> None:
    """Run the target that the arguments name, and print its tally as a line of JSON."""
    from tests.fuzz.targets import TARGETS

    name, seed, first, count = sys.argv[1:]
    said, sys.stdout = sys.stdout, sys.stderr  # what is fuzzed may print
    said.write(run(TARGETS[name], seed, int(first), int(count)).to_json() + "\n")


if __name__ == "__main__":
    main()

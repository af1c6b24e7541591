"""The runs that all inputs are split into, each in a process of its own: if one dies, the others go on."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.tally import Tally
from tests.fuzz.target import Target

LARGEST_RUN = 20_000
"""Inputs of one process: the cores stay busy to the end, and one that dies costs no more."""
LONGEST_SECONDS = 1800
"""Of a process, which has hung by then in code that no signal of Python's interrupts."""

LONGEST_TOLD = 2000
"""Characters of what a process that died said last."""


@dataclass(frozen=True)
class Job:
    """A run in a process of its own; ``command`` is a module and its arguments."""

    name: str
    command: tuple[str, ...]

    def run(self, longest_seconds: float = LONGEST_SECONDS) -> Tally:
        """Run it; a process that ended otherwise than by itself is a crash, and leaves no file either."""
        command = [sys.executable, "-m", *self.command]
        with TemporaryDirectory(prefix="footnote-fuzz-", dir=_memory()) as folder:
            try:
                done = subprocess.run(
                    command,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=longest_seconds,
                    env=os.environ | {"TMPDIR": folder},
                )
            except subprocess.TimeoutExpired:
                return Tally(slow=1, findings=[self._told(f"not done after {longest_seconds:.0f} s")])
        if done.returncode != 0 or not done.stdout.strip():
            told = self._told(f"the process ended with {done.returncode}")
            return Tally(crashes=1, findings=[f"{told}\n{done.stderr[-LONGEST_TOLD:]}"])
        return Tally.from_json(done.stdout.strip().splitlines()[-1])

    def _told(self, what: str) -> str:
        return f"{self.name}: {what}: python -m {' '.join(self.command)}"


def drawn(targets: Sequence[Target], inputs: int, seed: str) -> Iterator[Job]:
    """Yield the runs of ``inputs`` inputs, of each target by its share."""
    shares = sum(target.share for target in targets)
    for target in targets:
        count = max(1, inputs * target.share // shares)
        for first in range(0, count, LARGEST_RUN):
            some = min(LARGEST_RUN, count - first)
            yield Job(target.name, ("tests.fuzz.running", target.name, seed, str(first), str(some)))


def led(targets: Sequence[Target], seconds: int, seed: str) -> Iterator[Job]:
    """Yield a run led by coverage for each target that is made of bytes."""
    for target in targets:
        if target.from_bytes:
            yield Job(target.name, ("tests.fuzz.guided", target.name, seed, str(seconds)))


def cores() -> int:
    """Return how many processes can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> Path | None:
    """Return a folder in memory, where the machine has one: many inputs are files."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else None

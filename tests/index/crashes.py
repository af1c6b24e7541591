"""Kills builders at random moments, and looks after each what is left.

Half of them die at a random one of their own steps on the disk, half after a random time. By hand:
`python -m tests.index [KILLS] [SEED]`.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.retention import prune, remove_drafts
from index.retriever import HybridRetriever
from tests.index.workplace import Workplace

_STEPS = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "shutil.rmtree",
    "shutil.copyfile",
}  # fmt: skip
_PRELOADED = ["tests.index.crashes"]


@dataclass
class Mortal:
    """Counts this process's steps below a folder, and kills it at one of them."""

    folder: str
    last: int
    steps: int = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STEPS and str(arguments[0]).startswith(self.folder):
            self.steps += 1
            if self.steps == self.last:
                os.kill(os.getpid(), signal.SIGKILL)


def build(place: Workplace, last: int, steps: Any) -> None:
    """Index and tidy up as `footnote index` does, but for ``last`` steps at most; note how many it took."""
    mortal = Mortal(str(place.state), last)
    sys.addaudithook(mortal)
    remove_drafts(place.generations)
    place.index()
    prune(place.generations, keep=2)
    steps.value = mortal.steps


@dataclass
class Builders:
    """Starts builders of one workplace, each a process of its own, forked from one that has all loaded."""

    place: Workplace

    def __post_init__(self) -> None:
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(_PRELOADED)
        self.steps = self.context.Value("i", 0)

    def run(self, last: int = -1, seconds: float | None = None) -> int:
        """Let one build, until a step or for some seconds, and return its exit code."""
        process = self.context.Process(target=build, args=(self.place, last, self.steps))
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
        assert process.exitcode is not None
        return process.exitcode


def crash_often(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill as many builders, each indexing a change of its own, and tell what was current after each.

    Raises:
        AssertionError: after one of them no good generation answers.
    """
    chance, place = random.Random(seed), Workplace.in_folder(folder)
    builders = Builders(place)
    assert builders.run() == 0
    started = time.monotonic()
    _write(place, 0)
    assert builders.run() == 0
    seconds, steps = time.monotonic() - started, builders.steps.value
    found: Counter[str] = Counter()
    number = 0
    while found["killed"] < kills:
        number += 1
        before = place.generations.current().manifest.id
        _write(place, number)
        if number % 2:
            code = builders.run(last=chance.randint(1, steps))
        else:
            code = builders.run(seconds=chance.uniform(0, seconds))
        found["killed" if code == -signal.SIGKILL else f"ended with {code}"] += 1
        found["old one answers" if _looked_at(place) == before else "new one answers"] += 1
    assert builders.run() == 0
    assert [path.name for path in place.state.glob(".[0-9c]*")] == [], "drafts are left"
    assert place.first(f"desk {number}") == f"Desk {number}"
    return found


def _write(place: Workplace, number: int) -> None:
    place.write("changing.md", f"# Desk {number}\nThe desk {number} has a key.\n")


def _looked_at(place: Workplace) -> str:
    """Load what is current, verify it, ask it, and return its id."""
    good = place.generations.current_or_previous()
    assert good.warning is None, good.warning
    retriever = HybridRetriever.load(good.generation, place.embedder)
    assert retriever.search("call when sick", 1).sections[0].section.heading == "Sick"
    return good.generation.manifest.id

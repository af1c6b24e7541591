"""What is fuzzed: how an input is made of a seed, and what has to hold of whatever comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

UNESCAPED, BROKEN = "unescaped", "broken"


@dataclass(frozen=True)
class Problem:
    """A promise that an input broke: ``kind`` is one of the above, ``told`` says which."""

    kind: str
    told: str


@dataclass(frozen=True)
class Target:
    """Something to fuzz; ``share`` is its part of a thousand inputs, more where an input costs little.

    ``check`` yields what is wrong, and raises where the code under test does: both are findings. With
    ``from_bytes`` it can be fuzzed by coverage as well, from ``corpus`` on.
    """

    name: str
    share: int
    make: Callable[[Random], Any]
    check: Callable[[Any], Iterable[Problem]]
    from_bytes: Callable[[bytes], Any] | None = None
    corpus: tuple[bytes, ...] = ()

    def input(self, seed: str, number: int) -> Any:
        """Return an input, the same for the same seed and number."""
        return self.make(Random(f"{seed}/{self.name}/{number}"))


def unescaped(told: str) -> Problem:
    """Return the problem that something shown isn't mere text."""
    return Problem(UNESCAPED, told)


def broken(told: str) -> Problem:
    """Return the problem that a promise doesn't hold."""
    return Problem(BROKEN, told)

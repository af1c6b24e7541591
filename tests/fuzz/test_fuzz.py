"""A few hundred hostile inputs for each target; `python -m tests.fuzz` gives them a million."""

from dataclasses import replace

import pytest

from tests.fuzz.running import fuzz
from tests.fuzz.targets import TARGETS, Target

SEED = 26


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_hostile_input_neither_crashes_nor_shows_through(target: Target) -> None:
    fuzzed = fuzz(target, 300, SEED)
    assert (SEED, fuzzed.crashes, fuzzed.unsound, fuzzed.slow) == (SEED, [], [], [])


def crashing(data: bytes) -> str | None:
    if len(data) % 2:
        raise ValueError("odd")
    return "even"


def test_what_is_wrong_is_noticed() -> None:
    fuzzed = fuzz(replace(TARGETS[0], check=crashing), 20, SEED)
    assert len(fuzzed.crashes) + len(fuzzed.unsound) == 20
    assert fuzzed.crashes[0].startswith("ValueError: odd on ")

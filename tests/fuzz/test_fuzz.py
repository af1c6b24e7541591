"""A few hostile inputs for each target, and planted faults; `python -m tests.fuzz` tries a million inputs."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.fuzz.jobs import Job, drawn, led
from tests.fuzz.running import Limits, run, try_input
from tests.fuzz.tally import Tally
from tests.fuzz.target import Problem, Target, broken, unescaped
from tests.fuzz.targets import TARGETS

SEED, INPUTS = "26", 20


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_hostile_input_neither_crashes_nor_shows_through(target: Target) -> None:
    print(f"seed {SEED}, {INPUTS} inputs")
    tally = run(target, SEED, 0, INPUTS)
    assert (tally.inputs, tally.findings, tally.found) == (INPUTS, [], 0)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_an_input_can_be_made_again_by_its_number(target: Target) -> None:
    made = [target.input(SEED, number) for number in range(4)]
    assert [target.input(SEED, number) for number in range(4)] == made
    assert [target.input("27", number) for number in range(4)] != made


@dataclass
class Clock:
    """A clock that stands still but for what is planted."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


CLOCK = Clock()
LIMITS = Limits(hang_seconds=0.02, clock=CLOCK)


def check(value: str) -> Iterator[Problem]:
    """Do what the value says, none of which any code should."""
    if value == "crash":
        raise ValueError("planted")
    while value == "hang":
        pass
    CLOCK.now += 1.5 if value == "slow" else 0.5
    if value == "unescaped":
        yield unescaped("<!here>")
    if value == "broken":
        yield broken("no line")


PLANTED = Target("planted", 1, lambda random: random.choice(("fine", "crash", "broken")), check)


@pytest.mark.parametrize(
    ("value", "counts", "told"),
    [
        ("fine", Tally(slowest_ms=500), ""),
        ("crash", Tally(crashes=1), "ValueError: planted"),
        ("slow", Tally(slow=1, slowest_ms=1500), "took 1.5 s"),
        ("hang", Tally(slow=1), "gave up after"),
        ("unescaped", Tally(unescaped=1, slowest_ms=500), "<!here>"),
        ("broken", Tally(broken=1, slowest_ms=500), "no line"),
    ],
)
def test_a_planted_fault_is_found_and_told(value: str, counts: Tally, told: str) -> None:
    tally = Tally()
    try_input(PLANTED, value, tally, "planted 7", LIMITS)
    for finding in tally.findings:
        assert finding.startswith("planted 7: ")
        assert finding.endswith(f"\n    {value!r}")
    assert told in "".join(tally.findings)
    assert len(tally.findings) == bool(told)
    counts.inputs, counts.findings = 1, tally.findings
    assert tally == counts


def test_a_finding_s_number_makes_its_input_again() -> None:
    tally = run(PLANTED, SEED, 100, 12, LIMITS)
    values = {number: PLANTED.input(SEED, number) for number in range(100, 112)}
    faults = [number for number, value in values.items() if value != "fine"]
    assert (tally.inputs, tally.found) == (12, len(faults))
    numbers = [int(finding.split(":")[0].removeprefix("planted ")) for finding in tally.findings]
    assert numbers == faults[:5]


def test_a_process_that_dies_or_hangs_is_a_finding() -> None:
    died = Job("planted", ("tests.fuzz.nowhere",)).run()
    hung = Job("planted", ("timeit", "-n", "1", "while True: pass")).run(longest_seconds=0.2)
    assert (died.crashes, died.found, hung.slow, hung.found) == (1, 1, 1, 1)
    assert died.findings[0].startswith("planted: the process ended with 1: python -m tests.fuzz.nowhere\n")
    assert "No module named tests.fuzz.nowhere" in died.findings[0]


def test_a_million_inputs_go_to_all_targets_by_their_shares() -> None:
    targets = list(TARGETS.values())
    jobs = list(drawn(targets, 1_000_000, SEED))
    inputs = {name: sum(int(job.command[-1]) for job in jobs if job.name == name) for name in TARGETS}
    assert sum(inputs.values()) == 1_000_000
    assert min(inputs.values()) >= 2_000
    assert {job.name for job in led(targets, 20, SEED)} >= {"guides", "presses", "events", "HTML files"}
    assert Tally.from_json(Tally(2, crashes=1, findings=["x"]).to_json()) == Tally(2, 1, findings=["x"])

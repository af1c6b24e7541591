"""`python -m tests.fuzz`: a million inputs over all targets, every core at work; exit code 1 on any finding.

Each input is made of the seed, its target's name and its number, which a finding names:
`python -m tests.fuzz.running TARGET SEED NUMBER 1` makes it again.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from tests.fuzz.guided import is_possible
from tests.fuzz.jobs import Job, cores, drawn, led
from tests.fuzz.tally import Tally
from tests.fuzz.targets import TARGETS

MOST_TOLD = 40
"""Findings that are told in full, of all targets together."""
NO_ATHERIS = "atheris isn't installed, so nothing is led by coverage. Run: pip install -e '.[fuzz]'"


def main() -> int:
    """Run all targets, or those that are named; print what came of each, and return 1 on any finding."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of all targets together")
    parser.add_argument("--seed", default=str(int(time.time())))
    parser.add_argument("--only", action="append", choices=TARGETS, help="a target; repeatable")
    parser.add_argument(
        "--coverage",
        type=int,
        default=0,
        metavar="SECONDS",
        help="of atheris for each parser, beside the inputs",
    )
    given = parser.parse_args()
    targets = [TARGETS[name] for name in given.only or TARGETS]
    print(f"seed {given.seed}, {cores()} processes at a time", flush=True)
    started = time.monotonic()
    total = _run("drawn", list(drawn(targets, given.inputs, given.seed)))
    if given.coverage and is_possible():
        total.add(_run("led by coverage", list(led(targets, given.coverage, given.seed))))
    elif given.coverage:
        print(NO_ATHERIS)
    for finding in total.findings[:MOST_TOLD]:
        print(f"\n{finding}")
    seconds = time.monotonic() - started
    print(f"{total.inputs:,} inputs in {seconds:.0f} s, {total.found} findings; seed {given.seed}")
    return 1 if total.found else 0


def _run(title: str, jobs: Sequence[Job]) -> Tally:
    with ThreadPoolExecutor(cores()) as pool:
        tallies = list(pool.map(Job.run, jobs))
    print(
        f"{title:20}{'inputs':>10}{'crashes':>9}{'slowest':>11}{'over 1 s':>10}{'unescaped':>11}{'broken':>8}"
    )
    total = Tally()
    for name, pairs in groupby(zip(jobs, tallies, strict=True), key=lambda pair: pair[0].name):
        total.add(_told(name, (tally for _, tally in pairs)))
    _told("all", [total])
    return total


def _told(name: str, tallies: Iterable[Tally]) -> Tally:
    """Print the row of some tallies, and return them as one."""
    one = Tally()
    for tally in tallies:
        one.add(tally)
    slowest = f"{one.slowest_ms:,.0f} ms"
    counts = f"{one.inputs:>10,}{one.crashes:>9}{slowest:>11}{one.slow:>10}{one.unescaped:>11}{one.broken:>8}"
    print(f"{name:20}{counts}", flush=True)
    return one


if __name__ == "__main__":
    sys.exit(main())

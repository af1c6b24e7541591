"""`python -m tests.surfaces`: random guides × questions × surfaces, on every core, counted."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.surfaces.trying import Tried, try_cases

AT_A_TIME = 250
"""Cases of one seed: each further part has the next one."""
SHOWN_FAULTS, LIKE = 20, 40
"""Faults of as many kinds are shown, one of each; characters that faults of a kind begin with."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run at least so many cases, print the counts, and return 1 if anything is wrong with a payload."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args(arguments)
    tried, parts, size = Tried(), 0, min(AT_A_TIME, given.cases)
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(os.cpu_count()) as pool:
        while (left := given.cases - len(tried.cases)) > 0:  # parts have a few cases in common
            seeds = [given.seed + parts + n for n in range(-(-left // size))]
            folders = [Path(folder) / str(seed) for seed in seeds]
            for part in pool.map(try_cases, folders, [size] * len(seeds), seeds):
                tried.add(part)
            parts += len(seeds)
    _tell(tried, given.seed)
    return 1 if tried.faults else 0


def _tell(tried: Tried, seed: int) -> None:
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(tried.statuses.items()))
    print(f"seed {seed}: {len(tried.cases)} cases ({statuses}), {tried.payloads.total()} payloads")
    print(f"  {'surface':24} {'payloads':>8}  largest, characters as JSON")
    for surface, count in tried.payloads.most_common():
        print(f"  {surface:24} {count:8}  {tried.largest[surface]}")
    kinds = {fault.split(": ", 1)[1][:LIKE]: fault for fault in tried.faults}
    print(f"{len(tried.faults)} faults of {len(kinds)} kinds")
    for fault in list(kinds.values())[:SHOWN_FAULTS]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())

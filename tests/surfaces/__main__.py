"""`python -m tests.surfaces`: random guides × questions × surfaces, on every core, counted."""

import argparse
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.surfaces.trying import Tried, try_cases


def main() -> int:
    """Run the cases, print the counts, and return 1 if anything is wrong with a payload."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(cores) as pool:
        runs = [
            pool.submit(try_cases, Path(folder) / str(n), given.cases // cores, given.seed + n)
            for n in range(cores)
        ]
        tried = [run.result() for run in runs]
    return _told(tried, given.seed)


def _told(tried: list[Tried], seed: int) -> int:
    payloads: Counter[str] = Counter()
    for one in tried:
        payloads.update(one.payloads)
    print(f"seed {seed}: {sum(one.cases for one in tried)} cases, {payloads.total()} payloads")
    for surface, count in payloads.most_common():
        print(f"  {surface:24} {count:7}")
    print(f"largest message: {max(one.largest for one in tried)} characters as JSON")
    wrong = [fault for one in tried for fault in one.faults]
    print(f"{len(wrong)} faults")
    for fault in wrong[:20]:
        print(f"  {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

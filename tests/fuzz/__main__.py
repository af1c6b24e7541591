"""`python -m tests.fuzz`: hostile inputs for every target, counted; `--coverage` adds atheris."""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.coverage import PARSERS, cover
from tests.fuzz.running import Fuzzed, fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz, print the counts, and return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument(
        "--coverage", type=int, default=0, metavar="SECONDS", help="of atheris for each parser"
    )
    given = parser.parse_args()
    cores, weights = os.cpu_count() or 1, sum(target.weight for target in TARGETS)
    with ProcessPoolExecutor(cores) as pool:
        runs = [
            pool.submit(fuzz, target, given.inputs * target.weight // weights // cores, given.seed + n)
            for target in sorted(TARGETS, key=lambda target: target.name != "HTML files")
            for n in range(cores)
        ]
        done = [run.result() for run in runs]
    print(f"seed {given.seed}: {sum(one.inputs for one in done):,} inputs")
    print(f"{'target':12} {'inputs':>9} {'crashes':>8} {'unsound':>8} {'over 1 s':>9} {'slowest':>10}")
    clean = [_told(target.name, [one for one in done if one.name == target.name]) for target in TARGETS]
    if given.coverage:
        clean += [cover(name, given.coverage) for name in PARSERS]
    return 0 if all(clean) else 1


def _told(name: str, runs: list[Fuzzed]) -> bool:
    figures = [sum(map(len, (getattr(run, what) for run in runs))) for what in ("crashes", "unsound", "slow")]
    counted = "".join(f" {n:>{width}}" for n, width in zip(figures, (8, 8, 9), strict=True))
    slowest = max(run.slowest_ms for run in runs)
    print(f"{name:12} {sum(run.inputs for run in runs):>9,}{counted} {slowest:>7.0f} ms")
    for run in runs:
        for said in dict.fromkeys([*run.crashes, *run.unsound, *run.slow]):
            print(f"    {said}")
    return all(run.is_clean for run in runs)


if __name__ == "__main__":
    sys.exit(main())

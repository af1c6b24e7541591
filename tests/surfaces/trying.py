"""Cases tried one after the other, with a seed."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.surfaces.judging import faults
from tests.surfaces.material import Case, cases
from tests.surfaces.shown import surfaces


@dataclass
class Tried:
    """What came of it."""

    cases: int = 0
    payloads: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    largest: int = 0


def try_cases(folder: Path, count: int, number: int) -> Tried:
    """Try so many cases; every fault is noted, with its surface."""
    folder.mkdir(parents=True)
    tried = Tried()

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(folder))
    def run(case: Case | None) -> None:
        if case is None:
            return
        tried.cases += 1
        for shown in surfaces(case):
            tried.payloads[shown.surface] += 1
            if "view" not in shown.payload:
                size = len(json.dumps(shown.payload["blocks"], ensure_ascii=False))
                tried.largest = max(tried.largest, size)
            tried.faults += [f"{shown.surface}: {fault}" for fault in faults(shown)]

    run()
    return tried

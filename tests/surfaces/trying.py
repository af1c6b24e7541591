"""Cases tried one after the other, with a seed."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from knowledge.guide import Guide
from tests.surfaces.cases import Case, cases
from tests.surfaces.judging import faults, reference_faults
from tests.surfaces.material import converted_guides
from tests.surfaces.shown import Surface
from tests.surfaces.told import SURFACES

LONGEST_FAULT, MOST_ROUNDS = 400, 50


@dataclass
class Tried:
    """What came of it; ``statuses`` are the answers', ``largest`` each surface's characters as JSON."""

    cases: set[str] = field(default_factory=set)
    """Their names: no two are the same."""
    statuses: Counter[str] = field(default_factory=Counter)
    payloads: Counter[str] = field(default_factory=Counter)
    largest: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tried") -> None:
        """Take in what came of other cases."""
        self.cases |= other.cases
        self.statuses += other.statuses
        self.payloads += other.payloads
        self.faults += other.faults
        for surface, size in other.largest.items():
            self.largest[surface] = max(size, self.largest.get(surface, 0))

    def try_case(self, case: Case, name: str) -> None:
        """Try every surface; what fails to be made is a fault as well."""
        self.cases.add(case.name)
        self.statuses[case.answer.status] += 1
        self.faults += [f"{name}: {fault}"[:LONGEST_FAULT] for fault in reference_faults(case.answer)]
        for surface in SURFACES:
            try:
                self._show(surface, case, name)
            except Exception as error:  # noqa: BLE001 - whatever it is, people would have seen nothing
                self.faults.append(
                    f"{name}: {surface.__name__}: {type(error).__name__}: {error}"[:LONGEST_FAULT]
                )

    def _show(self, surface: Surface, case: Case, name: str) -> None:
        for shown in surface(case):
            self.payloads[shown.surface] += 1
            size = len(json.dumps(shown.payload, ensure_ascii=False))
            self.largest[shown.surface] = max(size, self.largest.get(shown.surface, 0))
            self.faults += [f"{name}: {shown.surface}: {fault}"[:LONGEST_FAULT] for fault in faults(shown)]


def try_cases(folder: Path, count: int, number: int) -> Tried:
    """Try ``count`` different cases that a seed gives; faults are noted with seed, case and surface.

    Hypothesis draws some cases twice, so it is asked again, with a seed that follows, until there are enough:
    for no fewer than all of them, as the first ones that it draws are the simplest.
    """
    converted, tried = converted_guides(folder), Tried()
    for round_ in range(MOST_ROUNDS):
        if len(tried.cases) < count:
            _try_some(tried, folder, converted, count, number * MOST_ROUNDS + round_)
    return tried


def _try_some(tried: Tried, folder: Path, converted: Sequence[Guide], count: int, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(folder, converted))
    def run(case: Case) -> None:
        if case.name not in tried.cases and len(tried.cases) < count:
            tried.try_case(case, f"seed {number}, case {case.name}")

    run()

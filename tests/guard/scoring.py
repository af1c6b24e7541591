"""How much of what is labelled in the questions the guard finds, and what it finds besides."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.guard.finding import Finding
from bot.guard.inspection import inspect

QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "guard" / "questions.jsonl"
Row = tuple[str, str, str]
"""A kind, what stands there, and the question that it stands in."""
SETS = ("development", "held out")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is to be found in it, in order; ``part`` is one of SETS."""

    text: str
    findings: tuple[Finding, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found right, what was missed, and what was found that is nothing."""

    right: tuple[Row, ...]
    missed: tuple[Row, ...]
    wrong: tuple[Row, ...]

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong))

    def by_kind(self) -> Iterator[tuple[str, int, int, int]]:
        """Yield each kind with how often it was found right, missed and wrong, the commonest first."""
        counts = [Counter(kind for kind, *_ in rows) for rows in (self.right, self.missed, self.wrong)]
        for kind, _ in sum(counts, Counter[str]()).most_common():
            yield kind, counts[0][kind], counts[1][kind], counts[2][kind]


def load_questions() -> list[Labelled]:
    return [_labelled(json.loads(line)) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def _labelled(row: dict[str, Any]) -> Labelled:
    findings, position = [], 0
    for finding in row["findings"]:
        start = row["text"].index(finding["value"], position)
        position = start + len(finding["value"])
        findings.append(Finding(finding["kind"], start, position))
    return Labelled(row["text"], tuple(findings), row["set"])


def score(questions: Iterable[Labelled]) -> Outcome:
    """Inspect each question; a finding is right if it is of the kind of one that it overlaps with."""
    right: list[Row] = []
    missed: list[Row] = []
    wrong: list[Row] = []
    for question in questions:
        found = list(inspect(question.text).findings)
        for wanted in question.findings:
            match = next((one for one in found if _is_same(one, wanted)), None)
            if match:
                found.remove(match)
            (right if match else missed).append(_row(wanted, question.text))
        wrong += [_row(one, question.text) for one in found]
    return Outcome(tuple(right), tuple(missed), tuple(wrong))


def _is_same(found: Finding, wanted: Finding) -> bool:
    return found.kind == wanted.kind and found.start < wanted.end and wanted.start < found.end


def _row(finding: Finding, text: str) -> Row:
    return finding.kind, text[finding.start : finding.end], text

"""What came of some inputs: counts, the slowest, and the findings that are told."""

import json
from dataclasses import asdict, dataclass, field

SHOWN = 5
"""Findings of a run that are told in full: the rest are counted."""


@dataclass
class Tally:
    """Counts of inputs by what came of them; ``slowest_ms`` is processor time."""

    inputs: int = 0
    crashes: int = 0
    slow: int = 0
    unescaped: int = 0
    broken: int = 0
    slowest_ms: float = 0.0
    findings: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, written: str) -> "Tally":
        """Read what `to_json` wrote."""
        return cls(**json.loads(written))

    def to_json(self) -> str:
        """Return everything in one line."""
        return json.dumps(asdict(self))

    def add(self, other: "Tally") -> None:
        """Take another's counts in."""
        for name in ("inputs", "crashes", "slow", "unescaped", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.findings += other.findings

    def tell(self, finding: str) -> None:
        """Keep a finding to be told, unless there are enough of them."""
        if len(self.findings) < SHOWN:
            self.findings.append(finding)

    @property
    def found(self) -> int:
        """How many findings there are."""
        return self.crashes + self.slow + self.unescaped + self.broken

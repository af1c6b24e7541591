"""`make audit`: looks up what is pinned in the advisories that pip-audit knows; so does `make check`."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 20
"""Until no answer counts as none: `make check` is no place to wait."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found of how many distributions; ``unknown`` weren't known where they were looked up."""

    weak: tuple[str, ...]
    looked_up: int
    unknown: int

    @classmethod
    def from_report(cls, report: dict[str, Any]) -> "Audit":
        """Read what `pip-audit -f json` wrote; it counts what it doesn't find as no weakness."""
        parts = report["dependencies"]
        known = [part for part in parts if "skip_reason" not in part]
        weak = tuple(_line(part, weakness) for part in known for weakness in part["vulns"])
        return cls(weak, len(known), len(parts) - len(known))


def _line(part: dict[str, Any], weakness: dict[str, Any]) -> str:
    mended = ", ".join(weakness["fix_versions"]) or "no release yet"
    return f"{part['name']} {part['version']}: {weakness['id']} (mended in {mended})"


def run_pip_audit(requirements: Path, seconds: float) -> Audit | None:
    """Look up the distributions that a file pins by their hashes; None where no answer came."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--disable-pip", "--no-deps", "--progress-spinner", "off", "--timeout", "5", "-f", "json"]
        command = [sys.executable, "-m", "pip_audit", "-r", str(requirements), *options, "-o", str(report)]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        return Audit.from_report(json.loads(report.read_text("utf-8"))) if report.is_file() else None


def told(audit: Audit | None, *, needed: bool) -> tuple[int, str]:
    """Return the exit code, and what to say; without an answer it fails only if one is ``needed``."""
    if audit is None or not audit.looked_up:
        return int(needed), "Advisories: no source can be reached, nothing was looked up."
    if audit.weak:
        return 1, "\n".join(("Advisories:", *audit.weak, "Raise the pins, then run: make lock"))
    missing = f"; {audit.unknown} aren't known there" if audit.unknown else ""
    return int(needed and audit.unknown > 0), f"Advisories: none for {audit.looked_up} releases{missing}."


if __name__ == "__main__":
    code, words = told(run_pip_audit(Path(sys.argv[-1]), SECONDS), needed="--needed" in sys.argv)
    sys.stderr.write(f"{words}\n")
    sys.exit(code)

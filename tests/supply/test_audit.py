"""What `make audit` makes of pip-audit's report: what wasn't looked up is not taken for sound."""

from pathlib import Path
from typing import Any

import pytest

from supply.audit import Audit, run_pip_audit, told

SOUND: dict[str, Any] = {"name": "lxml", "version": "6.1", "vulns": []}
UNKNOWN = {"name": "rich", "skip_reason": "not found"}
WEAK = {
    "name": "click",
    "version": "8.5",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["8.6", "9.0"]},
        {"id": "PYSEC-2", "fix_versions": []},
    ],
}


def audit(*parts: dict[str, Any]) -> Audit:
    return Audit.from_report({"dependencies": list(parts), "fixes": []})


def test_weaknesses_are_named_with_their_cure() -> None:
    code, words = told(audit(SOUND, WEAK, UNKNOWN), needed=False)
    assert code == 1
    assert words.splitlines() == [
        "Advisories:",
        "click 8.5: PYSEC-1 (mended in 8.6, 9.0)",
        "click 8.5: PYSEC-2 (mended in no release yet)",
        "Raise the pins, then run: make lock",
    ]


@pytest.mark.parametrize("found", [None, audit(UNKNOWN, UNKNOWN)])
@pytest.mark.parametrize("needed", [True, False])
def test_without_an_answer_nothing_is_claimed(found: Audit | None, needed: bool) -> None:
    assert told(found, needed=needed) == (
        needed,
        "Advisories: no source can be reached, nothing was looked up.",
    )


def test_what_was_looked_up_is_counted() -> None:
    assert told(audit(SOUND), needed=True) == (0, "Advisories: none for 1 releases.")
    words = "Advisories: none for 1 releases; 1 aren't known there."
    assert told(audit(SOUND, UNKNOWN), needed=False) == (0, words)
    assert told(audit(SOUND, UNKNOWN), needed=True) == (1, words)


def test_what_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    assert run_pip_audit(tmp_path / "missing.txt", 30) is None


def test_an_answer_that_takes_too_long_is_none(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"lxml==6.1 --hash=sha256:{'0' * 64}\n")
    assert run_pip_audit(file, 0.01) is None

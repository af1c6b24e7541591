"""What is pinned is known by its hashes, but for what differs by platform."""

import re
from pathlib import Path

import pytest

from supply.bill import ROOT, UNHASHED
from supply.pinned import read_pins

PINNED = read_pins(ROOT / "constraints.txt")
RUNTIME, DEVELOPMENT = (ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "development"))


def test_all_that_is_pinned_is_hashed_but_what_differs_by_platform() -> None:
    assert read_pins(DEVELOPMENT) == {n: v for n, v in PINNED.items() if n not in UNHASHED}, "run: make lock"
    assert read_pins(RUNTIME).items() < read_pins(DEVELOPMENT).items()


@pytest.mark.parametrize("file", [RUNTIME, DEVELOPMENT])
def test_each_release_has_hashes_and_no_line_says_where_it_comes_from(file: Path) -> None:
    text = file.read_text("utf-8")
    lines = [line for line in text.replace("\\\n", "").splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"\S+==\S+(\s+--hash=sha256:[0-9a-f]{64})+", line) for line in lines)
    assert len(lines) == len(read_pins(file))
    assert "://" not in text


def test_make_installs_by_hash_first() -> None:
    recipes = (ROOT / "Makefile").read_text("utf-8")
    assert recipes.index("$(INSTALL_HASHED) $(HASHED) ") < recipes.index("$(INSTALL) -e . ")
    assert recipes.index("$(INSTALL_HASHED) $(HASHED_DEVELOPMENT) ") < recipes.index("$(INSTALL) -e '.[dev]'")

"""docs/features.md names tests: each of them exists."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_test_that_the_features_name_exists() -> None:
    named = NAMED.findall((TESTS.parent / "docs" / "features.md").read_text("utf-8"))
    assert len(named) > 20
    known = {
        (file.name, function.name)
        for file in TESTS.rglob("test_*.py")
        for function in ast.parse(file.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef)
    }
    assert [place for place in named if place not in known] == []

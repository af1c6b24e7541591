"""Documents that name tests as proof: each of them exists."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NAMED = re.compile(r"`(?:tests/[\w/]+/)?(test_\w+\.py)::(test_\w+)`")


@pytest.mark.parametrize("document", ["docs/features.md", "SECURITY.md"])
def test_every_test_that_is_named_exists(document: str) -> None:
    named = NAMED.findall((TESTS.parent / document).read_text("utf-8"))
    assert len(named) > 20
    known = {
        (file.name, function.name)
        for file in TESTS.rglob("test_*.py")
        for function in ast.parse(file.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef)
    }
    assert [place for place in named if place not in known] == []

"""The command line on hostile names, questions and settings: one line, no traceback, nothing obeyed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine


def test_an_error_is_one_printable_line(footnote: CommandLine, tmp_path: Path) -> None:
    result = footnote("ask", "when?", "--guides", tmp_path / "no\nfootnote: all is well\x1b[2J")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "no footnote: all is well[2J is no folder." in result.stderr


def test_json_holds_nothing_that_a_terminal_obeys(footnote: CommandLine, guides: Path) -> None:
    question = "when do I call\x9b2J in sick\u202e?"
    result = footnote("ask", question, "--guides", guides, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["question"] == question
    assert {char for char in result.stdout if not char.isprintable()} == {"\n"}


SETTINGS = {
    "bytes": b"base_url = '\xff'\n",
    "digits": b"workers = " + b"9" * 5000 + b"\n",
    "depth": b"owner = " + b"[" * 5000 + b"\n",
    "line": b"[\n",
    "form": b"owner = ['a']\n",
    "a name without end": b"x" * 5000 + b" = 1\n",
    "names without end": b"".join(b"x%d = 1\n" % n for n in range(500)),
    "a name twice": b"x" * 5000 + b" = 1\n" + b"x" * 5000 + b" = 2\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_can_t_be_read_are_named(name: str, footnote: CommandLine, guides: Path) -> None:
    (guides / "footnote.toml").write_bytes(SETTINGS[name])
    result = footnote("ask", "when?", "--guides", guides)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "footnote.toml" in result.stderr
    assert len(result.stderr) < 1000

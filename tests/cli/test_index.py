"""`footnote index`: says what was added, changed, removed and left out, on stderr alone."""

from pathlib import Path

from tests.cli.conftest import CommandLine


def test_what_changed_is_named(footnote: CommandLine, guides: Path) -> None:
    first = footnote("index", "--guides", guides)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.splitlines()[-3:-1] == ["+ leave.md", "+ travel.md"]
    assert "(2 guides added, 0 changed, 0 removed; 0 left out)" in first.stderr
    (guides / "leave.md").write_text("# Leave\nLeave is now asked for a week ahead.\n", "utf-8")
    (guides / "travel.md").unlink()
    (guides / "pay.md").write_text("# Pay\nPay day is the last working day of the month.\n", "utf-8")
    second = footnote("index", "--guides", guides)
    assert second.stderr.splitlines()[-4:-1] == ["+ pay.md", "~ leave.md", "- travel.md"]
    assert "(1 guides added, 1 changed, 1 removed; 0 left out)" in second.stderr


def test_nothing_changed_is_said_too(footnote: CommandLine, guides: Path) -> None:
    footnote("index", "--guides", guides)
    assert (
        "(0 guides added, 0 changed, 0 removed; 0 left out)" in footnote("index", "--guides", guides).stderr
    )


def test_a_bad_guide_is_named_and_the_others_are_indexed(footnote: CommandLine, guides: Path) -> None:
    (guides / "pay.md").write_text("---\nfootnote:\n  audiance: [hr]\n---\n# Pay\nMonthly.\n", "utf-8")
    result = footnote("index", "--guides", guides)
    assert result.exit_code == 0
    assert "left out: pay.md:3: `footnote.audiance` is no key of ours." in result.stderr
    assert "(2 guides added, 0 changed, 0 removed; 1 left out)" in result.stderr


def test_a_folder_without_a_guide_exits_with_2(footnote: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = footnote("index", "--guides", tmp_path / "empty")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "holds no guide that can be read. Add a Markdown file." in result.stderr

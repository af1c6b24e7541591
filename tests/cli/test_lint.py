"""`footnote lint` and `footnote new`: what is printed where, in which form, and the exit codes."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.linting import lint_guides
from bot.new_guide import GuideExists, TitleUnusable, create_guide, file_stem
from bot.settings import load_settings
from knowledge.front_matter import read_front_matter
from knowledge.reading import read_guides
from tests.cli.conftest import CommandLine

TODAY = date(2026, 8, 31)


@pytest.fixture
def lint(clean_environment: Path) -> CommandLine:
    """Return the command line, run without a model: linting and writing need none."""
    return CommandLine(clean_environment)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a folder with an error and a note in one guide, and a warning in another."""
    folder = tmp_path / "staff guides"
    (folder / "pay").mkdir(parents=True)
    (folder / "footnote.toml").write_text('owner = "#people"\n', "utf-8")
    (folder / "leave.md").write_text("# Leave\nSee [pay](pay.md).\n\n## Overview\nAsk early.\n", "utf-8")
    (folder / "pay" / "day, 50%.md").write_text("# Pay day\n## Bonus\n", "utf-8")
    return folder


def words(text: str) -> str:
    return " ".join(text.split())


def test_text_groups_by_file_and_counts_last(lint: CommandLine, faulty: Path) -> None:
    result = lint("lint", "--guides", faulty)
    assert (result.exit_code, result.stderr) == (1, "")
    assert [words(part) for part in result.stdout.split("\n\n")] == [
        "leave.md 2 error broken-link the link `pay.md` leads to no file. Mend it, or take it out. "
        "4 note vague-heading “Leave › Overview” says nothing on its own, in a search result or above a "
        "quote. Say what it tells the reader.",
        "pay/day, 50%.md 2 warning empty-section “Pay day › Bonus” has nothing below it, so there is nothing "
        "to quote. Write it, or turn the heading into text.",
        "1 error, 1 warning, 1 note in 2 files; 2 guides looked at.",
    ]


def test_json_is_one_object_with_paths_in_the_folder(lint: CommandLine, faulty: Path) -> None:
    result = lint("lint", "--guides", faulty, "--format", "json")
    report = json.loads(result.stdout)
    assert {key: report[key] for key in ("guides", "errors", "warnings", "notes")} == {
        "guides": 2,
        "errors": 1,
        "warnings": 1,
        "notes": 1,
    }
    assert report["findings"][0] == {
        "path": "leave.md",
        "line": 2,
        "rule": "broken-link",
        "severity": "error",
        "problem": "the link `pay.md` leads to no file.",
        "cure": "Mend it, or take it out.",
    }


def test_github_s_annotations_are_escaped_and_name_files_from_here(
    lint: CommandLine, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (faulty / "leave.md").write_text("# Leave\nSee [pay](50%25,a:b.md).\n", "utf-8")
    monkeypatch.chdir(faulty.parent)
    result = lint("lint", "--guides", "staff guides", "--format", "github")
    assert result.stdout.splitlines() == [
        "::error file=staff guides/leave.md,line=2,title=broken-link::"
        "the link `50%25,a:b.md` leads to no file. Mend it, or take it out.",
        "::warning file=staff guides/pay/day%2C 50%25.md,line=2,title=empty-section::"
        "“Pay day › Bonus” has nothing below it, so there is nothing to quote. "
        "Write it, or turn the heading into text.",
        "1 error, 1 warning in 2 files; 2 guides looked at.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--ignore", "broken-link"], 0),
        (["--ignore", "broken-link", "--strict"], 1),
        (["--ignore", "broken-link", "--ignore", "empty-section", "--strict"], 0),
        (["--ignore", "broken-lnk"], 2),
        (["--format", "xml"], 2),
    ],
)
def test_the_exit_code_follows_the_worst_finding(
    lint: CommandLine, faulty: Path, arguments: list[str], code: int
) -> None:
    assert lint("lint", "--guides", faulty, *arguments).exit_code == code


def test_a_folder_that_is_missing_or_holds_no_guide_exits_with_2(lint: CommandLine, tmp_path: Path) -> None:
    missing = lint("lint", "--guides", tmp_path / "nowhere")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert f"{tmp_path / 'nowhere'} is no folder." in missing.stderr
    (tmp_path / "empty").mkdir()
    empty = lint("lint", "--guides", tmp_path / "empty")
    assert (empty.exit_code, empty.stdout) == (2, "")
    assert "holds no guide. Add a Markdown file" in empty.stderr


def test_where_nothing_is_wrong_it_is_said(lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("---\nfootnote: {owner: '#people'}\n---\n# Leave\nAsk.\n", "utf-8")
    result = lint("lint", "--strict", "--guides", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "1 guide, nothing to mend.\n")


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Working from abroad", "working-from-abroad"),
        ("  Überstunden &\tUrlaub?  ", "überstunden-urlaub"),
        ("リモートワーク", "リモートワーク"),
        ("CI/CD – what's new", "ci-cd-whats-new"),
        ("../../etc/passwd", "etc-passwd"),
        ("é" * 300, "é" * 50),
    ],
)
def test_a_file_is_named_after_its_title_in_any_script(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@pytest.mark.usefixtures("clean_environment")
@pytest.mark.parametrize(
    "title", ["Working from abroad", "C# {% x %} *b* <i>: [y] & \\z", "Ⅷ: '1' \"2\"", "リモートワーク"]
)
def test_a_new_guide_lints_clean_and_says_who_and_until_when(tmp_path: Path, title: str) -> None:
    settings = load_settings(tmp_path)
    file = create_guide(settings, title, TODAY)
    create_guide(settings, "Another one", TODAY)
    assert lint_guides(settings, TODAY).findings == ()
    guide = next(guide for guide in read_guides(tmp_path).guides if guide.path == file.name)
    assert (guide.title, guide.updated, guide.review_by) == (title, TODAY, date(2027, 2, 28))
    assert (guide.owner, guide.disclaimer) == ("the team that wrote this guide", settings.disclaimer)
    assert guide.summary
    assert [section.trail for section in guide.sections] == [
        (title,),
        (title, "What you may do"),
        (title, "What you may do", "Go deeper"),
        (title, "How to ask for it"),
        (title, "How to ask for it", "Go deeper"),
    ]
    assert all(section.passages for section in guide.sections)


@pytest.mark.usefixtures("clean_environment")
def test_a_guide_that_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("mine", "utf-8")
    with pytest.raises(GuideExists, match="is there already"):
        create_guide(load_settings(tmp_path), "Leave!", TODAY)
    with pytest.raises(TitleUnusable, match="no letter"):
        create_guide(load_settings(tmp_path), "?!", TODAY)
    assert [file.read_text("utf-8") for file in tmp_path.glob("*.md")] == ["mine"]


def test_new_prints_the_path_takes_the_folder_s_settings_and_is_found(
    footnote: CommandLine, tmp_path: Path
) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "footnote.toml").write_text('owner = "#travel"\nlang = "de"\n', "utf-8")
    made = footnote("new", "Working from abroad", "--guides", guides)
    assert (made.exit_code, made.stdout) == (0, f"{guides / 'working-from-abroad.md'}\n")
    assert f"footnote lint --guides {guides}" in made.stderr
    keys = read_front_matter("x", (guides / "working-from-abroad.md").read_text("utf-8"))
    assert (keys.lang, keys.footnote.owner, keys.footnote.audience) == ("de", "#travel", ("everyone",))
    assert footnote("index", "--guides", guides).exit_code == 0
    again = footnote("new", "working from ABROAD", "--guides", guides)
    assert (again.exit_code, again.stdout) == (1, "")


@pytest.mark.parametrize("arguments", [["?!", "--guides", "."], ["Leave", "--guides", "nowhere"], ["Leave"]])
def test_new_refuses_what_it_can_not_place(
    lint: CommandLine, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = lint("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(tmp_path.glob("*.md")) == []

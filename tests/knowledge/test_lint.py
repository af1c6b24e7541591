"""The linter as a whole: files, front matter, what every finding is, and any input at all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import STARTER_GUIDES
from knowledge.guide_files import GuideDefaults
from knowledge.lint.finding import RULES, Severity
from knowledge.lint.linter import lint
from knowledge.reading import read_guides
from tests.knowledge.linting import TODAY, brief, findings, write

pytestmark = pytest.mark.early(1)


def test_the_starter_guide_has_nothing_to_mend() -> None:
    assert lint(STARTER_GUIDES, read_guides(STARTER_GUIDES), date(2026, 11, 24)) == ()


def test_what_can_not_be_read_is_an_error_and_a_redirect_is_not(tmp_path: Path) -> None:
    write(
        tmp_path,
        moved="---\ntitle: Pay\nredirect_to: https://example.org/pay\n---\n",
        empty="---\ntitle: x\n---\n",
    )
    write(tmp_path, typo="---\nfootnote:\n  audiance: [hr]\nredirect_to: /x\n---\n# Pay\nMonthly.\n")
    (tmp_path / "latin.md").write_bytes(b"# Pay\n\nCaf\xe9\n")
    (tmp_path / "away.md").symlink_to("/etc/hostname")
    said = [(f.path, f.line, f.rule, f.severity) for f in findings(tmp_path)]
    assert said == [
        ("away.md", 1, "unreadable", Severity.ERROR),
        ("empty.md", 1, "unreadable", Severity.ERROR),
        ("latin.md", 3, "unreadable", Severity.ERROR),
        ("typo.md", 3, "unreadable", Severity.ERROR),
    ]


def test_front_matter_is_held_against_today_and_the_headings(tmp_path: Path) -> None:
    source = """---
title: Leave
updated: 2026-11-25
footnote:
  review_by: 2026-11-14
  questions:
    pay-day: ["when?"]
    sick-pay: ["how much?"]
---
# Leave
A.
## Pay day
B.
"""
    write(
        tmp_path,
        leave=source,
        today="---\nupdated: 2026-11-24\nfootnote: {review_by: 2026-11-24}\n---\n# Day\nA.\n",
    )
    write(tmp_path, odd="---\ndate: someday\n---\n# Odd\nA.\n")
    assert [(f.path, f.line, f.rule, f.problem) for f in findings(tmp_path)] == [
        ("leave.md", 3, "future-date", "it says that it was updated on 2026-11-25, which is yet to come."),
        ("leave.md", 5, "past-review", "its review was due by 2026-11-14, 10 days ago."),
        (
            "leave.md",
            8,
            "unknown-anchor",
            "`footnote.questions` names `sick-pay`, which is no heading's anchor.",
        ),
        ("odd.md", 2, "odd-front-matter", "`date: someday` is no date, so the guide shows none."),
    ]


@pytest.mark.parametrize("guides", [3, 4])
def test_what_many_guides_lack_is_said_once_with_the_common_cure(tmp_path: Path, guides: int) -> None:
    write(tmp_path, owned="---\nfootnote: {owner: '#people', disclaimer: Ask.}\n---\n# Owned\nA.\n")
    for number in range(guides):
        write(tmp_path, **{f"guide{number}": "# Guide\nA.\n"})
    said = [(f.path, f.line, f.rule, f.problem) for f in findings(tmp_path, defaults=GuideDefaults())]
    if guides == 4:
        assert said == [
            (
                "footnote.toml",
                1,
                "no-disclaimer",
                "4 of 5 guides have no disclaimer to show below an answer.",
            ),
            ("footnote.toml", 1, "no-owner", "4 of 5 guides have no owner: staff aren't told whom to ask."),
        ]
    else:
        assert [(path, rule) for path, _, rule, _ in said] == [
            (f"guide{number}.md", rule) for number in range(3) for rule in ("no-disclaimer", "no-owner")
        ]


def test_rules_are_left_out_by_name(tmp_path: Path) -> None:
    write(tmp_path, leave="# Leave\n## Overview\nA [b](gone.md).\n")
    assert brief(tmp_path) == [("leave.md", 2, "vague-heading"), ("leave.md", 3, "broken-link")]
    assert brief(tmp_path, ["broken-link"]) == [("leave.md", 2, "vague-heading")]


def test_every_rule_is_explained_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "linting.md").read_text("utf-8")
    assert [rule for rule in RULES if f"\n### {rule}\n" not in page] == []


MARKUP = st.text(st.sampled_from("#[]()!<>/\\`|-*_{}%:=.\"'& \n\tab1é漢\r"), max_size=300)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(MARKUP, MARKUP)
def test_no_input_breaks_a_rule_and_every_finding_is_on_a_line_of_its_file(
    tmp_path: Path, one: str, other: str
) -> None:
    sources = {"a.md": f"# A\n{one}", "b.md": f"# B\n{other}\n{one}"}
    for name, source in sources.items():
        (tmp_path / name).write_text(source, "utf-8", newline="")
    for found in lint(tmp_path, read_guides(tmp_path, GuideDefaults(owner="x", disclaimer="y")), TODAY):
        assert found.rule in RULES
        assert found.problem
        assert found.cure
        assert (
            1 <= found.line <= len(sources[found.path].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        )


@pytest.mark.parametrize(
    "hard",
    [
        "<a ",
        "<!--",
        "{% comment %}",
        "[a](",
        "[a][",
        "![",
        "{#a ",
        "<!-- lint-ignore ",
        "[a] (https://",
        "a/a ",
        "\\[",
    ],
)
def test_no_input_takes_long(tmp_path: Path, hard: str) -> None:
    write(tmp_path, a=f"# A\n\n<div>\n{hard * 3000}\n\n{hard * 3000}\n")
    findings(tmp_path)  # pytest's time limit is the assertion: a pattern that goes astray never comes back


def test_the_handbook_s_known_faults_are_found_and_little_else(handbook: Path) -> None:
    folder = handbook / "18f-handbook"
    found = lint(folder, read_guides(folder, GuideDefaults(disclaimer="Ask.")), TODAY)
    known = {
        ("footnote.toml", 1, "no-owner"),
        ("pages/tools/slack.md", 16, "broken-link"),
        ("pages/hiring-staying-or-changing-jobs/hiring.md", 21, "broken-link"),
        ("pages/training-and-development/intro-to-github.md", 157, "broken-link"),
        ("pages/general-information-and-resources/glossary.md", 10, "long-section"),
        ("pages/18f/chapters/design.md", 9, "near-duplicate"),
        ("pages/office-of-operations/fas-speaker-guide.md", 79, "near-duplicate"),
    }
    assert known <= {(finding.path, finding.line, finding.rule) for finding in found}
    assert [finding.path for finding in found] == sorted(finding.path for finding in found)
    assert len(found) <= 60

"""Rules for single sections, and what a comment in the file leaves out."""

from pathlib import Path

import pytest

from knowledge.lint.finding import Severity
from knowledge.lint.headings import MOST_WORDS
from tests.knowledge.linting import brief, findings, write


def sentences(words: int) -> str:
    """Return that many words, none of which repeats another section's."""
    return " ".join(f"w{number}{'.' if number % 10 == 9 else ''}" for number in range(words))


def test_a_section_is_too_long_above_600_words_and_not_at_them(tmp_path: Path) -> None:
    write(tmp_path, leave=f"# Leave\n{sentences(MOST_WORDS)}\n\n## Sick\n{sentences(MOST_WORDS + 1)}\n")
    (found,) = findings(tmp_path, ["near-duplicate"])
    assert (found.line, found.rule, found.severity) == (4, "long-section", Severity.WARNING)
    assert found.problem == "“Leave › Sick” has 601 words without a subheading."
    assert (
        found.cure
        == "Divide it: a citation leads to the heading, and the reader has to search on from there."
    )


def test_code_is_not_counted_and_chinese_counts_by_two_characters(tmp_path: Path) -> None:
    code = f"```\n{sentences(2 * MOST_WORDS)}\n```"
    write(tmp_path, leave=f"# Leave\nRun this:\n\n{code}\n", chinese=f"# 假\n{'年假' * MOST_WORDS}\n")
    assert brief(tmp_path) == []
    write(tmp_path, chinese=f"# 假\n{'年假' * (MOST_WORDS + 1)}\n")
    assert brief(tmp_path) == [("chinese.md", 1, "long-section")]


def test_headings_in_html_are_named_as_the_reason(tmp_path: Path) -> None:
    write(tmp_path, leave=f"# Leave\n{sentences(400)}\n\n<h3>Sick</h3>\n\n{sentences(300)}\n")
    (found,) = findings(tmp_path, ["near-duplicate"])
    assert found.problem == "“Leave” has 701 words: HTML headings, as on line 4, begin no section."


def test_a_heading_without_text_and_subsections_is_empty(tmp_path: Path) -> None:
    source = """# Leave
## Sick
<!-- later -->

Parental
--------

## With a subsection
### Forms
![the form](form.png)

## With an include
{% include pay.md %}

## 1. Security sends you the form.

## Last"""
    (tmp_path / "form.png").write_bytes(b"")
    write(tmp_path, leave=source)
    assert brief(tmp_path) == [("leave.md", line, "empty-section") for line in (2, 5, 17)]


@pytest.mark.parametrize(
    "heading", ["Overview", "1. INTRODUCTION:", "FAQs", "Allgemeines", "Généralités", "*Misc*"]
)
def test_a_heading_that_says_nothing_is_noted_with_its_trail(tmp_path: Path, heading: str) -> None:
    write(tmp_path, leave=f"# Leave\n\n## {heading}\nAsk early.\n")
    (found,) = findings(tmp_path)
    assert (found.line, found.rule, found.severity) == (3, "vague-heading", Severity.NOTE)
    assert found.problem.startswith(f"“Leave › {heading.strip('*')}” says nothing on its own")


def test_headings_that_say_something_or_hold_only_subsections_pass(tmp_path: Path) -> None:
    write(tmp_path, leave="# Leave\n## Overview of pay\nA.\n## Overview\n### Who may go\nB.\n## Tips\nC.\n")
    assert brief(tmp_path) == []


def test_the_same_heading_twice_under_one_parent_is_named_once_each(tmp_path: Path) -> None:
    source = "# Leave\n## Sick\n### Forms\nA.\n## Parental\n### Forms\nB.\n### forms\nC.\n## Sick\nD.\n"
    write(tmp_path, leave=source)
    said = [(found.line, found.rule, found.problem) for found in findings(tmp_path)]
    assert said == [
        (8, "repeated-heading", "“Leave › Parental › forms” stands under the same parent on line 6 already."),
        (10, "repeated-heading", "“Leave › Sick” stands under the same parent on line 2 already."),
    ]


def test_a_comment_leaves_a_rule_out_in_its_section_or_in_the_whole_guide(tmp_path: Path) -> None:
    one = "# Leave\n## Overview\nA.\n<!-- lint-ignore vague-heading, empty-section -->\n## Notes\nB.\n"
    write(tmp_path, leave=one)
    assert brief(tmp_path) == [("leave.md", 5, "vague-heading")]
    write(tmp_path, leave=f"Before. <!-- lint-ignore vague-heading -->\n\n{one}## Empty\n")
    assert brief(tmp_path) == [("leave.md", 9, "empty-section")]
    write(tmp_path, leave="# Leave\n## Notes\n`<!-- lint-ignore vague-heading -->` is for code.\n")
    assert brief(tmp_path) == [("leave.md", 2, "vague-heading")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_are_counted_behind_front_matter_and_templates(tmp_path: Path, newline: str) -> None:
    source = "---\ntitle: Leave\n---\n\n{% alert\n  'x' %}\nA.\n\n## Notes\nSee [x](gone.md).\n"
    write(tmp_path, leave=source.replace("\n", newline))
    assert brief(tmp_path) == [("leave.md", 9, "vague-heading"), ("leave.md", 10, "broken-link")]

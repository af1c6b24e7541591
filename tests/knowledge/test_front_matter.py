"""Front matter: shared keys are read kindly, ours strictly, and each error names file, line and cure."""

from datetime import date

import pytest

from knowledge.errors import GuideInvalid
from knowledge.front_matter import FrontMatter, read_front_matter

FULL = """---
title: "Is my data safe?"
description: In short.
date: 2026-11-02 10:00:00 +0200
lang: en
tags: [ai, data]
questions: [somebody-else-s]
permalink: {{ page.url }}
footnote:
  url: https://handbook.example/ai
  owner: "#privacy"
  review_by: 2027-05-01
  audience: [C01, C02]
  disclaimer: Not legal advice.
  aliases: {ChatGPT: AI assistant}
  questions: {sovereignty: ["may HR files leave Europe?"]}
---
Text.
"""


def test_all_keys_are_read() -> None:
    matter = read_front_matter("a.md", FULL.replace("permalink: {{ page.url }}\n", ""))
    assert (matter.title, matter.summary, matter.updated) == (
        "Is my data safe?",
        "In short.",
        date(2026, 11, 2),
    )
    assert matter.tags == ("ai", "data")
    ours = matter.footnote
    assert (ours.owner, ours.review_by, ours.audience) == ("#privacy", date(2027, 5, 1), ("C01", "C02"))
    assert ours.aliases == {"ChatGPT": "AI assistant"}
    assert ours.questions == {"sovereignty": ("may HR files leave Europe?",)}


def test_the_body_starts_after_the_closing_line() -> None:
    source = "\ufeff---\r\ntitle: A\r\n---\r\nText.\r\n"
    assert source[read_front_matter("a.md", source).body_start :] == "Text.\r\n"


def test_toml_front_matter_is_read_as_hugo_writes_it() -> None:
    source = '+++\ntitle = "A"\ndate = 2026-11-02\n[footnote]\nowner = "#it"\n+++\nText.\n'
    matter = read_front_matter("a.md", source)
    assert (matter.title, matter.updated, matter.footnote.owner) == ("A", date(2026, 11, 2), "#it")


@pytest.mark.parametrize("source", ["Text only.\n", "---\n\nText after a rule.\n", "", "--- not a rule\n"])
def test_no_front_matter_is_none(source: str) -> None:
    assert read_front_matter("a.md", source) == FrontMatter()


@pytest.mark.parametrize(
    ("block", "line", "says", "cure"),
    [
        ("title: A: b", 2, "not valid YAML", "in quotes"),
        ("title: A\nlist: [a", 3, "not valid YAML", "Mend that line"),
        ("footnote:\n  audiance: [C1]", 3, "`footnote.audiance` is no key of ours", "Use one of: url, owner"),
        ("footnote:\n  review_by: soon", 3, "`footnote.review_by: soon` is no date", "2027-05-01"),
        ("footnote:\n  audience: everyone", 3, "has the wrong form", "[everyone]"),
        ("footnote:\n  questions:\n    a: why?", 4, "has the wrong form", "lists by section anchor"),
        ("footnote: yes", 2, "has the wrong form", "`key: value` lines"),
        ("title: \x07", 2, "control character", "Delete it"),
        ("just words", 2, "not `key: value` lines", "title:"),
        ("a: " + "[" * 3000, 2, "nested too deeply", "Flatten"),
        ("a: b\nc: " + "{[" * 26, 3, "nested too deeply", "Flatten"),
    ],
)
def test_errors_name_file_line_and_cure(block: str, line: int, says: str, cure: str) -> None:
    with pytest.raises(GuideInvalid) as caught:
        read_front_matter("dir/a.md", f"---\n{block}\n---\nText.\n")
    assert (caught.value.path, caught.value.line) == ("dir/a.md", line)
    assert says in caught.value.problem
    assert cure in caught.value.cure
    assert "\n" not in str(caught.value)


def test_an_unclosed_block_says_how_to_close_it() -> None:
    with pytest.raises(
        GuideInvalid, match=r"a\.md:1: the front matter has no end\. Close it with a line that is `---`"
    ):
        read_front_matter("a.md", "---\ntitle: A\n\n# Heading\n")


def test_a_bad_shared_date_costs_the_date_only() -> None:
    matter = read_front_matter("a.md", "---\ntitle: A\ndate: last Fall\n---\nText.\n")
    assert matter.updated is None
    assert [str(warning) for warning in matter.warnings] == [
        "a.md:3: `date: last Fall` is no date, so the guide shows none. Write it as 2026-11-02."
    ]


def test_an_error_is_one_line_whatever_value_it_names() -> None:
    with pytest.raises(GuideInvalid) as refused:
        read_front_matter(
            "a.md", '---\nfootnote:\n  audience: ["C01\n\n\n  forged.md:1: all is well."]\n---\n'
        )
    assert len(str(refused.value).splitlines()) == 1
    with pytest.raises(GuideInvalid) as refused:
        read_front_matter("a.md", f"---\nfootnote:\n  audience: ['{'x' * 9000}']\n---\n")
    assert len(str(refused.value)) < 800

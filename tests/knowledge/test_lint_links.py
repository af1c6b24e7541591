"""broken-link and broken-anchor: what surely leads nowhere is named, whatever generator made the rest."""

from pathlib import Path

import pytest

from knowledge.lint.addresses import address_fault
from knowledge.lint.finding import Severity
from tests.knowledge.linting import brief, findings, write

TRAVEL = """# Travel
## Book a trip
By train.
## What's new & what isn't?
A.
## 1. Go deeper
B.
## 1. Go deeper
C.
## Costs {#money}
<a name="cheap"></a>D.
"""


@pytest.mark.parametrize(
    "target",
    [
        *[
            "travel.md",
            "./travel.md",
            "travel",
            "travel/",
            "travel.html",
            "travel.md?plain=1",
            "sub/",
            "../leave/",
        ],
        *[
            "sub/pay.md",
            "sub/pay/",
            "../sub/pay/",
            "map.png",
            "/travel/",
            "/sub/pay",
            "/old/travel/",
            "/shop/sale",
        ],
        *[
            "#leave",
            "#",
            "#top",
            "#:~:text=leave",
            "travel#book-a-trip",
            "travel.md#book-a-trip",
            "sub/pay#pay-day",
        ],
        *["travel.md#whats-new--what-isnt", "travel.md#what-s-new-and-what-isn-t", "travel.md#money"],
        *["travel.md#1-go-deeper-1", "travel.md#go-deeper", "travel.md#go-deeper_1", "travel.md#cheap"],
        *[
            "https://example.org/x#y",
            "mailto:a@b.org",
            "tel:+1",
            "//cdn.example.org/x",
            "http://go/links",
            "http://localhost:1",
            "http://go/links",
        ],
        *['{% page "/nowhere" %}', "{{ base }}/nowhere/", "../outside.md", "https://[::1]/"],
    ],
)
def test_what_leads_somewhere_is_passed_over(tmp_path: Path, target: str) -> None:
    write(tmp_path, travel="---\nredirect_from: [/old/travel/]\n---\n" + TRAVEL, sub__pay="# Pay day\nA.\n")
    (tmp_path / "map.png").write_bytes(b"")
    write(tmp_path, leave=f"# Leave\nSee [this]({target}).\n")
    assert brief(tmp_path, ["repeated-heading"]) == []


@pytest.mark.parametrize(
    ("target", "severity", "cure"),
    [
        ("travl.md", Severity.ERROR, "Did you mean `travel.md`?"),
        ("old/pay.md", Severity.ERROR, "Did you mean `sub/pay.md`?"),
        ("pictures.md", Severity.ERROR, "Mend it, or take it out."),
        ("nowhere/", Severity.WARNING, "Mend it, or take it out."),
        ("/sub/wages/", Severity.WARNING, "Mend it, or take it out."),
        ("www.example.org", Severity.ERROR, "If it is a site, begin it with https://."),
        ("https//example.org/x", Severity.ERROR, "If it is a site, begin it with https://."),
        ("htps://example.org/x", Severity.ERROR, "Begin it with https://."),
    ],
)
def test_what_leads_to_no_file_is_named_with_the_nearest(
    tmp_path: Path, target: str, severity: Severity, cure: str
) -> None:
    write(tmp_path, travel=TRAVEL, sub__pay="# Pay day\nA.\n")
    write(tmp_path, leave=f"# Leave\nFirst line,\nthen [this\nlink]({target}), too.\n")
    (found,) = findings(tmp_path, ["repeated-heading"])
    assert (found.path, found.line, found.rule) == ("leave.md", 4, "broken-link")
    assert (found.severity, found.cure) == (severity, cure)
    assert found.problem.startswith(f"the link `{target}` ")


def test_anchors_that_no_heading_has_are_named_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, travel=TRAVEL)
    write(
        tmp_path,
        leave="# Leave\n[a](#sick)\n\n[b](travel.md#book-trip) [c](travel#go-deeper-2) [d](##leave)\n",
    )
    said = [(found.line, found.problem, found.cure) for found in findings(tmp_path, ["repeated-heading"])]
    cure = "Name the anchor of a heading that is there."
    assert said == [
        (2, "no heading of this guide has the anchor `#sick`.", cure),
        (4, "no heading of this guide has the anchor `##leave`.", "Did you mean `#leave`?"),
        (4, "no heading of travel.md has the anchor `#book-trip`.", "Did you mean `#book-a-trip`?"),
    ]


def test_a_number_beyond_those_of_repeated_headings_lands_nowhere(tmp_path: Path) -> None:
    source = "# Leave\n## Pay\n### Rules\nA.\n## Sick pay\n### Rules\nB. [a](#rules-1) [b](#rules-3)\n"
    write(tmp_path, leave=source)
    (found,) = findings(tmp_path)
    assert (found.rule, found.line) == ("broken-anchor", 7)
    assert (found.problem, found.cure) == (
        "no heading of this guide has the anchor `#rules-3`.",
        "Did you mean `#rules`?",
    )


def test_a_guide_that_takes_in_other_files_may_have_any_anchor(tmp_path: Path) -> None:
    write(tmp_path, leave="# Leave\n[a](#sick)\n\n{% include sick.md %}\n")
    assert brief(tmp_path) == []


def test_images_html_references_and_empty_links_are_looked_at_too(tmp_path: Path) -> None:
    source = """# Leave
![plan](plan.png) and [none]()

<p>
<img src="chart.png"> <a href="gone.md">x</a> <!-- <a href="hidden.md">y</a> -->
</p>

Text <a href='lost.md'>z</a> and [ref][r].

`[code](code.md)` and

    [block](block.md)

{% comment %} [later](#TODO) {% endcomment %}

[r]: away.md
"""
    write(tmp_path, leave=source)
    assert [(found.line, found.problem) for found in findings(tmp_path)] == [
        (2, "a link leads nowhere: its brackets are empty."),
        (2, "the image `plan.png` leads to no file."),
        (5, "the image `chart.png` leads to no file."),
        (5, "the link `gone.md` leads to no file."),
        (8, "the link `away.md` leads to no file."),
        (8, "the link `lost.md` leads to no file."),
    ]


def test_what_was_meant_as_a_link_is_named(tmp_path: Path) -> None:
    source = "# Leave\nSee\n[the form] (https://a.org/f),\n[a map](https://example.org/a b) or [it][gone]."
    write(tmp_path, leave=source + "\n\n[ ] no, [^1][^2] no, \\[x][y] no, [a](b c) no, a[0][i] no.\n")
    assert [(found.line, found.problem) for found in findings(tmp_path)] == [
        (3, "`[the form] (https://a.org/f)` is no link: a space parts its words from its address."),
        (4, "`[a map](https://example.org/a b)` is no link: there is a space in its address."),
        (4, "`[it][gone]` is no link: `[gone]` is defined nowhere."),
    ]


def test_a_generator_s_page_is_a_folder_to_its_own_links(tmp_path: Path) -> None:
    write(
        tmp_path,
        tools__slack="# Slack\n[a](records/) [b](../pay/)\n",
        tools__slack__records="# Records\n[c](../)\n",
    )
    write(tmp_path, pay="# Pay\n[d](tools/slack/records)\n")
    write(tmp_path, tools__email="# Email\n[e](records/)\n")
    assert brief(tmp_path) == [("tools/email.md", 2, "broken-link")]


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("https://", "names no host"),
        ("http:/example.org", "names no host"),
        ("https://exa mple.org", "names the host `exa mple.org`, which can't be one"),
        ("http://http://example.org", "names the host `http`, which can't be one"),
        ("https://[::1", "is no address that a browser could open"),
        ("mailto:people", "names nobody to write to"),
        ("file:///C:/x.docx", "leads to a file of one computer"),
        ("C:\\x.docx", "leads to a file of one computer"),
    ],
)
def test_addresses_that_can_not_be_one(target: str, fault: str) -> None:
    found = address_fault(target)
    assert found is not None
    assert found[0] == fault

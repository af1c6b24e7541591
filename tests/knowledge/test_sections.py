"""Headings become sections with GitHub's anchors, and passages keep to their section."""

from pathlib import Path

from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults
from knowledge.passages import PASSAGE_CHARACTERS
from knowledge.reading import read_guide


def read(tmp_path: Path, source: str) -> Guide:
    file = tmp_path / "my-guide.md"
    file.write_text(source, "utf-8")
    return read_guide(tmp_path, file, GuideDefaults())[0]


def test_trails_follow_the_heading_tree(tmp_path: Path) -> None:
    guide = read(tmp_path, "# Leave\nIntro.\n## Sick\nA.\n### Notes\nB.\n## Annual\nC.\n")
    assert [section.trail for section in guide.sections] == [
        ("Leave",),
        ("Leave", "Sick"),
        ("Leave", "Sick", "Notes"),
        ("Leave", "Annual"),
    ]
    assert guide.title == "Leave"


def test_text_before_the_first_heading_goes_under_the_title(tmp_path: Path) -> None:
    guide = read(tmp_path, "---\ntitle: Travel\n---\nBook early.\n\n## Trains\nFirst class is out.\n")
    assert [(section.heading, section.anchor) for section in guide.sections] == [
        ("Travel", ""),
        ("Trains", "trains"),
    ]
    assert guide.sections[1].trail == ("Travel", "Trains")


def test_anchors_are_github_s_and_repeated_ones_are_numbered(tmp_path: Path) -> None:
    guide = read(
        tmp_path,
        "## What's *new*, `v2`?\nA.\n## Go deeper\nB.\n## Go deeper\nC.\n## Go-deeper 1\nD.\n## Ü b_c\nE.\n",
    )
    anchors = [section.anchor for section in guide.sections]
    assert anchors == ["whats-new-v2", "go-deeper", "go-deeper-1", "go-deeper-1-1", "ü-b_c"]


def test_an_anchor_that_the_file_gives_wins(tmp_path: Path) -> None:
    section = read(tmp_path, "## Costs {#money}\nA.\n").sections[0]
    assert (section.heading, section.anchor) == ("Costs", "money")


def test_no_two_sections_share_an_anchor(tmp_path: Path) -> None:
    guide = read(tmp_path, "Before.\n# 🎉\nA.\n# One {#x}\nB.\n# Two {#x}\nC.\n# x\nD.\n")
    assert [section.anchor for section in guide.sections] == ["", "-1", "x", "x-1", "x-2"]
    assert [section.anchor for section in read(tmp_path, "# 🎉\nA.\n").sections] == [""]


def test_marks_on_letters_stay_in_an_anchor(tmp_path: Path) -> None:
    guide = read(tmp_path, "# छुट्टी के नियम\nA.\n# ที่พัก\nB.\n# Ope\u0301ra\nC.\n")
    assert [section.anchor for section in guide.sections] == ["छुट्टी-के-नियम", "ที่พัก", "ope\u0301ra"]


def test_a_heading_of_template_remains_is_none(tmp_path: Path) -> None:
    guide = read(tmp_path, "# One\n{% include toc %}\n---\nStill one.\n")
    assert [section.heading for section in guide.sections] == ["One"]


def test_passages_cut_no_statement_and_keep_a_lead_in_with_its_item(tmp_path: Path) -> None:
    filler = "Some words fill the passage up to its brim here. " * 14
    guide = read(tmp_path, f"# T\n{filler}\n\nBring these:\n\n- a pass with your photo\n- {'x' * 100}\n")
    passages = guide.sections[0].passages
    assert len(passages) == 2
    assert [s.text[:13] for s in passages[1].statements] == ["Bring these:", "a pass with y", "x" * 13]
    assert all(len(passage.text) <= PASSAGE_CHARACTERS + 20 for passage in passages)


def test_ids_are_the_same_on_each_reading_and_differ_between_passages(tmp_path: Path) -> None:
    source = "# A\n" + "Every sentence is different from others. " * 40 + "\n# B\nEvery sentence.\n"
    first, second = read(tmp_path, source), read(tmp_path, source)
    ids = [passage.id for section in first.sections for passage in section.passages]
    assert ids == [passage.id for section in second.sections for passage in section.passages]
    assert len(set(ids)) == len(ids) == 4

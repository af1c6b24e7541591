"""`footnote index`: says what was added, changed, removed, moved and left out, on stderr alone."""

import re
from pathlib import Path

from tests.cli.conftest import LEAVE, TRAVEL, CommandLine

SICK = LEAVE.partition("## Sick leave\n")[2]


def lines(footnote: CommandLine, guides: Path, *options: str) -> list[str]:
    """Index, and return what was said, but for the time and the new generation's id."""
    result = footnote("index", "--guides", guides, *options)
    assert (result.exit_code, result.stdout) == (0, "")
    said = re.sub(r"generation \S+", "generation X", result.stderr.strip())
    return re.sub(r"in \d+\.\d s", "in N s", said).splitlines()


def test_what_changed_is_named(footnote: CommandLine, guides: Path) -> None:
    assert lines(footnote, guides) == [
        "+ leave.md (2 sections)",
        "+ travel.md (1 section)",
        "2 guides, 3 sections, 3 passages indexed "
        "(2 guides added, 0 changed, 0 removed, 0 moved; 0 left out): "
        "generation X",
        "3 passages embedded, 0 taken over, in N s; 3 of 3 sections found by their own headings",
    ]
    more = "## Parents\nAsk for parental leave before the birth.\n"
    (guides / "leave.md").write_text(LEAVE.replace("three days", "a week") + more, "utf-8")
    (guides / "travel.md").unlink()
    (guides / "pay.md").write_text("# Pay\nPay day is the last working day of the month.\n", "utf-8")
    assert lines(footnote, guides) == [
        "+ pay.md (1 section)",
        "~ leave.md",
        "    + #parents",
        "    ~ #leave",
        "- travel.md (1 section)",
        "2 guides, 4 sections, 4 passages indexed "
        "(1 guides added, 1 changed, 1 removed, 0 moved; 0 left out): "
        "generation X",
        "4 passages embedded, 0 taken over, in N s; 4 of 4 sections found by their own headings",
    ]


def test_only_what_is_new_is_embedded(footnote: CommandLine, guides: Path) -> None:
    for number in range(8):
        (guides / f"{number}.md").write_text(
            f"# Room {number}\nRoom {number} is on floor {number}.\n", "utf-8"
        )
    lines(footnote, guides)
    (guides / "3.md").write_text("# Room 3\nRoom 3 is closed.\n", "utf-8")
    assert lines(footnote, guides)[-1].startswith("1 passage embedded, 10 taken over, in N s; ")


def test_what_moved_is_named_with_its_new_place(footnote: CommandLine, guides: Path) -> None:
    lines(footnote, guides)
    (guides / "leave.md").write_text(LEAVE.replace(SICK, "").replace("## Sick leave\n", ""), "utf-8")
    (guides / "travel.md").write_text(TRAVEL + "## When you are sick\n" + SICK, "utf-8")
    assert lines(footnote, guides)[:3] == [
        "~ leave.md",
        "    > #sick-leave, now travel.md#when-you-are-sick",
        "~ travel.md",
    ]
    (guides / "travel.md").rename(guides / "trips.md")
    assert lines(footnote, guides)[0] == "> travel.md, now trips.md"


def test_long_lists_are_cut_and_counted(footnote: CommandLine, guides: Path) -> None:
    for number in range(12):
        (guides / f"{number:02}.md").write_text(
            f"# Room {number}\nRoom {number} is on floor {number}.\n", "utf-8"
        )
    sections = "".join(f"## Desk {number}\nA desk for {number} people.\n" for number in range(12))
    said = lines(footnote, guides)
    assert said[9:11] == ["+ 09.md (1 section)", "+ … 4 more added"]
    (guides / "leave.md").write_text(LEAVE + sections, "utf-8")
    said = lines(footnote, guides)
    assert said[:2] == ["~ leave.md", "    + #desk-0"]
    assert said[10:12] == ["    + #desk-9", "    … 2 more sections"]


def test_nothing_changed_builds_nothing(footnote: CommandLine, guides: Path) -> None:
    first = footnote("index", "--guides", guides).stderr
    name = re.findall(r"generation (\S+)", first)[0]
    again = footnote("index", "--guides", guides)
    assert again.stderr.strip() == f"Nothing changed: generation {name} stays current."


def test_a_dry_run_says_what_would_change_and_builds_nothing(footnote: CommandLine, guides: Path) -> None:
    assert lines(footnote, guides, "--dry-run") == [
        "+ leave.md (2 sections)",
        "+ travel.md (1 section)",
        "3 passages would be embedded, 0 taken over. Nothing was built.",
    ]
    assert not (footnote.state / "index").exists()
    lines(footnote, guides)
    (guides / "travel.md").rename(guides / "trips.md")
    files = sorted((footnote.state / "index").rglob("*"))
    assert lines(footnote, guides, "--dry-run") == [
        "> travel.md, now trips.md",
        "0 passages would be embedded, 3 taken over. Nothing was built.",
    ]
    assert sorted((footnote.state / "index").rglob("*")) == files


def test_a_bad_guide_is_named_and_the_others_are_indexed(footnote: CommandLine, guides: Path) -> None:
    (guides / "pay.md").write_text("---\nfootnote:\n  audiance: [hr]\n---\n# Pay\nMonthly.\n", "utf-8")
    said = lines(footnote, guides)
    assert said[0].startswith("left out: pay.md:3: `footnote.audiance` is no key of ours.")
    assert "(2 guides added, 0 changed, 0 removed, 0 moved; 1 left out)" in said[-2]


def test_a_folder_without_a_guide_exits_with_2(footnote: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for options in ((), ("--dry-run",)):
        result = footnote("index", "--guides", tmp_path / "empty", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "holds no guide that can be read. Add a Markdown file." in result.stderr


def test_a_damaged_current_generation_is_replaced_though_no_guide_changed(
    footnote: CommandLine, guides: Path
) -> None:
    lines(footnote, guides)
    (codes,) = (footnote.state / "index").rglob("codes.npy")
    codes.write_bytes(codes.read_bytes()[:-1])
    said = lines(footnote, guides)
    assert said[0] == f"{codes} is not the file that was built. It is built anew."
    assert said[-1].startswith("3 passages embedded, 0 taken over")
    assert lines(footnote, guides) == ["Nothing changed: generation X stays current."]

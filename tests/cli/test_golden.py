"""Golden questions: what `footnote index` says about them, and when it refuses to publish."""

import json
import re
import time
from pathlib import Path

import pytest

from bot.reindexing import Reindexer, index_command
from tests.cli.conftest import LEAVE, TRAVEL, CommandLine

pytestmark = pytest.mark.early(3)

SICK = {"path": "leave.md", "heading": "Sick leave"}
BOOK = {"path": "travel.md", "heading": "Travel"}
SILENT = "who won the world cup in football?"


def question(name: str, text: str, *gold: dict[str, str]) -> dict[str, object]:
    return {"id": name, "question": text, "answerable": bool(gold), "gold": gold}


ILL = question("ill", "when must I call my supervisor if I am sick?", SICK)
TRIP = question("trip", "how do I book a trip?", BOOK)
CUP = question("cup", SILENT)


def write(guides: Path, *questions: dict[str, object]) -> None:
    (guides / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in questions), "utf-8")


def said(footnote: CommandLine, guides: Path, *options: str, exit_code: int = 0) -> list[str]:
    result = footnote("index", "--guides", guides, *options)
    assert (result.exit_code, result.stdout) == (exit_code, ""), result.stderr
    text = re.sub(r"generation \d[\w-]+", "generation X", result.stderr.strip())
    return re.sub(r"in \d+\.\d s", "in N s", text).splitlines()


def state(footnote: CommandLine) -> dict[str, bytes]:
    files = (footnote.state / "index").rglob("*")
    return {str(file): file.read_bytes() for file in sorted(files) if file.is_file()}


def without_sick_leave(guides: Path) -> None:
    (guides / "leave.md").write_text(LEAVE.partition("## Sick leave")[0], "utf-8")


def test_a_first_build_says_how_many_are_right(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL, TRIP, CUP, question("wrong", "how do I book a trip?", SICK))
    score = "Golden questions: 3 of 4 right (there is no earlier index to compare with)"
    assert said(footnote, guides)[2] == score


def test_where_more_get_worse_nothing_is_published(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL, TRIP, CUP)
    said(footnote, guides)
    before = state(footnote)
    without_sick_leave(guides)
    refused = said(footnote, guides, exit_code=1)
    assert refused[:4] == [
        "~ leave.md",
        "    - #sick-leave",
        "Answered differently than by generation X: 1 of 3 questions",
        "  worse: when must I call my supervisor if I am sick? (ill)",
    ]
    assert refused[4] == (
        '    before: answered, leave.md › Sick leave: "Call your supervisor before ten when you are sick. '
        "From the fourth day on, send a doctor's …\""
    )
    assert refused[5].startswith("    now:    ")
    assert "Sick leave" not in refused[5]
    assert refused[6:] == [
        "note: questions.jsonl: ill names leave.md › Sick leave, which the guides don't hold. "
        "Mend that line.",
        "Golden questions: 2 of 3 right, 3 before; 0 better, 1 worse (ill)",
        "footnote: 1 golden question answered worse (ill), 0 better: nothing was published. "
        "The new index was deleted, and generation X stays current. "
        "Mend the guides, or questions.jsonl if it is out of date. "
        "To publish all the same: footnote index --force",
    ]
    assert state(footnote) == before


def test_force_publishes_all_the_same(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL)
    said(footnote, guides)
    without_sick_leave(guides)
    said(footnote, guides, exit_code=1)
    forced = said(footnote, guides, "--force")
    assert "Golden questions: 0 of 1 right, 1 before; 0 better, 1 worse (ill)" in forced
    assert forced[-2].startswith("2 guides, 2 sections, 2 passages indexed")
    assert said(footnote, guides) == ["Nothing changed: generation X stays current."]


def test_what_gets_better_makes_up_for_what_gets_worse(footnote: CommandLine, guides: Path) -> None:
    pay = question("pay", "when is pay day?", {"path": "pay.md", "heading": "Pay"})
    write(guides, ILL, pay)
    said(footnote, guides)
    without_sick_leave(guides)
    (guides / "pay.md").write_text("# Pay\nPay day is the last working day of the month.\n", "utf-8")
    published = said(footnote, guides)
    marks = [line.split(":")[0].strip() for line in published if re.match("  [a-z]", line)]
    assert marks == ["worse", "better"]
    assert "Golden questions: 1 of 2 right, 1 before; 1 better, 1 worse (ill)" in published


def test_other_words_of_the_right_section_are_shown_and_no_harm(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL, TRIP, CUP)
    said(footnote, guides)
    (guides / "leave.md").write_text(LEAVE.replace("before ten", "before nine"), "utf-8")
    published = said(footnote, guides)
    assert published[3] == "  different: when must I call my supervisor if I am sick? (ill)"
    assert "before ten" in published[4]
    assert "before nine" in published[5]
    assert published[6] == "Golden questions: 3 of 3 right, 3 before; 0 better, 0 worse"


def test_a_section_that_only_moved_is_answered_alike(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL)
    said(footnote, guides)
    sick = LEAVE.partition("## Sick leave")[2]
    without_sick_leave(guides)
    (guides / "travel.md").write_text(TRAVEL + "## When you are sick" + sick, "utf-8")
    unmoved = "Golden questions: 1 of 1 right, 1 before; 0 better, 0 worse"
    assert unmoved in said(footnote, guides)
    (guides / "pay.md").write_text("# Pay\nMonthly.\n", "utf-8")
    assert unmoved in said(footnote, guides)  # long after, the old name still leads there
    write(
        guides, question("ill", str(ILL["question"]), {"path": "travel.md", "heading": "When you are sick"})
    )
    (guides / "pay.md").write_text("# Pay\nWeekly.\n", "utf-8")
    assert unmoved in said(footnote, guides)


def test_past_questions_are_shown_when_they_are_answered_differently(
    footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(json.dumps({"question": "I am ill, whom do I call?", **SICK}) + "\n", "utf-8")
    write(guides, TRIP)
    said(footnote, guides)
    assert footnote("learn", asked, "--guides", guides).exit_code == 0
    without_sick_leave(guides)
    published = said(footnote, guides)
    assert published[3] == "  different: I am ill, whom do I call?"
    assert (
        "Golden questions: 1 of 1 right, 1 before; 0 better, 0 worse; 1 past question asked, too" in published
    )


def test_without_golden_questions_none_are_asked(footnote: CommandLine, guides: Path) -> None:
    said(footnote, guides)
    without_sick_leave(guides)
    assert not [line for line in said(footnote, guides) if "uestion" in line]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_broken_line_is_named_and_nothing_is_published(
    footnote: CommandLine, guides: Path, options: tuple[str, ...]
) -> None:
    (guides / "questions.jsonl").write_text(json.dumps(TRIP) + '\n{"id": "x"}\n', "utf-8")
    (line,) = said(footnote, guides, *options, exit_code=2)
    assert line.startswith(f"footnote: Golden questions: {guides}/questions.jsonl:2: ")
    assert line.endswith("then index again. Nothing was published.")
    assert not (footnote.state / "index").exists()


def test_the_settings_may_name_another_file(footnote: CommandLine, guides: Path) -> None:
    (guides / "footnote.toml").write_text('golden = "tests/asked.jsonl"\n', "utf-8")
    (missing,) = said(footnote, guides, exit_code=2)
    assert f"{guides}/tests/asked.jsonl can't be read: No such file or directory." in missing
    (guides / "tests").mkdir()
    (guides / "tests" / "asked.jsonl").write_text(json.dumps(TRIP) + "\n", "utf-8")
    assert said(footnote, guides)[2].startswith("Golden questions: 1 of 1 right")


def test_a_dry_run_says_that_it_asks_nothing(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL, TRIP)
    last = "2 golden questions not asked: only an index that is built can answer."
    assert said(footnote, guides, "--dry-run")[-1] == last


def test_an_index_that_can_not_be_judged_is_deleted(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL)
    said(footnote, guides)
    (generations,) = (footnote.state / "index").iterdir()
    (generations / "learned").mkdir()
    (generations / "learned" / "questions.jsonl").write_text("no question\n", "utf-8")
    before = state(footnote)
    without_sick_leave(guides)
    assert "questions.jsonl:1 is no learned question. " in said(footnote, guides, exit_code=3)[-1]
    assert state(footnote) == before


def test_who_asks_is_answered_from_what_was_last_published(footnote: CommandLine, guides: Path) -> None:
    write(guides, ILL)
    said(footnote, guides)
    without_sick_leave(guides)
    result = footnote("ask", str(ILL["question"]), "--guides", guides)
    assert result.exit_code == 0
    assert "Call your supervisor before ten" in result.stdout
    assert (
        "footnote: 1 golden question answered worse (ill), 0 better: nothing was published." in result.stderr
    )
    assert result.stderr.strip().endswith("The guides are answered from as they were last published.")


def test_a_running_bot_is_told_why_nothing_was_published(
    footnote: CommandLine, guides: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(guides, ILL)
    said(footnote, guides)
    without_sick_leave(guides)
    taken_up: list[str] = []
    reindexer = Reindexer(index_command(guides), lambda: taken_up.append("taken up")).start()
    reindexer.request("SIGHUP")
    while reindexer.is_busy():
        time.sleep(0.05)
    reindexer.stop()
    assert taken_up == []
    assert "Not indexed, as SIGHUP asked (exit 1): " in caplog.text
    assert "footnote: 1 golden question answered worse (ill), 0 better: nothing was published." in caplog.text

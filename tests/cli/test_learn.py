"""`footnote learn`: learn, list, remove; a bad line learns nothing."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

ASKED = "can I have tomorrow off to watch the match?"


@pytest.fixture
def indexed(footnote: CommandLine, guides: Path) -> Path:
    assert footnote("index", "--guides", guides).exit_code == 0
    return guides


def write(tmp_path: Path, *lines: dict[str, str]) -> Path:
    file = tmp_path / "confirmed.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def first_heading(footnote: CommandLine, guides: Path, question: str) -> str:
    answer = json.loads(footnote("ask", question, "--json", "--guides", guides).stdout)
    return str(answer["candidates"][0]["heading"])


def test_a_learned_question_is_found_listed_and_removed(
    footnote: CommandLine, indexed: Path, tmp_path: Path
) -> None:
    file = write(tmp_path, {"question": ASKED, "path": "leave.md", "heading": "sick leave"})
    learned = footnote("learn", file, "--guides", indexed)
    assert (learned.exit_code, learned.stderr) == (0, "1 questions learned, 1 in all.\n")
    assert first_heading(footnote, indexed, "could I get tomorrow off for the match?") == "Sick leave"
    listed = footnote("learn", "--list", "--guides", indexed).stdout
    identifier, place, *words = listed.split()
    assert (place, " ".join(words)) == ("leave.md#sick-leave", ASKED)
    again = footnote("learn", file, "--guides", indexed)
    assert again.stderr == "0 questions learned, 1 in all.\n"
    assert footnote("learn", "--remove", identifier, "--guides", indexed).stderr == "1 questions removed.\n"
    assert footnote("learn", "--list", "--guides", indexed).stdout == ""
    assert first_heading(footnote, indexed, "could I get tomorrow off for the match?") != "Sick leave"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"question": ASKED, "path": "leave.md", "heading": "No such"}, "the index has no section 'No such'"),
        (
            {"question": ASKED, "path": "no.md", "anchor": "x"},
            "the index has no section 'x' with text in 'no.md'",
        ),
        ({"question": ASKED, "path": "leave.md"}, "name the section by `anchor` or `heading`"),
        ({"path": "leave.md", "anchor": ""}, "Field required"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_learned(
    footnote: CommandLine, indexed: Path, tmp_path: Path, line: dict[str, str], problem: str
) -> None:
    good = {"question": ASKED, "path": "leave.md", "anchor": "sick-leave"}
    done = footnote("learn", write(tmp_path, good, line), "--guides", indexed)
    assert done.exit_code == 2
    assert "confirmed.jsonl:2: " in done.stderr
    assert problem in done.stderr
    assert footnote("learn", "--list", "--guides", indexed).stdout == ""


def test_an_unknown_id_is_named_with_the_cure(footnote: CommandLine, indexed: Path) -> None:
    done = footnote("learn", "--remove", "abc", "--guides", indexed)
    assert done.exit_code == 2
    assert "No learned question has the id abc. List them: footnote learn --list" in done.stderr


def test_without_an_index_nothing_can_be_learned(footnote: CommandLine, guides: Path, tmp_path: Path) -> None:
    file = write(tmp_path, {"question": ASKED, "path": "leave.md", "heading": "Leave"})
    assert footnote("learn", file, "--guides", guides).exit_code == 3
    assert footnote("learn", "--guides", guides).exit_code == 2

"""`footnote ask`: what programs and people get on stdout, and the exit codes that scripts rely on."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer_json import AnswerJson
from bot.settings import STARTER_GUIDES
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span
from tests.cli.conftest import CommandLine

KEYS = ["id", "question", "status", "confidence", "citations", "candidates"]
KEYS += ["disclaimer", "generation", "elapsed_ms"]
CITATION_KEYS = ["n", "guide", "path", "heading", "trail", "quote", "start", "end", "sha256", "url", "score"]
SICK = "when must I call in sick?"
FOREIGN = "which telescope found the exoplanet?"


def prove(citation: dict[str, Any], folder: Path) -> None:
    data = (folder / citation["path"]).read_bytes()
    assert data.decode("utf-8")[citation["start"] : citation["end"]] == citation["quote"] != ""
    assert hashlib.sha256(data).hexdigest() == citation["sha256"]


def test_an_answer_as_json(footnote: CommandLine, guides: Path) -> None:
    result = footnote("ask", SICK, "--guides", guides, "--json")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    answer = json.loads(result.stdout)
    assert list(answer) == KEYS
    assert (answer["id"], answer["question"], answer["status"]) == (None, SICK, "answered")
    assert 0 < answer["confidence"] <= 1
    first = answer["citations"][0]
    assert list(first) == CITATION_KEYS
    assert (first["n"], first["guide"], first["path"], first["heading"]) == (
        1, "Leave", "leave.md", "Sick leave",
    )  # fmt: skip
    assert (first["trail"], first["url"]) == (["Leave", "Sick leave"], None)
    assert "Call your supervisor before ten when you are sick." in first["quote"]
    for citation in answer["citations"]:
        prove(citation, guides)
    assert [c["heading"] for c in answer["candidates"]] == ["Sick leave", "Leave", "Travel"]
    assert answer["candidates"][0] == {
        "path": "leave.md", "heading": "Sick leave", "score": first["score"],
    }  # fmt: skip
    assert answer["disclaimer"].startswith("Ask People when in doubt.")
    assert answer["generation"]
    assert answer["elapsed_ms"] > 0


def test_what_the_guides_do_not_cover_is_cited_nowhere(footnote: CommandLine, guides: Path) -> None:
    result = footnote("ask", FOREIGN, "--guides", guides, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["status"], answer["citations"]) == (0, "not_covered", [])
    assert len(answer["candidates"]) == 3
    assert answer["disclaimer"] == "These are general pointers quoted from our guides, not legal advice."


def test_a_related_answer_offers_sections_without_a_quote() -> None:
    citation = Citation(1, "Leave", "leave.md", "Sick leave", ("Leave",), "", Span(7, 7), "0f", None, 0.25)
    answer = Answer("q", Status.RELATED, 0.1, (citation,), (), "d", "g", 1.234)
    offered = json.loads(AnswerJson.from_answer(answer, 7).model_dump_json())
    assert (offered["id"], offered["status"], offered["elapsed_ms"]) == (7, "related", 1.23)
    assert [(c["quote"], c["start"], c["end"]) for c in offered["citations"]] == [("", 7, 7)]


def test_a_file_is_answered_in_order_one_line_each(
    footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    lines: list[dict[str, Any]] = [
        {"id": "b", "question": SICK, "gold": []},
        {"id": 1, "question": "how long do I keep receipts?"},
        {"question": FOREIGN},
        {"id": "a", "question": ""},
        {"id": "b", "question": SICK},
    ]
    file.write_text("\n\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    result = footnote("ask", "--jsonl", file, "--guides", guides)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["b", 1, None, "a", "b"]
    assert [answer["question"] for answer in answers] == [line["question"] for line in lines]
    assert [answer["status"] for answer in answers][2:4] == ["not_covered", "not_covered"]
    assert answers[1]["citations"][0]["path"] == "travel.md"
    for answer in answers:
        del answer["elapsed_ms"]
    assert answers[0] == answers[4]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "x"}', "Field required"),
        ("what about leave?", "Invalid JSON"),
        ('{"question": 3}', "Input should be a valid string"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_answered(
    line: str, problem: str, footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "may I take leave?"}\n' + line + "\n", "utf-8")
    footnote("index", "--guides", guides)
    result = footnote("ask", "--jsonl", file, "--guides", guides)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{file}:2: no question: {problem}" in result.stderr


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_question_that_is_no_utf_8_is_answered(
    form: tuple[str, ...], footnote: CommandLine, guides: Path
) -> None:
    result = footnote("ask", f"{SICK} \udcff", "--guides", guides, *form)
    assert result.exit_code == 0
    assert "Call your supervisor before ten" in result.stdout


def test_people_read_quote_citation_and_disclaimer(footnote: CommandLine, guides: Path) -> None:
    result = footnote("ask", SICK, "--guides", guides)
    assert result.exit_code == 0
    shown = result.stdout.split()
    assert " ".join(shown).startswith("Call your supervisor before ten when you are sick. ")
    assert "[1] Leave › Sick leave leave.md" in " ".join(shown)
    assert "Ask People when in doubt." in " ".join(shown)
    assert "guides added" not in result.stdout
    assert "+ leave.md (2 sections)\n+ travel.md (1 section)\n" in result.stderr


def test_people_are_told_whom_to_ask_when_the_guides_are_silent(
    footnote: CommandLine, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_OWNER", "#reception")
    result = footnote("ask", FOREIGN, "--guides", guides)
    assert (result.exit_code, result.stdout.splitlines()[:2]) == (
        0, ["The guides don't cover this.", "You can ask #reception."],
    )  # fmt: skip


def test_a_changed_folder_is_indexed_again_when_it_is_named(footnote: CommandLine, guides: Path) -> None:
    footnote("ask", SICK, "--guides", guides)
    again = footnote("ask", SICK, "--guides", guides, "--json")
    assert again.stderr == ""  # nothing changed, so nothing was built
    guide = guides / "leave.md"
    guide.write_text(guide.read_text("utf-8").replace("before ten", "before nine"), "utf-8")
    result = footnote("ask", SICK, "--guides", guides, "--json")
    first = json.loads(result.stdout)["citations"][0]
    assert "before nine" in first["quote"]
    prove(first, guides)
    assert "~ leave.md" in result.stderr


def test_configured_guides_wait_for_their_index(
    footnote: CommandLine, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_GUIDES", str(guides))
    before = footnote("ask", SICK)
    assert (before.exit_code, before.stdout) == (3, "")
    assert before.stderr.endswith("holds no index yet. Run: footnote index\n")
    assert footnote("index").exit_code == 0
    after = footnote("ask", SICK, "--json")
    assert (after.exit_code, after.stderr) == (0, "")
    prove(json.loads(after.stdout)["citations"][0], guides)


def test_a_damaged_index_answers_nothing(footnote: CommandLine, guides: Path) -> None:
    footnote("index", "--guides", guides)
    corpus = next(footnote.state.glob("index/*/*/guides.jsonl"))
    corpus.write_bytes(corpus.read_bytes().replace(b"before ten", b"before two"))
    result = footnote("ask", SICK, "--guides", guides, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "guides.jsonl is not the file that was built. Run: footnote index" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give either a QUESTION or --jsonl FILE."),
        (["leave?", "--jsonl", "questions.jsonl"], "give either a QUESTION or --jsonl FILE."),
        ([" "], "The question is empty. Ask one: footnote ask"),
        (["--jsonl", "/nowhere/questions.jsonl"], "/nowhere/questions.jsonl can't be read: No such file"),
        (["leave?", "--guides", "/nowhere"], "/nowhere is no folder. Name the folder that holds your guides"),
        (["leave?", "--colour"], "No such option: --colour"),
    ],
)
def test_bad_usage_and_input_exit_with_2(arguments: list[str], message: str, footnote: CommandLine) -> None:
    result = footnote("ask", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_the_starter_guide_answers_on_a_fresh_installation(footnote: CommandLine) -> None:
    result = footnote("ask", "can I paste customer data into ChatGPT?", "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["status"]) == (0, "answered")
    first = answer["citations"][0]
    prove(first, STARTER_GUIDES)
    assert first["path"] == "is-my-data-safe.md"
    assert "plan" in first["quote"]
    assert answer["disclaimer"].startswith("General pointers, not legal advice.")

"""`footnote eval` and `footnote calibrate`: tables, files, exit codes, and the page with plots."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot.places import confidence_file
from bot.settings import load_settings
from knowledge.confidence import SHIPPED, ConfidenceModel
from tests.cli.conftest import CommandLine

SICK = {"path": "leave.md", "heading": "Sick leave"}
LEAVE = {"path": "leave.md", "heading": "Leave"}
TRAVEL = {"path": "travel.md", "heading": "Travel"}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "sick", "question": "when must I call in sick?", "answerable": True, "kind": "plain",
        "gold": [SICK], "evidence": "Call your supervisor before ten when you are sick", "more": 1,
    },
    {"id": 2, "question": "how long do I keep <b>receipts</b>?", "answerable": True, "kind": "plain",
     "gold": [{"path": "travel.md", "heading": "*travel*"}]},
    {"id": "wrong", "question": "who books taxis & trips?", "answerable": True, "kind": "odd",
     "gold": [LEAVE]},
    {"id": "moon", "question": "which telescope found the exoplanet?", "answerable": False, "kind": "far"},
)  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Return a file of four questions: two found, one whose gold is wrong, one that nothing answers."""
    return write(tmp_path / "questions.jsonl", *QUESTIONS)


def write(file: Path, *lines: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def test_figures_kinds_reliability_and_misses_are_printed(
    footnote: CommandLine, guides: Path, questions: Path
) -> None:
    result = footnote("eval", questions, "--guides", guides)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert "Figures, 4 questions" in shown
    assert re.search(r"hit@1 ─*\s*0\.667 right section first", shown)
    assert "false_answers.far 0.000" in shown
    assert re.search(r"plain 2 1\.000 1\.000 1\.000", shown)
    assert "wrong (odd) confidence " in shown
    assert "asked who books taxis & trips? wanted leave.md › Leave found travel.md › Travel" in shown
    assert "Figures" not in result.stderr


def test_everything_as_one_json_object(footnote: CommandLine, guides: Path, questions: Path) -> None:
    footnote("index", "--guides", guides)
    result = footnote("eval", questions, "--guides", guides, "--json")
    told = json.loads(result.stdout)
    card = told["scorecard"]
    assert told["comparison"] is None
    assert card["figures"]["hit@1"] == pytest.approx(2 / 3)
    assert card["figures"]["evidence_shown"] == pytest.approx(1 / 3)
    outcomes = [(outcome["id"], outcome["rank"], outcome["status"]) for outcome in card["outcomes"]]
    assert outcomes[:2] == [("sick", 1, "answered"), ("2", 1, "answered")]
    assert outcomes[2] in {("wrong", 2, "answered"), ("wrong", 3, "answered")}
    assert outcomes[3] == ("moon", None, "not_covered")
    assert [miss["came_first"] for miss in card["misses"]] == [TRAVEL]
    assert sum(each["questions"] for each in card["reliability"]) == 4


def test_a_run_is_kept_without_texts_and_compared_with(
    footnote: CommandLine, guides: Path, questions: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.json"
    assert footnote("eval", questions, "--guides", guides, "--save", run).exit_code == 0
    kept = run.read_text("utf-8")
    assert [outcome["id"] for outcome in json.loads(kept)["outcomes"]] == ["sick", "2", "wrong", "moon"]
    assert "receipts" not in kept
    assert "leave.md" not in kept
    keep = "Keep the receipts of taxis and hotels for six months."
    travel = guides / "travel.md"
    travel.write_text(travel.read_text("utf-8").replace(keep, "") + f"## Receipts\n{keep}\n", "utf-8")
    result = footnote("eval", questions, "--guides", guides, "--against", run)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert "Against the saved run, 4 questions" in shown
    assert re.search(r"hit@1 0\.667 0\.333 -0\.333 -1\.000…\+0\.000 0/1 1\.000", shown)
    assert "rightly_not_answered 1.000 1.000 +0.000 +0.000…+0.000 0/0 1.000" in shown
    assert re.search(r"Worse: 2 \(rank 1 → \d\)", shown)


@pytest.mark.parametrize(
    ("bound", "code", "problem"),
    [
        (("--fail-under", "hit@1=0.6"), 0, ""),
        (("--fail-under", "hit@1=0.6", "--fail-under", "hit@3=1.01"), 1, "hit@3 is 1.0000, under 1.01"),
        (("--fail-over", "false_answers.far=0"), 0, ""),
        (("--fail-over", "calibration_error=0.01"), 1, "calibration_error is 0."),
        (("--fail-under", "auroc.right=0.4"), 0, ""),
    ],
)
def test_a_broken_bound_fails(
    bound: tuple[str, ...], code: int, problem: str, footnote: CommandLine, guides: Path, questions: Path
) -> None:
    result = footnote("eval", questions, "--guides", guides, *bound)
    assert (result.exit_code, problem in result.stderr) == (code, True)
    assert "Figures, 4 questions" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--fail-under", "hit@1"), "'hit@1' is no FIGURE=NUMBER, such as hit@1=0.55."),
        (("--fail-under", "hit@2=0.5"), "these questions give no figure 'hit@2'. They give: hit@1, hit@3,"),
        (("--fail-under", "false_answers.far=0"), "less of false_answers.far is better: use --fail-over."),
        (("--fail-over", "hit@1=1"), "more of hit@1 is better: use --fail-under."),
        (("--against", "nowhere.json"), "nowhere.json can't be read: No such file or directory."),
        (("--html", "nowhere/page.html"), "nowhere is no folder. Make it first, or name another file."),
    ],
)
def test_bad_options_cost_no_answer(
    arguments: tuple[str, ...], problem: str, footnote: CommandLine, guides: Path, questions: Path
) -> None:
    result = footnote("eval", questions, "--guides", guides, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in " ".join(result.stderr.replace("│", " ").split())
    assert "indexed" not in result.stderr


def test_a_file_that_is_no_run_is_refused(footnote: CommandLine, guides: Path, questions: Path) -> None:
    result = footnote("eval", questions, "--guides", guides, "--against", questions)
    assert result.exit_code == 2
    assert "is no run that `footnote eval --save` of this release wrote." in " ".join(
        result.stderr.replace("│", " ").split()
    )


@pytest.mark.parametrize("command", ["eval", "calibrate"])
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "x"}', ":3: no question with a gold: question: Field required. Write it as"),
        ("leave?", ":3: no question with a gold: Invalid JSON"),
        (
            '{"id": "x", "question": "?", "answerable": true}',
            "`answerable` is true, but `gold` names no section",
        ),
        (
            '{"id": "x", "question": "?", "answerable": false, "gold": [{"path": "a", "heading": "b"}]}',
            "`answerable` is false, but `gold` names a section",
        ),
        (
            '{"id": "x", "question": "?", "answerable": true, "gold": [{"path": "a.md"}]}',
            ":3: no question with a gold: gold.0.heading: Field required.",
        ),
        (
            '{"id": "a", "question": "?", "answerable": false}',
            ":3: the id 'a' is line 1's. Give it one of its own.",
        ),
    ],
)
def test_a_bad_line_is_named(
    command: str, line: str, problem: str, footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "question": "moon?", "answerable": false}\n\n' + line + "\n", "utf-8")
    result = footnote(command, file, "--guides", guides)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr


def test_a_file_without_questions_is_refused(footnote: CommandLine, tmp_path: Path) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_text("\n")
    result = footnote("eval", empty)
    assert (result.exit_code, f"{empty} holds no question." in result.stderr) == (2, True)


class Page(HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.titles: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.titles if self.open and self.open[-1] == "title" else self.words).append(data)


def test_the_page_shows_every_plot_and_loads_nothing(
    footnote: CommandLine, guides: Path, questions: Path, tmp_path: Path
) -> None:
    file, run = tmp_path / "page.html", tmp_path / "run.json"
    footnote("eval", questions, "--guides", guides, "--save", run)
    result = footnote("eval", questions, "--guides", guides, "--html", file, "--against", run, "--json")
    card = json.loads(result.stdout)["scorecard"]
    text = file.read_text("utf-8")
    page = Page(text)
    assert page.open == []
    assert "http" not in text.replace("http-equiv", "")
    assert not re.search(r"url\(|@import|\b(?:src|href|srcset)=|<script|<link", text)
    assert "default-src 'none'" in text
    plots = [attributes["aria-label"] for name, attributes in page.seen if name == "svg"]
    assert plots == [
        "Reliability diagram",
        "Risk–coverage curve",
        "Hits by kind of question",
        "Map of passages and questions",
    ]
    for each in card["reliability"]:
        right = f"right {each['right']:.3f}, {each['questions']} questions"
        assert f"confidence {each['confidence']:.3f}: {right}" in page.titles
    for point in card["risk_coverage"]:
        share = f"{point['coverage']:.3f} answered, {point['risk']:.3f} of those wrong"
        assert f"from {point['confidence']:.4f}: {share}" in page.titles
    for kind, hit in (("odd", "0.000"), ("plain", "1.000")):
        assert f"{kind}: hit@1 {hit}" in page.titles
    assert {"Leave › Sick leave", "Leave", "Travel"} <= set(page.titles)
    assert "2: how long do I keep <b>receipts</b>?" in page.titles
    for name, value in card["figures"].items():
        assert name in page.words
        assert f"{value:.3f}" in page.words
    assert "who books taxis & trips?" in page.words
    assert "Against the saved run, 4 questions" in page.words


def test_the_map_draws_each_passage_and_question_within_its_box(
    footnote: CommandLine, guides: Path, questions: Path, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    footnote("eval", questions, "--guides", guides, "--html", file)
    drawing = (
        file.read_text("utf-8").split('aria-label="Map of passages and questions"')[1].split("</svg>")[0]
    )
    assert len(re.findall(r'class="passage"', drawing)) == 3
    assert len(re.findall(r'class="right"', drawing)) == 2
    assert len(re.findall(r'class="wrong"', drawing)) == 1
    assert len(re.findall(r'class="right silent"', drawing)) == 1
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawing)
    assert len(set(places)) == 6
    assert all(0 <= float(x) <= 940 and 0 <= float(y) <= 594 for x, y in places)


def fitting_questions() -> list[dict[str, Any]]:
    """Return 36 questions on the guides: plain ones, ones with a wrong gold, foreign ones, and a greeting."""
    told: list[dict[str, Any]] = []
    asked = {
        "when must I {} in sick?": SICK, "may I {} leave at any time?": LEAVE, "how do I {} a trip?": TRAVEL,
    }  # fmt: skip
    for word in ("call", "take", "book", "ask", "phone", "get"):
        for question, gold in asked.items():
            told.append(
                {"question": question.format(word), "answerable": True, "kind": "plain", "gold": [gold]}
            )
    for thing in ("telescope", "volcano", "orchestra", "penguin", "sonnet", "glacier", "comet", "violin"):
        told.append({"question": f"which {thing} is the largest?", "answerable": False, "kind": "far"})
        told.append({"question": f"may I bring a {thing} on leave?", "answerable": False, "kind": "near"})
    told += [
        {"question": "thanks!", "answerable": False, "kind": "far"},
        {"question": "", "answerable": False},
    ]
    return [{"id": number, **question} for number, question in enumerate(told)]


def confidence_of(footnote: CommandLine, guides: Path) -> float:
    answer = footnote("ask", "when must I call in sick?", "--guides", guides, "--json")
    assert answer.exit_code == 0, answer.stderr
    return float(json.loads(answer.stdout)["confidence"])


def test_a_fitted_confidence_judges_the_next_answers(
    footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    before = confidence_of(footnote, guides)
    file = write(tmp_path / "questions.jsonl", *fitting_questions())
    result = footnote("calibrate", file, "--guides", guides)
    assert result.exit_code == 0, result.stderr
    shown = " ".join(result.stdout.split())
    assert "36 questions (2 screened), each held out in turn" in shown
    assert "calibration_error 0." in shown
    place = confidence_file(load_settings(guides))
    assert place.is_relative_to(footnote.state)
    assert f"Written to {place}" in result.stdout
    fitted = ConfidenceModel.load(place)
    assert f"Answered from {fitted.answered_from:.4f}, related from {fitted.related_from:.4f}." in shown
    assert fitted.measured.startswith("guides, questions.jsonl, 36 questions: logistic regression")
    assert sum(each.questions for each in fitted.reliability) == 36
    after = confidence_of(footnote, guides)
    assert after != before
    assert footnote("calibrate", file, "--guides", guides).stdout == result.stdout  # the same from anew
    place.write_text(fitted.model_copy(update={"model_sha256": "another"}).model_dump_json(), "utf-8")
    assert confidence_of(footnote, guides) == before  # fitted with another model, it says nothing here


def test_calibrating_into_a_file_leaves_answers_as_they_are(
    footnote: CommandLine, guides: Path, tmp_path: Path
) -> None:
    before, shipped = confidence_of(footnote, guides), SHIPPED.read_bytes()
    file = write(tmp_path / "questions.jsonl", *fitting_questions())
    out = tmp_path / "fitted.json"
    assert footnote("calibrate", file, "--guides", guides, "--out", out).exit_code == 0
    assert ConfidenceModel.load(out).model_sha256
    assert (confidence_of(footnote, guides), SHIPPED.read_bytes()) == (before, shipped)


def test_a_damaged_confidence_is_named(footnote: CommandLine, guides: Path) -> None:
    footnote("index", "--guides", guides)
    place = confidence_file(load_settings(guides))
    place.write_text("{}")
    result = footnote("ask", "leave?", "--guides", guides)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{place} holds no confidence that can be read. Delete it" in result.stderr


def test_too_few_questions_fit_nothing(footnote: CommandLine, guides: Path, questions: Path) -> None:
    result = footnote("calibrate", questions, "--guides", guides)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{questions}: 4 questions are too few to fit a confidence on. Write at least 30" in result.stderr
    assert not confidence_file(load_settings(guides)).exists()

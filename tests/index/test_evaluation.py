"""Scoring answers: figures that can be worked out by hand, and the same as the reference scorer's."""

import json
import random
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answer_json import AnswerJson
from bot.gold_questions import read_golds
from index.evaluation import KindScore, figure_names, score
from index.golds import Gold, SectionName, fold, share_shown
from index.outcomes import Outcome, judge
from index.reliability import Bin, RiskPoint, calibration_error, rank_area, reliability_bins, risk_coverage
from index.significance import Change, Difference, compare, difference
from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.guide import Span

SICK, LEAVE, TRAVEL = (SectionName("leave.md", h) for h in ("Sick leave", "Leave", "Travel"))


def about(value: float, within: float = 1e-9) -> Any:
    return pytest.approx(value, abs=within)


def cite(n: int, section: SectionName, quote: str) -> Citation:
    return Citation(n, "", section.path, section.heading, (), quote, Span(0, 1), "", None, 1.0)


def answer(
    found: list[SectionName], confidence: float, status: Status = Status.ANSWERED, quote: str = "q"
) -> Answer:
    citations = (cite(1, found[0], quote),) if status is Status.ANSWERED else ()
    candidates = tuple(Candidate(section.path, section.heading, 1.0) for section in found)
    return Answer("", status, confidence, citations, candidates, "", "", 0.0)


GOLDS = (
    Gold("1", "ill?", True, "plain", (SICK,), "call your supervisor before ten"),
    Gold("2", "away?", True, "plain", (LEAVE, SICK)),
    Gold("3", "train?", True, "typo", (TRAVEL,)),
    Gold("4", "pets?", False, "near"),
    Gold("5", "moon?", False, "far"),
)
ANSWERS = (
    answer([SICK, LEAVE], 0.9, quote="… *Call* your supervisor, before noon."),
    answer([TRAVEL, LEAVE], 0.6),
    answer([LEAVE, SICK], 0.2, Status.RELATED),
    answer([LEAVE], 0.6),
    answer([TRAVEL], 0.05, Status.NOT_COVERED),
)


def test_every_figure_can_be_worked_out_by_hand() -> None:
    figures = score(GOLDS, ANSWERS).figures
    assert dict(figures) == {
        "hit@1": about(1 / 3),
        "hit@3": about(2 / 3),
        "hit@10": about(2 / 3),
        "mrr@10": about((1 + 1 / 2 + 0) / 3),
        "evidence_shown": about(1 / 3),  # two of the three runs of words; a question without any isn't
        "answered_answerable": about(2 / 3),
        "answered_right": about(1 / 3),
        "first_citation_right": about(1 / 3),
        "false_answers.far": 0.0,
        "false_answers.near": 1.0,
        "auroc.far": 1.0,
        "auroc.near": about((1 + 0.5 + 0) / 3),
        "auroc.right": 1.0,
        # 0.05 and 0.2 and twice 0.6 are wrong, 0.9 is right
        "calibration_error": about((0.05 + 0.2 + 2 * 0.6 + 0.1) / 5),
    }
    assert set(figures) == set(figure_names(GOLDS))


def test_kinds_have_the_figures_that_are_about_them() -> None:
    assert score(GOLDS, ANSWERS).kinds == (
        KindScore("far", 1, None, None, 0.0, 1.0),
        KindScore("near", 1, None, None, 1.0, about(0.5)),
        KindScore("plain", 2, (0.5, 1.0, 1.0), 1.0, None, None),
        KindScore("typo", 1, (0.0, 0.0, 0.0), 0.0, None, None),
    )


def test_the_worst_misses_are_wrong_and_sure() -> None:
    misses = score(GOLDS, ANSWERS).misses
    assert [(miss.id, miss.rank, miss.came_first) for miss in misses] == [
        ("2", 2, TRAVEL), ("4", None, LEAVE), ("3", None, LEAVE),
    ]  # fmt: skip
    assert misses[0].wanted == (LEAVE, SICK)


def test_figures_about_no_question_are_left_out() -> None:
    assert "hit@1" not in score(GOLDS[3:], ANSWERS[3:]).figures
    only = score(GOLDS[:1], ANSWERS[:1]).figures
    assert not [name for name in only if name.startswith(("auroc", "false"))]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[Sick](/sick) **leave**", "sick leave"),
        ("Leave {% include x.html %}&  {{ site.name }}", "leave"),
        ("<a id='x'></a>Don’t panic!", "don t panic"),
        ("![logo][img] E-Mail", "logo e mail"),
    ],
)
def test_markup_case_and_punctuation_fold_away(written: str, read: str) -> None:
    assert fold(written) == read


def test_a_heading_matches_whatever_its_markup() -> None:
    assert SectionName("a.md", "Set-up: `git`").key == SectionName("a.md", "setup GIT").key
    assert SectionName("a.md", "Setup").key != SectionName("b.md", "Setup").key


def test_evidence_is_shown_by_runs_of_three_words() -> None:
    assert share_shown("one two three four", ["ONE, two *three*", "no", "four"]) == 0.5
    assert share_shown("one two three four", ["one two three", "four"]) == 1.0
    assert share_shown("one two", ["zero one two"]) == 1.0
    assert share_shown("one two", []) == 0.0


def test_a_related_answer_shows_and_cites_nothing_right() -> None:
    related = answer([SICK], 0.3, Status.RELATED)
    outcome = judge(GOLDS[0], replace(related, citations=(cite(1, SICK, ""),)))
    assert (outcome.rank, outcome.cited_first, outcome.cited, outcome.shown) == (1, False, False, 0.0)


def test_figures_are_the_reference_scorer_s(handbook: Path, tmp_path: Path) -> None:
    """Answers are drawn at random, some right; the seed is printed."""
    golds = read_golds(handbook / "18f-dev.jsonl")
    seed = 7
    print(f"seed {seed}")
    answers = [_drawn(gold, golds, random.Random(f"{seed} {gold.id}")) for gold in golds]
    file = tmp_path / "answers.jsonl"
    pairs = zip(golds, answers, strict=True)
    file.write_text("".join(AnswerJson.from_answer(a, g.id).model_dump_json() + "\n" for g, a in pairs))
    reference = runpy.run_path(str(handbook / "score.py"))["main"]
    wanted: dict[str, Any] = reference(handbook / "18f-dev.jsonl", file, handbook / "18f-handbook")
    scorecard = score(golds, answers)
    for name, value in scorecard.figures.items():
        figure, _, kind = name.partition(".")
        if figure in wanted and kind != "right":
            assert value == about(wanted[figure][kind] if kind else wanted[figure], within=5e-5), name
    for k, place in ((1, 0), (3, 1)):
        hits = {kind.kind: round(kind.hits[place], 4) for kind in scorecard.kinds if kind.hits}
        assert hits == wanted[f"hit@{k}_by_kind"]
    assert 0.2 < scorecard.figures["hit@1"] < 0.8  # neither all right nor all wrong
    assert 0.1 < scorecard.figures["evidence_shown"] < 0.9


def _drawn(gold: Gold, golds: tuple[Gold, ...], draw: random.Random) -> Answer:
    others = [section for other in draw.sample(golds, 9) for section in other.sections]
    sections = [*draw.sample(gold.sections, min(1, len(gold.sections))), *others][:10]
    if draw.random() < 0.5:
        draw.shuffle(sections)
    status = draw.choice(list(Status))
    shown = [gold.evidence.upper()[: draw.randint(1, 200)], "nothing of it"]
    cited = sections[:2] if status is Status.ANSWERED else []
    citations = tuple(
        cite(n, section, quote) for n, (section, quote) in enumerate(zip(cited, shown, strict=False), 1)
    )
    candidates = tuple(Candidate(section.path, section.heading, 1.0) for section in sections)
    return Answer(gold.question, status, draw.random(), citations, candidates, "", "", 1.0)


def test_reliability_bins_are_a_tenth_wide() -> None:
    bins = reliability_bins([0.0, 0.05, 0.31, 0.39, 1.0], [False, True, False, False, True])
    assert bins == (
        Bin(about(0.025), 0.5, 2), Bin(about(0.35), 0.0, 2), Bin(1.0, 1.0, 1),
    )  # fmt: skip
    assert calibration_error(bins) == about((2 * 0.475 + 2 * 0.35 + 0) / 5)


def test_risk_grows_with_coverage_and_equals_are_answered_together() -> None:
    points = risk_coverage([0.5, 0.9, 0.5, 0.1], [False, True, True, False])
    assert points == (
        RiskPoint(0.9, 0.25, 0.0), RiskPoint(0.5, 0.75, about(1 / 3)), RiskPoint(0.1, 1.0, 0.5),
    )  # fmt: skip


def test_area_counts_ties_half() -> None:
    assert rank_area([0.5, 0.9], [0.5, 0.1]) == about((0.5 + 1 + 1 + 1) / 4)


def test_two_runs_are_compared_question_by_question() -> None:
    before = score(GOLDS, ANSWERS).outcomes
    after = score(GOLDS, (ANSWERS[0], answer([SICK], 0.6), *ANSWERS[2:4], answer([TRAVEL], 0.9))).outcomes
    comparison = compare(before, after)
    assert (comparison.questions, comparison.unmatched) == (5, 0)
    assert comparison.better == (Change("2", 2, 1, True, True),)
    assert comparison.worse == (Change("5", None, None, False, True),)
    found = {d.figure: (d.before, d.after, d.better, d.worse, d.p) for d in comparison.differences}
    assert found["hit@1"] == (about(1 / 3), about(2 / 3), 1, 0, 1.0)
    assert found["hit@3"] == (about(2 / 3), about(2 / 3), 0, 0, 1.0)
    assert found["mrr@10"] == (about(0.5), about(2 / 3), 1, 0, 1.0)
    assert found["rightly_not_answered"] == (0.5, 0.0, 0, 1, 1.0)


def test_a_question_that_changed_is_not_compared() -> None:
    before = score(GOLDS, ANSWERS).outcomes
    changed = (replace(GOLDS[0], sections=(LEAVE,)), *GOLDS[1:4])
    comparison = compare(before, score(changed, ANSWERS[:4]).outcomes)
    assert (comparison.questions, comparison.unmatched) == (3, 3)
    assert (comparison.better, comparison.worse) == ((), ())


def test_significance_is_exact_and_its_interval_holds_the_change() -> None:
    before, after = [0.0] * 20, [1.0] * 9 + [0.0] * 11
    found = difference("hit@1", [*before, 1.0], [*after, 0.0])
    assert (found.better, found.worse) == (9, 1)
    assert found.p == about(2 * (1 + 10) / 2**10)  # the two tails of ten fair coins
    assert 0 < found.low < found.after - found.before < found.high < 1
    assert found == difference("hit@1", [*before, 1.0], [*after, 0.0])


def test_no_change_is_no_interval() -> None:
    assert difference("hit@1", [1.0, 0.0], [1.0, 0.0]) == Difference("hit@1", 0.5, 0.5, 0.0, 0.0, 0, 0, 1.0)


def test_an_outcome_holds_no_text() -> None:
    outcome = judge(GOLDS[0], ANSWERS[0])
    told = json.dumps({name: str(getattr(outcome, name)) for name in Outcome.__slots__})
    assert all(text not in told for text in ("ill?", "supervisor", "leave.md"))

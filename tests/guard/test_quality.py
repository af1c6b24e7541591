"""The labelled questions are what they say, and the guard finds what is in them and nothing else."""

import re

import pytest

from bot.guard.finding import COMMON_KINDS
from bot.guard.national_numbers import KINDS, RULES
from tests.guard.scoring import SETS, load_questions, score

QUESTIONS = load_questions()


@pytest.mark.parametrize("part", SETS)
def test_all_is_found_and_nothing_else(part: str) -> None:
    """Recall and precision of 1: a question that the guard gets wrong is named, whichever it is."""
    outcome = score(question for question in QUESTIONS if question.part == part)
    assert outcome.missed == ()
    assert outcome.wrong == ()


def test_the_set_is_large_and_half_of_it_harmless() -> None:
    harmless = sum(not question.findings for question in QUESTIONS)
    assert (len(QUESTIONS), harmless) == (518, 247)
    assert len({question.text for question in QUESTIONS}) == len(QUESTIONS)
    assert sum(question.part == "held out" for question in QUESTIONS) == 160


def test_the_numbers_in_it_have_right_check_digits() -> None:
    checked = 0
    for question in QUESTIONS:
        for finding in question.findings:
            assert finding.kind in COMMON_KINDS | KINDS
            if finding.kind in KINDS:
                value = question.text[finding.start : finding.end]
                rules = [rule for rule in RULES if rule.kind == finding.kind]
                assert any(rule.is_valid(value) for rule in rules), value
                checked += 1
    assert checked == 76


def test_no_scanner_for_leaked_secrets_takes_the_examples_for_real_ones() -> None:
    from tests.guard.scoring import QUESTIONS as FILE

    known = re.compile(
        r"AKIA[A-Z0-9]{16}|gh[pousr]_\w{36}|xox[abp]-\d|sk_live_\w{24}|BEGIN \w* ?PRIVATE KEY|AIza\w{35}"
    )
    assert not known.search(FILE.read_text(encoding="utf-8"))

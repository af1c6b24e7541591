"""What holds for any text: what is found is gone, all else stays, and it is done in no time."""

import random
import re
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guard.finding import COMMON_KINDS, NAME
from bot.guard.inspection import inspect
from bot.guard.names import name_words
from bot.guard.national_numbers import KINDS
from tests.guard.__main__ import lengthened, milliseconds, on_end
from tests.guard.hostile import HOSTILE, LONGEST
from tests.guard.scoring import load_questions

QUESTIONS = load_questions()
LABEL = re.compile(r"\[(?:" + "|".join(sorted({*COMMON_KINDS, *KINDS}, key=len, reverse=True)) + r")\]")
VALUES = sorted({question.text[one.start : one.end] for question in QUESTIONS for one in question.findings})
WORDS = sorted({word for question in QUESTIONS for word in question.text.split()})
PIECES = st.one_of(
    *(
        st.sampled_from(VALUES),
        st.sampled_from(WORDS),
        st.text(max_size=8),
        st.text("0123456789 -/.", max_size=20),
    ),
    *(st.sampled_from(["[name]", "[phone number]", "[IBAN]", "\u200b", ", ", " (", ") ", ": ", "\n"]),),
)
TEXTS = st.one_of(
    st.text(max_size=LONGEST),
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
).map(lambda text: text[:LONGEST])


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_what_is_found_is_gone_and_all_else_stays(text: str) -> None:
    inspection = inspect(text)
    position, rebuilt = 0, ""
    for finding in inspection.findings:
        assert position <= finding.start < finding.end <= len(text)
        rebuilt += f"{text[position : finding.start]}[{finding.kind}]"
        position = finding.end
    assert inspection.redacted == rebuilt + text[position:]
    assert inspection.findings or inspection.redacted is text
    _assert_gone(text)


@pytest.mark.parametrize("part", range(4))
def test_nothing_of_the_labelled_findings_is_left(part: int) -> None:
    for question in QUESTIONS[part::4]:
        _assert_gone(question.text)


def _assert_gone(text: str) -> None:
    inspection = inspect(text)
    left = LABEL.sub("\x00", inspection.redacted)
    for finding in inspection.findings:
        value = text[finding.start : finding.end]
        for word in name_words(value) if finding.kind == NAME else [value]:
            assert len(word) < 3 or not re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", left), value
    assert inspect(inspection.redacted).findings == ()
    assert inspect(inspection.redacted).redacted == inspection.redacted


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
def test_no_text_keeps_the_guard_busy(text: str) -> None:
    assert len(text) == LONGEST
    quarter = milliseconds(text[: LONGEST // 4])
    assert milliseconds(text) < 8 * quarter + 5  # four times as long; what grows by the square takes sixteen
    assert milliseconds(text) < 500


def test_a_mixture_of_all_takes_no_time_either() -> None:
    seed = 20261124
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(10):
        mixture = "".join(chance.choice((*VALUES, *HOSTILE))[: chance.randrange(1, 60)] for _ in range(400))
        assert milliseconds(mixture[:LONGEST]) < 500


def test_a_question_is_inspected_in_two_milliseconds() -> None:
    assert statistics.median(milliseconds(text) for text in lengthened(QUESTIONS)) < 2
    assert statistics.median(milliseconds(text) for text in on_end(QUESTIONS)) < 5

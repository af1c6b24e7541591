"""Which questions lean on the one before, and which only look as if they did."""

import pytest

from knowledge.follow_ups import joined, leans_back, says_little


@pytest.mark.parametrize(
    "question",
    [
        "and on the free plan?",
        "What about contractors?",
        "Und im Homeoffice?",
        "Y en casa?",
        "may I forward it?",
        "does that hold for interns?",
    ],
)
def test_what_begins_or_points_back_leans(question: str) -> None:
    assert leans_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "how do I ask for leave?",
        "E-mail signatures in English or German?",
        "e-learning budget for interns?",
        "Y-axis labels in reports?",
        "so-called shadow IT: what counts?",
        "is it allowed to paste customer data into ChatGPT?",
    ],
)
def test_what_only_looks_so_stands_alone(question: str) -> None:
    assert not leans_back(question)


def test_few_words_say_little() -> None:
    assert says_little("the free plan?")
    assert not says_little("how do I ask for leave?")


def test_both_are_asked_in_one_line() -> None:
    assert joined("may I\nask?", " and then? ") == "may I ask? and then?"

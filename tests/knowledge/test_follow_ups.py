"""Which questions lean on the one before, and which only look as if they did."""

import pytest

from knowledge.follow_ups import joined, leans_back, says_little, weighted


@pytest.mark.parametrize(
    "question",
    [
        "and on the free plan?",
        "What about contractors?",
        "Und im Homeoffice?",
        "Y en casa?",
        "may I forward it?",
        "does that hold for interns?",
        "can I combine it with unpaid leave?",
        "what if I forget my card?",
        "how long before do I have to ask for it?",
        "what happens to it when somebody leaves?",
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
        "my laptop is broken, how do I get it repaired?",
        "phone numbers in a CV: may HR keep them?",
        "remote access to internal files, how does that work?",
        "does it matter if I am late?",
    ],
)
def test_what_only_looks_so_stands_alone(question: str) -> None:
    assert not leans_back(question)


def test_few_words_say_little() -> None:
    assert says_little("the free plan?")
    assert not says_little("how do I ask for leave?")


def test_both_are_asked_in_one_line() -> None:
    assert joined("may I\nask?", " and then? ") == "may I ask? and then?"


def test_what_is_new_outweighs_what_was_asked_before() -> None:
    assert weighted("may I ask?", "and then?") == "and then? may I ask? and then? and then?"
    assert weighted("", "and then?") == "and then?"

"""Questions to begin with: words of the guides, each answered by its guide, found in the background."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.slack.home.suggestions import BEGINS_AFTER_SECONDS, ENOUGH, MOST_TRIED, RESTS, Suggestions
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Guide, Section, Span
from knowledge.guide_cards import GuideCard

ALL = frozenset({"a.md", "b.md", "c.md"})


@dataclass
class Library:
    """Answers each question from the guide that ``sources`` names, after ``seconds``; of others nothing."""

    cards: Sequence[GuideCard]
    sources: dict[str, str]
    headings: dict[str, Sequence[str]] = field(default_factory=dict)
    generation: str = "G1"
    owner: str | None = None
    disclaimer: str = ""
    seconds: float = 0.0
    failure: Exception | None = None
    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def __call__(self) -> "Library":
        return self

    def clock(self) -> float:
        return self.now

    def prove(self, answer: Answer) -> None:
        del answer

    def guide(self, path: str) -> Guide | None:
        headings = self.headings.get(path, ())
        sections = tuple(Section(heading, "", (), Span(0, 0), ()) for heading in headings)
        return Guide(path, "", "", path, sections=sections)

    def answer(self, question: str, within: frozenset[str] | None = None, *, before: str = "") -> Answer:
        assert not before
        assert within == frozenset(card.path for card in self.cards)
        self.asked.append(question)
        self.now += self.seconds
        if self.failure:
            raise self.failure
        path = self.sources.get(question)
        cited = (Citation(1, "", path, "", (), "", Span(0, 0), "", None, 1.0),) if path else ()
        status = Status.ANSWERED if path else Status.NOT_COVERED
        return Answer(question, status, 1.0, cited, (), "", self.generation, 0.0)


def library(**questions: Sequence[str]) -> Library:
    """Return guides that answer the questions that they name."""
    cards = [GuideCard(f"{name}.md", name, questions=tuple(own)) for name, own in questions.items()]
    sources = {question: f"{name}.md" for name, own in questions.items() for question in own}
    return Library(cards, sources)


def searched(guides: Library, steps: int = 1000) -> Suggestions:
    suggestions = Suggestions(guides, guides.clock)
    assert suggestions.for_reader(ALL, 9) == []
    for _ in range(steps):
        suggestions.look_further()
    return suggestions


def test_each_guide_has_its_turn_and_readers_get_those_of_theirs() -> None:
    found = searched(library(a=["a1?", "a2?", "a3?"], b=["b1?"], c=["c1?", "c2?"]))
    assert found.for_reader(ALL, 9) == ["a1?", "b1?", "c1?", "a2?", "c2?", "a3?"]
    assert found.for_reader(ALL, 4) == ["a1?", "b1?", "c1?", "a2?"]
    assert found.for_reader(frozenset({"c.md"}), 4) == ["c1?", "c2?"]
    assert found.for_reader(frozenset(), 4) == []


def test_guides_for_everyone_come_first() -> None:
    guides = library(a=["a1?"], b=["b1?"])
    guides.cards = [GuideCard("a.md", "a", audience=("SPAY",), questions=("a1?",)), guides.cards[1]]
    assert searched(guides).for_reader(ALL, 9) == ["b1?", "a1?"]


def test_what_isn_t_answered_by_its_own_guide_is_no_suggestion() -> None:
    guides = library(a=["a1?", "stolen?", "unknown?", "A1?"], b=[])
    guides.sources |= {"stolen?": "b.md"}
    del guides.sources["unknown?"]
    assert searched(guides).for_reader(ALL, 9) == ["a1?"]
    assert guides.asked == ["a1?", "stolen?", "unknown?"]


def test_headings_that_ask_come_before_headings_and_those_only_until_there_are_enough() -> None:
    guides = library(a=["a1?"], b=[])
    plain = [f"Heading {n}" for n in range(20)]
    guides.headings = {"a.md": ["Overview", *plain], "b.md": ["May I?", "可以吗？", "Of two words"]}
    guides.sources |= {words: path for path, own in guides.headings.items() for words in own}
    found = searched(guides).for_reader(ALL, 99)
    assert found[:4] == ["a1?", "May I?", "可以吗？", "Heading 0"]
    assert "Of two words" in found
    assert "Overview" not in found
    assert len(found) == ENOUGH


def test_words_that_a_button_can_t_say_are_left_out() -> None:
    guides = library(a=["x" * 76 + "?", "{{ var }} or what?", "\x01", "a  b\n?"])
    guides.sources |= {"a b ?": "a.md"}
    assert searched(guides).for_reader(ALL, 9) == ["a b ?"]


def test_no_more_than_so_many_are_tried() -> None:
    guides = library(a=[f"{n}?" for n in range(2 * MOST_TRIED)])
    guides.sources.clear()
    searched(guides)
    assert len(guides.asked) == MOST_TRIED


def test_the_search_begins_late_or_when_somebody_looks_and_gives_way() -> None:
    guides = library(a=["a1?", "a2?", "a3?"])
    guides.seconds = 2.0
    suggestions = Suggestions(guides, guides.clock)
    suggestions.look_further()
    assert guides.asked == []
    guides.now += BEGINS_AFTER_SECONDS
    suggestions.look_further()
    assert guides.asked == ["a1?"]
    suggestions.look_further()
    guides.now += RESTS * guides.seconds - 0.01
    suggestions.look_further()
    assert guides.asked == ["a1?"]
    guides.now += 0.02
    suggestions.look_further()
    assert guides.asked == ["a1?", "a2?"]


def test_a_new_generation_is_searched_and_the_old_suggestions_stay_until_then() -> None:
    guides = library(a=["a1?", "a2?"])
    found = searched(guides)
    guides.cards = [GuideCard("a.md", "a", questions=("new?", "a2?"))]
    guides.sources["new?"], guides.generation = "a.md", "G2"
    found.look_further()
    assert found.for_reader(ALL, 9) == ["new?", "a1?", "a2?"]
    for _ in range(20):
        found.look_further()
    assert found.for_reader(ALL, 9) == ["new?", "a2?"]


def test_a_failure_ends_the_search_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    guides = library(a=["a1?", "a2?"])
    guides.failure = ValueError("secret words of a1?")
    found = searched(guides)
    assert found.for_reader(ALL, 9) == []
    assert guides.asked == ["a1?"]
    (line,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert line.getMessage() == "No more suggestions are looked for: ValueError"

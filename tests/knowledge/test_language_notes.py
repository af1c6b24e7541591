"""What the answerer makes of a question that isn't in a language of the guides."""

from dataclasses import dataclass, field

import pytest

from knowledge.answer import Answer, Status
from knowledge.answerer import Answerer
from knowledge.guide import Guide, Passage, Section, Span, Statement
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, ScoredSection, Signals
from tests.fakes import confidence_by_statement

SOURCE = "Ask for leave three days ahead."
WHOLE = Span(0, len(SOURCE))
SECTION = Section("Leave", "", ("Leave",), WHOLE, (Passage("p", WHOLE, (Statement(WHOLE, SOURCE),)),))
FOREIGN, ENGLISH = "Wie beantrage ich Urlaub?", "How do I ask for leave?"
NOTE = "Your question seems to be in German."
BY_STATEMENT = confidence_by_statement(answered_from=0.6, related_from=0.3)


@dataclass(frozen=True)
class OnlySection:
    """A `Retriever` of one section, as near to every question as ``statement`` says."""

    lang: str
    statement: float
    found: int = 1

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        return (GuideCard.from_guide(self.guide("leave.md")),)

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        assert within is None
        assert query in {FOREIGN, ENGLISH}
        scored = ScoredSection(self.guide("leave.md"), SECTION, 0.5, (0.5,))
        return Findings((scored,)[: min(self.found, limit)], Signals(statement=self.statement))

    def guide(self, path: str) -> Guide:
        return Guide(path, SOURCE, "0f", "Leave", lang=self.lang, sections=(SECTION,))


@dataclass(frozen=True)
class GermanIsForeign:
    """A `LanguageJudge` that knows one foreign question; notes what it was asked."""

    asked: list[str] = field(default_factory=list)

    def note(self, question: str) -> str:
        self.asked.append(question)
        return NOTE if question == FOREIGN else ""


def answer(question: str, statement: float, lang: str = "en", found: int = 1) -> Answer:
    retriever = OnlySection(lang, statement, found)
    return Answerer(retriever, BY_STATEMENT, "g", "d", languages=GermanIsForeign()).answer(question)


@pytest.mark.parametrize(
    ("statement", "status"), [(0.9, Status.ANSWERED), (0.5, Status.RELATED), (0.1, Status.RELATED)]
)
def test_the_best_section_is_given_and_marked(statement: float, status: Status) -> None:
    given = answer(FOREIGN, statement)
    assert (given.status, given.language_note) == (status, NOTE)
    assert [citation.language for citation in given.citations] == ["English"]


@pytest.mark.parametrize(("lang", "name"), [("fr-CA", "French"), ("tlh", "tlh")])
def test_the_mark_is_the_guide_s_own_language(lang: str, name: str) -> None:
    assert [citation.language for citation in answer(FOREIGN, 0.9, lang).citations] == [name]


@pytest.mark.parametrize(
    ("statement", "status"), [(0.9, Status.ANSWERED), (0.5, Status.RELATED), (0.1, Status.NOT_COVERED)]
)
def test_a_question_in_the_guides_language_is_answered_as_ever(statement: float, status: Status) -> None:
    given = answer(ENGLISH, statement)
    assert (given.status, given.language_note) == (status, "")
    assert {citation.language for citation in given.citations} <= {""}


def test_where_nothing_is_found_nothing_is_said_of_languages() -> None:
    given = answer(FOREIGN, 0.9, found=0)
    assert (given.status, given.language_note, given.citations) == (Status.NOT_COVERED, "", ())


def test_small_talk_is_not_judged() -> None:
    judge = GermanIsForeign()
    answerer = Answerer(OnlySection("en", 0.9), BY_STATEMENT, "g", "d", languages=judge)
    assert answerer.answer("thanks!").language_note == ""
    assert judge.asked == []


def test_without_a_judge_nothing_is_said() -> None:
    given = Answerer(OnlySection("en", 0.1), BY_STATEMENT, "g", "d").answer(FOREIGN)
    assert (given.status, given.language_note) == (Status.NOT_COVERED, "")

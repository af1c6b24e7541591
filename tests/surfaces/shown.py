"""Every surface's payload for a case, made by the code that the bot runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.slack.answering import FOLLOWS_UP, ONLY_YOU
from bot.slack.blocks import render_answer, render_words
from bot.slack.buttons import answer_buttons
from bot.slack.deeper import Deeper
from bot.slack.help import Help
from bot.slack.home.page import HomePage
from bot.slack.listeners.feedback import ask_why
from bot.slack.message import Message
from bot.slack.notices import render_notice
from bot.slack.person.asking import render_letter
from bot.slack.person.keeping import Conversation, keep_modal, section_names
from bot.slack.person.letters import Letter
from bot.slack.person.relaying import REPLY
from bot.slack.recalling import recall
from bot.slack.reference import AnswerReference
from knowledge.answer import Answer
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard
from tests.surfaces.material import Case

TODAY = date(2026, 11, 27)
ANSWER_ID = "a" * 32


@dataclass(frozen=True)
class Shelf:
    """Holds one guide, as an answerer does."""

    read: Guide
    disclaimer: str = "Pointers."
    owner: str | None = None
    generation: str = "G"

    @property
    def cards(self) -> Sequence[GuideCard]:
        return [GuideCard.from_guide(self.read)]

    def answer(self, question: str, within: frozenset[str] | None = None) -> Answer:
        raise NotImplementedError

    def prove(self, answer: Answer) -> None:
        raise NotImplementedError

    def guide(self, path: str) -> Guide | None:
        return self.read if path == self.read.path else None


@dataclass(frozen=True)
class Shown:
    """A payload; ``answer`` is what it has to cite all of, None where it is no answer."""

    surface: str
    payload: dict[str, Any]
    answer: Answer | None = None
    names_asker: bool = False


def surfaces(case: Case) -> Iterator[Shown]:
    """Yield what each surface shows of a case."""
    answer, shelf = case.answer, Shelf(case.guide)
    reference = AnswerReference.from_answer(ANSWER_ID, answer)
    public = answer_buttons(reference, can_ask_person=True)
    yield Shown("public answer", _message(render_answer(answer, TODAY, below=public)), answer)
    private = answer_buttons(
        replace(reference, thread_ts="1.1"), can_ask_person=True, share_label="Share here"
    )
    said = f"{FOLLOWS_UP} {ONLY_YOU}"
    yield Shown("private answer", _message(render_answer(answer, TODAY, before=said, below=private)), answer)
    again = recall(AnswerReference.from_value(reference.to_value()), shelf)
    before = f"Asked: {again.question}"
    yield Shown("shared answer", _message(render_answer(again, TODAY, before=before, below=public)), again)
    yield from _deeper(reference, shelf)
    yield from _person(case, reference)
    cards = list(shelf.cards) * 120
    suggested, lines = [case.question[:75]] * 5, [case.question] * 40
    home = HomePage(cards, suggested, TODAY, case.question, lines, case.question)
    yield Shown("App Home", {"view": home.to_view()})
    yield Shown("help", _message(Help(cards).render()))
    yield Shown("notice", _message(render_notice("e-mail address, IBAN", "https://x.example/p1")))
    yield Shown("feedback", _message(ask_why(ANSWER_ID)))


def _deeper(reference: AnswerReference, shelf: Shelf) -> Iterator[Shown]:
    deeper = Deeper(reference, shelf, frozenset({shelf.read.path}), TODAY)
    for number in range(4):
        yield Shown("go deeper", {"view": deeper.page(number).with_metadata(reference.to_value()).to_view()})
    other = replace(shelf, read=replace(shelf.read, sha256="0" * 64))
    changed = Deeper(reference, other, deeper.visible, TODAY)
    yield Shown("go deeper", {"view": changed.page(0).to_view()})


def _person(case: Case, reference: AnswerReference) -> Iterator[Shown]:
    where = ("#people", "C1", "1.1", "1.1")
    letter = Letter(case.question[:2000], reference.to_value(), *where, is_private=False)
    posted = render_letter("U1", letter, reference, case.answer, "https://x.example/p1")
    yield Shown("question for a person", _message(posted), case.answer, names_asker=True)
    yield Shown("reply of a person", _message(render_words(REPLY.format(words=case.question))))
    guides = [(case.guide, section.anchor) for section in case.guide.sections]
    conversation = Conversation(case.question, case.guide.source)
    yield Shown("keeping", {"view": keep_modal(ANSWER_ID, conversation, section_names(guides)).to_view()})


def _message(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}

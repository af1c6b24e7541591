"""Every picture of docs/pictures: its name, and what makes its scene of the bot's own blocks."""

from collections.abc import Callable
from datetime import date

from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons
from bot.slack.reference import AnswerReference
from bot.slack.signs import REACTION
from bot.slack.words import render_apology, render_how_to, render_too_late
from knowledge.answer import Status
from knowledge.answerer import Answerer
from tests.pictures.pressed import PRESSED
from tests.pictures.scene import Conversation, Scene, asked, replied, thread

TODAY, A_YEAR_LATER = date(2026, 12, 1), date(2027, 12, 1)
PASTE = "can I paste customer data into ChatGPT?"
_EMOJI = {"eyes": "👀"}


def answered(answerer: Answerer) -> Scene:
    return _answer(answerer, PASTE, Status.ANSWERED)


def related(answerer: Answerer) -> Scene:
    return _answer(answerer, "which AI assistant writes the best code?", Status.RELATED)


def not_covered(answerer: Answerer) -> Scene:
    return _answer(answerer, "what is the wifi password?", Status.NOT_COVERED)


def other_language(answerer: Answerer) -> Scene:
    return _answer(answerer, "Darf ich Kundendaten in ChatGPT einfügen?", Status.RELATED)


def due_for_review(answerer: Answerer) -> Scene:
    return _answer(answerer, "do HR files have to stay in Europe?", Status.ANSWERED, A_YEAR_LATER)


def pdf_page(answerer: Answerer) -> Scene:
    return _answer(answerer, "how do I hand in my receipts?", Status.ANSWERED)


def how_to(_: Answerer) -> Scene:
    return thread(asked(""), replied(render_how_to()))


def waiting(_: Answerer) -> Scene:
    return Conversation("#sales", (asked(PASTE, reactions=[_EMOJI[REACTION]]),))


def apology(_: Answerer) -> Scene:
    return thread(asked(PASTE), replied(render_apology()))


def too_late(_: Answerer) -> Scene:
    return thread(asked(PASTE), replied(render_too_late()))


SCENES: dict[str, Callable[[Answerer], Scene]] = {
    "answered": answered,
    "related": related,
    "not-covered": not_covered,
    "other-language": other_language,
    "due-for-review": due_for_review,
    "pdf-page": pdf_page,
    "how-to": how_to,
    "waiting": waiting,
    "apology": apology,
    "too-late": too_late,
    **PRESSED,
}


def _answer(answerer: Answerer, question: str, expected: Status, today: date = TODAY) -> Scene:
    """Return the thread of a question; ``expected`` keeps a picture what its name says."""
    answer = answerer.answer(question)
    if answer.status is not expected:
        raise SceneLost(
            f"{question!r} is {answer.status.value}, not {expected.value}: take another question."
        )
    below = answer_buttons(AnswerReference.from_answer("0" * 32, answer), can_ask_person=True)
    return thread(asked(question), replied(render_answer(answer, today, below=below)))


class SceneLost(Exception):
    """A question that isn't answered as its picture shows any more."""

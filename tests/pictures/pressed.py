"""Scenes of what can be pressed, and of what comes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.slack.answering import SHARE_HERE
from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons
from bot.slack.deeper import Deeper
from bot.slack.help import Help, privacy_notice
from bot.slack.home.page import HomePage
from bot.slack.listeners.feedback import ask_why
from bot.slack.notices import render_notice
from bot.slack.person.asking import render_letter
from bot.slack.person.letters import Letter
from bot.slack.person.relaying import REPLY
from bot.slack.reference import AnswerReference
from bot.slack.words import render_words
from knowledge.answer import Answer
from knowledge.answerer import Answerer
from tests.pictures.scene import Conversation, HomeView, ModalView, Scene, asked, replied, thread

PASTE = "can I paste customer data into ChatGPT?"
ANSWER_ID = "4e1f0c2b9a8d47c6a5b3e2d1f0987654"
LINK = "https://example.slack.com/archives/C0SALES/p1"
MARKED = "can I paste jo@example.com and DE89 3704 0044 0532 0130 00 into ChatGPT?"
TODAY = date(2026, 12, 1)


def answer_to(answerer: Answerer, question: str = PASTE) -> tuple[Answer, AnswerReference]:
    """Return an answer, and what its buttons carry."""
    answer = answerer.answer(question)
    return answer, AnswerReference.from_answer(ANSWER_ID, answer)


def private_answer(answerer: Answerer) -> Scene:
    answer, reference = answer_to(answerer)
    below = answer_buttons(reference, can_ask_person=True, share_label=SHARE_HERE)
    return Conversation("#sales", (replied(render_answer(answer, TODAY, below=below), is_private=True),))


def deeper(answerer: Answerer) -> Scene:
    _, reference = answer_to(answerer)
    visible = frozenset(card.path for card in answerer.cards)
    return ModalView(Deeper(reference, answerer, visible, TODAY).page(0).to_view())


def changed_since(answerer: Answerer) -> Scene:
    _, reference = answer_to(answerer)
    places = tuple(replace(place, sha256="0" * 16) for place in reference.places)
    visible = frozenset(card.path for card in answerer.cards)
    return ModalView(Deeper(replace(reference, places=places), answerer, visible, TODAY).page(0).to_view())


def feedback(_: Answerer) -> Scene:
    return Conversation("#sales", (replied(ask_why(ANSWER_ID), is_private=True),))


def helped(answerer: Answerer) -> Scene:
    return Conversation("#sales", (replied(Help(answerer.cards).render(), is_private=True),))


def personal_data(_: Answerer) -> Scene:
    notice = render_notice("e-mail address, IBAN", LINK)
    return thread(asked(MARKED), replied(notice, is_private=True))


def letter(answerer: Answerer) -> Scene:
    answer, reference = answer_to(answerer)
    words, where = f"{PASTE} It is a test file.", ("#help-ai", "C1", "1", "1")
    sent = Letter(words, reference.to_value(), *where, is_private=False)
    return Conversation("#help-ai", (replied(render_letter("USAM", sent, reference, answer, LINK)),))


def relayed(answerer: Answerer) -> Scene:
    answer, reference = answer_to(answerer)
    below = answer_buttons(reference, can_ask_person=True)
    reply = render_words(REPLY.format(words="Use the test accounts: they hold no customer data."))
    shown = replied(render_answer(answer, TODAY, below=below))
    return thread(asked(PASTE), shown, replied(reply))


def home(answerer: Answerer) -> Scene:
    return HomeView(_home(answerer).to_view())


def home_of_maintainers(answerer: Answerer) -> Scene:
    lines = (
        "Answering from generation 20261201T090000-3b761323: 2 guides, 12 sections.",
        "Questions in the last 4 weeks: 61 answered, 14 related, 9 not covered.",
        "Feedback: 23 helpful, 4 not (out of date 3, not clear 1).",
    )
    return HomeView(replace(_home(answerer), maintenance=lines).to_view())


def _home(answerer: Answerer) -> HomePage:
    suggested = ("do HR files have to stay in Europe?", "how do I hand in my receipts?")
    return HomePage(answerer.cards, suggested, TODAY, privacy_notice(0))


def agent_view(answerer: Answerer) -> Scene:
    titles = ("can I paste customer data into ChatGPT?", "do HR files have to stay in Europe?")
    prompts = tuple({"title": words, "message": words} for words in titles)
    del answerer
    return Conversation("Footnote", (), prompts=prompts)


PRESSED: dict[str, Callable[[Answerer], Scene]] = {
    "private-answer": private_answer,
    "go-deeper": deeper,
    "changed-since": changed_since,
    "feedback": feedback,
    "help": helped,
    "personal-data": personal_data,
    "question-for-a-person": letter,
    "reply-of-a-person": relayed,
    "home": home,
    "home-of-maintainers": home_of_maintainers,
    "agent-view": agent_view,
}

"""What people are shown beside answers: by persons, in App Home, and of what they asked for."""

from collections.abc import Iterator
from dataclasses import replace

from bot.slack import recalling, reference, sharing
from bot.slack.audience.audiences import NO_GUESTS, NO_SHARED
from bot.slack.help import Help, privacy_notice
from bot.slack.home.page import GUIDES_PAGE, MOST_SUGGESTED, HomePage
from bot.slack.home.suggestions import Suggestions
from bot.slack.listeners import asking, feedback, person
from bot.slack.listeners.feedback import THANKS, ask_why, feedback_modal
from bot.slack.listeners.keeping import DRAFTED, LEARNED
from bot.slack.listeners.person import letter_modal
from bot.slack.mrkdwn import escape
from bot.slack.notices import left_out, render_notice
from bot.slack.person.asking import NOT_REACHED, render_letter
from bot.slack.person.closing import render_resolved
from bot.slack.person.keeping import Conversation, keep_modal, section_names
from bot.slack.person.letters import Letter, Message
from bot.slack.person.relaying import render_told
from bot.slack.reference import AnswerReference
from bot.slack.refusals import MAINTAINERS_ONLY
from bot.slack.words import escaped_notice, render_apology, render_how_to, render_too_late, render_words
from tests.surfaces.cases import Case
from tests.surfaces.letters import dicts
from tests.surfaces.shown import ANSWER_ID, ANSWERS, TODAY, Shown, Surface, answered, message

LINK = "https://x.slack.com/archives/C1/p1764252000000100"


def for_a_person(case: Case) -> Iterator[Shown]:
    """Yield what is sent to a person, and what comes back."""
    kept = AnswerReference.from_answer(ANSWER_ID, case.answer)
    where = ("C0123ABC", "1764252000.000100", "1764252000.000100")
    letter = Letter("", kept.to_value(), case.answer.owner or "the maintainers", *where, is_private=False)
    modal = letter_modal(letter, kept.question)
    assert Letter.from_text(modal.to_view()["private_metadata"]).reference == letter.reference
    yield Shown("ask a person", {"view": modal.to_view()})
    sent = replace(letter, question=case.question[:2000])
    posted = message(render_letter("U0123ABC", sent, kept, case.answer, LINK))
    yield replace(answered("question for a person", posted, case, case.answer), names_asker=True)
    unshown = message(render_letter("U0123ABC", sent, kept, None, LINK))
    yield Shown("question for a person, unshown", unshown, names_asker=True)
    closed = message(render_resolved(posted))
    yield replace(answered("resolved question", closed, case, case.answer), names_asker=True)
    for told in (
        Message("asked", ANSWER_ID, words=letter.owner, reference=letter.reference),
        Message("reply", ANSWER_ID, words=case.question),
        Message("resolved", ANSWER_ID),
        Message("offer", ANSWER_ID),
    ):
        yield Shown(f"told: {told.kind}", message(render_told(told, LINK).message))


def keeping(case: Case) -> Iterator[Shown]:
    guides = [(case.answerer.guide(near.path), near.anchor) for near in case.answer.candidates]
    conversation = Conversation(case.question, "\n\n".join(guide.source for guide in case.guides))
    modal = keep_modal(ANSWER_ID, conversation, section_names(guides))
    yield Shown("keep an answer", {"view": modal.to_view()})
    for path, _, _ in section_names(guides)[:1]:
        learned = escaped_notice(LEARNED.format(path=path, id=ANSWER_ID[:8]))
        yield Shown("what was kept", {"text": learned, "blocks": []})
    drafted = escaped_notice(DRAFTED.format(file=case.question[:60]))
    yield Shown("what was kept", {"text": drafted, "blocks": []})


def home(case: Case) -> Iterator[Shown]:
    """Yield App Home with few guides, and each page of one with many, for a maintainer."""
    cards, suggestions = case.answerer.cards, Suggestions(lambda: case.answerer, clock=lambda: 0.0)
    everything = frozenset(card.path for card in cards)
    suggestions.for_reader(everything, MOST_SUGGESTED)  # what nobody wants isn't looked for
    for _ in range(20):
        suggestions.look_further()
    page = HomePage(cards, suggestions.for_reader(everything, MOST_SUGGESTED), TODAY, privacy_notice(30))
    yield Shown("App Home", {"view": page.to_view()})
    lines, asked = [case.question] * 40, [case.question[:75]] * 9
    page, has_next = replace(page, cards=list(cards) * 15, suggestions=asked, maintenance=lines), True
    while has_next:
        view = replace(page, said=case.question).to_view()
        yield Shown("App Home, maintainer", {"view": view})
        page = replace(page, number=page.number + 1)
        has_next = any(found.get("action_id") == f"{GUIDES_PAGE}_next" for found in dicts(view))


def notices(case: Case) -> Iterator[Shown]:
    yield Shown("help", message(Help(list(case.answerer.cards) * 9, privacy_notice(30)).render()))
    yield Shown("notice", message(render_notice("e-mail address, IBAN", LINK, is_alone=not case.guides)))
    yield Shown("notice", message(render_words(left_out("e-mail address, IBAN"))))
    yield Shown("feedback", message(ask_why(ANSWER_ID)))
    yield Shown("feedback", message(render_words(THANKS)))
    yield Shown("feedback", {"view": feedback_modal(ask_why(ANSWER_ID)).to_view()})
    for made in (render_how_to(), render_apology(), render_too_late()):
        yield Shown("instead of an answer", message(made))


def refusal(case: Case) -> Iterator[Shown]:
    """Yield a refusal both ways that it is told, another one for each question."""
    words = REFUSALS[len(case.question) % len(REFUSALS)]
    yield Shown("refusal", {"text": escape(words), "blocks": []})
    yield Shown("refusal", message(render_words(words)))


REFUSALS = (
    sharing.NO_PLACE,
    sharing.NOT_HERE,
    recalling.CHANGED,
    reference.UNREADABLE,
    person.NOBODY,
    person.ALREADY,
    person.NOT_YOURS,
    MAINTAINERS_ONLY,
    asking.NO_TEXT,
    feedback.NOT_KEPT,
    NOT_REACHED,
    NO_GUESTS,
    NO_SHARED,
)
SURFACES: tuple[Surface, ...] = (*ANSWERS, for_a_person, keeping, home, notices, refusal)

"""What each surface shows of a case's answer, made by the code that the bot runs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.slack.answering import FOLLOWS_UP, ONLY_YOU, SHARE_HERE
from bot.slack.blocks import render_answer
from bot.slack.buttons import SHARE, answer_buttons
from bot.slack.deeper import DEEPER_PAGE, Deeper
from bot.slack.listeners.home import answer_modal
from bot.slack.message import Block, Message
from bot.slack.recalling import recall
from bot.slack.reference import AnswerReference
from knowledge.answer import Answer
from tests.surfaces.cases import Case
from tests.surfaces.letters import dicts, folded_source, is_within, quotes

TODAY = date(2026, 11, 27)
ANSWER_ID = "a" * 32


@dataclass(frozen=True)
class Shown:
    """A payload.

    ``answer`` is what it has to cite all of, None where it is no answer; ``disclaimers`` are those that it
    has to show; ``quotes`` what its quotes are slices of, None where it quotes nothing.
    """

    surface: str
    payload: dict[str, Any]
    answer: Answer | None = None
    disclaimers: tuple[str, ...] = ()
    quotes: tuple[str, ...] | None = None
    names_asker: bool = False


Surface = Callable[[Case], Iterator[Shown]]


def message(made: Message) -> dict[str, Any]:
    """Return a message as it is posted."""
    return {"text": made.text, "blocks": list(made.blocks)}


def answered(surface: str, payload: dict[str, Any], case: Case, answer: Answer) -> Shown:
    """Return what has to show an answer, its disclaimers, and nothing but its quotes."""
    cited = dict.fromkeys(citation.path for citation in answer.citations)
    own = [guide.disclaimer for guide in case.guides if guide.path in cited]
    said = tuple(filter(None, own)) or (case.answerer.disclaimer,)
    quotes = tuple(citation.quote for citation in answer.citations if citation.quote)
    return Shown(surface, payload, answer, said, quotes)


def public_answer(case: Case) -> Iterator[Shown]:
    below = answer_buttons(AnswerReference.from_answer(ANSWER_ID, case.answer), can_ask_person=True)
    made = message(render_answer(case.answer, TODAY, below=below))
    yield answered("public answer", made, case, case.answer)


def private_answer(case: Case) -> Iterator[Shown]:
    """Yield the answer with all that can be pressed, and, where it can be shared, what all see then."""
    reference = replace(AnswerReference.from_answer(ANSWER_ID, case.answer), thread_ts="1764252000.000100")
    below = answer_buttons(reference, can_ask_person=True, share_label=SHARE_HERE)
    made = message(render_answer(case.answer, TODAY, before=f"{FOLLOWS_UP} {ONLY_YOU}", below=below))
    yield answered("private answer", made, case, case.answer)
    pressed = [button for block in below for button in block["elements"] if button.get("action_id") == SHARE]
    for button in pressed:
        again = recall(AnswerReference.from_value(button["value"]), case.answerer)
        buttons = answer_buttons(AnswerReference.from_answer(ANSWER_ID, again), can_ask_person=True)
        shared = render_answer(again, TODAY, before=f"Asked: {again.question}", below=buttons)
        # All that was cited has to be there, whatever was kept of it.
        citations = tuple(replace(citation, language="") for citation in case.answer.citations)
        yield answered("shared answer", message(shared), case, replace(case.answer, citations=citations))


def deeper(case: Case) -> Iterator[Shown]:
    """Yield each page, then the first one once every guide has changed, and once all are gone."""
    reference = AnswerReference.from_answer(ANSWER_ID, case.answer)
    every = frozenset(guide.path for guide in case.guides)
    sources = tuple(guide.source for guide in case.guides)
    kept = AnswerReference.from_value(reference.to_value())
    number, has_next = 0, True
    while has_next:
        page = Deeper(kept, case.answerer, every, TODAY).page(number).with_metadata(reference.to_value())
        said = tuple(_quoted_disclaimers(case, page.blocks))
        yield Shown("go deeper", {"view": page.to_view()}, disclaimers=said, quotes=sources)
        number += 1
        has_next = any(found.get("action_id") == f"{DEEPER_PAGE}_next" for found in dicts(page.blocks))
    old = replace(kept, places=tuple(replace(place, sha256="0" * 16) for place in kept.places))
    changed = Deeper(old, case.answerer, every, TODAY).page(0).to_view()
    yield Shown("go deeper, changed", {"view": changed}, quotes=sources)
    hidden = Deeper(kept, case.answerer, frozenset(), TODAY).page(0).to_view()
    yield Shown("go deeper, hidden", {"view": hidden}, quotes=())


def _quoted_disclaimers(case: Case, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the disclaimers of guides that are quoted, if no other guide says the same."""
    sources = [(guide, folded_source(guide.source)) for guide in case.guides]
    for words in quotes(blocks):
        saying = [guide for guide, source in sources if is_within(words, source)]
        if len(saying) == 1 and saying[0].disclaimer:
            yield saying[0].disclaimer


def home_answer(case: Case) -> Iterator[Shown]:
    """Yield the answer to a suggestion that was pressed in App Home."""
    below = answer_buttons(AnswerReference.from_answer(ANSWER_ID, case.answer), can_ask_person=True)
    view = answer_modal(case.answer, case.question[:75], below).to_view()
    yield answered("answer in App Home", {"view": view}, case, case.answer)


ANSWERS: tuple[Surface, ...] = (public_answer, private_answer, deeper, home_answer)

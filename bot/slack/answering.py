"""The composer of answers: what may be shown here, what the question leans on, and what can be pressed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.metrics import Metrics
from bot.slack.audience.audiences import Visible
from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons
from bot.slack.composing import Composed, Silence
from bot.slack.message import Block
from bot.slack.notices import left_out
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from bot.slack.words import render_how_to
from knowledge.answer import Answer, Status
from knowledge.follow_ups import leans_back, says_little
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard

FOLLOWS_UP = "Taken together with the question before it."
ONLY_YOU = "Only you can see this: not everyone there may read these guides."
FOLLOWED_BY = "\n"
"""Parts a question from the one before it, where that is known already: a question itself is one line."""
SHARE_HERE, SHARE_IN_THREAD = "Share here", "Share in thread"
_RANK = {Status.ANSWERED: 2, Status.RELATED: 1, Status.NOT_COVERED: 0}


class ProvingAnswerer(Protocol):
    """Answers from the guides, and checks an answer's quotes against them before it is posted."""

    @property
    def cards(self) -> Sequence[GuideCard]:
        """What is known of each guide without reading it."""

    def answer(self, question: str, within: frozenset[str] | None = None, *, before: str = "") -> Answer:
        """Return the answer to a question, which may follow up the one ``before``, from guides ``within``."""

    def prove(self, answer: Answer) -> None:
        """Raise unless each quote is the slice of its guide that the answer says."""

    def guide(self, path: str) -> Guide | None:
        """Return a guide as it was indexed."""

    @property
    def generation(self) -> str:
        """The generation that it answers from."""

    @property
    def owner(self) -> str | None:
        """Whom to ask where no guide says."""

    @property
    def disclaimer(self) -> str:
        """What answers say that cite no guide with a disclaimer of its own."""


class Visibility(Protocol):
    """Knows which guides may be shown where, and to whom."""

    def visible(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> Visible:
        """Return what may be shown in reply."""


@dataclass(frozen=True, slots=True)
class AnswerComposer:
    """Answers questions; ``earlier`` finds the question before, ``enqueue`` stores what else is to do."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    earlier: Callable[[IncomingQuestion], str]
    enqueue: Callable[[IncomingQuestion], None]
    can_ask_person: Callable[[IncomingQuestion, Answer], bool]
    metrics: Metrics

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed | Silence:
        """Return the answer's message; where nobody called the bot, only what it is sure of."""
        asked = question.asked
        if not asked.text:
            return Composed(render_how_to(), "how_to")
        with self.metrics.timed("answer"):
            answerer = self.answerer()  # one for all: the next moment may have another
            visible = self.visibility.visible(asked, answerer.cards)
            if visible.refusal:
                return _refused(asked, visible.refusal)
            within = visible.asker if asked.is_private else visible.here
            answer, before = self._answer(answerer, asked, within)
            answerer.prove(answer)
        if not asked.is_called and answer.status is not Status.ANSWERED:
            return Silence("silent")
        self._say_more_alone(answerer, asked, answer, visible)
        said = [FOLLOWS_UP] if before else []
        public = self._public(asked, answerer.cards)
        if any(citation.path not in public for citation in answer.citations):
            said.append(ONLY_YOU)
        below = self._buttons(asked, answer, answer_id, may_share=ONLY_YOU not in said)
        if asked.found and asked.is_private:
            said.insert(0, left_out(asked.found))
        message = render_answer(answer, before=" ".join(said), below=below)
        return Composed(message, answer.status.value, answer, shown=answer)

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """An answer needs no more once it is posted."""

    def undelivered(self, question: StoredQuestion) -> str:
        """Say nothing: who asked in a lost place can't be reached."""
        del question
        return ""

    def _answer(
        self, answerer: ProvingAnswerer, asked: IncomingQuestion, within: frozenset[str]
    ) -> tuple[Answer, str]:
        """Return the answer, and the question before where that was taken into account, else ""."""
        known, _, text = asked.text.rpartition(FOLLOWED_BY)
        if known:
            return answerer.answer(text, within, before=known), known
        alone = answerer.answer(text, within)
        if not _may_lean(text, alone) or not (before := self.earlier(asked)):
            return alone, ""
        together = answerer.answer(text, within, before=before)
        gained = _RANK[together.status] - _RANK[alone.status]
        if gained < 0 or (gained == 0 and not leans_back(text)):
            return alone, ""
        return together, before

    def _say_more_alone(
        self, answerer: ProvingAnswerer, asked: IncomingQuestion, answer: Answer, visible: Visible
    ) -> None:
        """Have the asker told alone what may not be shown here, if it says more than what may."""
        if asked.found and not asked.is_private:
            self.enqueue(
                replace(asked, task=Task.NOTICE, ts=f"n{asked.ts}", text="", is_private=True, event_id=None)
            )
        if asked.is_private or not asked.is_called or not asked.user or visible.asker <= visible.here:
            return
        theirs, before = self._answer(answerer, asked, visible.asker)
        cites_more = any(citation.path not in visible.here for citation in theirs.citations)
        if cites_more and theirs.status is Status.ANSWERED and theirs.confidence > answer.confidence:
            text = f"{before}{FOLLOWED_BY}{asked.text}" if before else asked.text
            alone = replace(asked, ts=f"p{asked.ts}", text=text, is_private=True)
            self.enqueue(replace(alone, found="", event_id=None))

    def _public(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> frozenset[str]:
        """Return the paths of the guides that all may see where the question was asked."""
        return self.visibility.visible(replace(asked, is_private=False), cards).here

    def _buttons(
        self, asked: IncomingQuestion, answer: Answer, answer_id: str, *, may_share: bool
    ) -> tuple[Block, ...]:
        reference = AnswerReference.from_answer(answer_id, answer)
        label = ""
        if asked.is_private and may_share and not asked.channel.startswith("D"):
            reference = replace(reference, thread_ts=asked.thread_ts or "")
            label = SHARE_IN_THREAD if asked.thread_ts else SHARE_HERE
        can_ask = self.can_ask_person(asked, answer)
        return answer_buttons(reference, can_ask_person=can_ask, share_label=label)


def _may_lean(question: str, alone: Answer) -> bool:
    if alone.note:
        return False
    return leans_back(question) or (says_little(question) and alone.status is not Status.ANSWERED)


def _refused(asked: IncomingQuestion, why: str) -> Silence:
    if asked.is_called:
        raise Refused(why)
    return Silence("refused")

"""The composer of shared answers: a private one, shown to all with the same citations."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.inbox.question import IncomingQuestion, StoredQuestion
from bot.slack.answering import ProvingAnswerer, Visibility
from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons
from bot.slack.composing import Composed
from bot.slack.recalling import recall
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from knowledge.answer import Answer

NO_PLACE = "I couldn't share this. If I'm not in that channel, invite me, and press the button again."
NOT_HERE = "Not everyone in this channel may read what this answer quotes, so it can't be shared here."


@dataclass(frozen=True, slots=True)
class ShareComposer:
    """Makes a private answer again, and shows it to all if all may see it."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    can_ask_person: Callable[[IncomingQuestion, Answer], bool]

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed:
        """Return the answer's message; with the question, so that it doesn't come from nowhere.

        Raises:
            Refused: a guide has changed since, or not everyone there may see it.
        """
        asked, answerer = question.asked, self.answerer()
        reference = AnswerReference.from_value(asked.text)
        answer = recall(reference, answerer)
        visible = self.visibility.visible(asked, answerer.cards)
        if visible.refusal or not {citation.path for citation in answer.citations} <= visible.here:
            raise Refused(visible.refusal or NOT_HERE)
        answerer.prove(answer)
        new = AnswerReference.from_answer(answer_id, answer)
        below = answer_buttons(new, can_ask_person=self.can_ask_person(asked, answer))
        return Composed(render_answer(answer, before=_asked(answer), below=below), "shared", shown=answer)

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """A shared answer needs no more once it is posted."""

    def undelivered(self, question: StoredQuestion) -> str:
        """Say why it isn't there."""
        del question
        return NO_PLACE


def _asked(answer: Answer) -> str:
    return f"Asked: {answer.question}" if answer.question else ""

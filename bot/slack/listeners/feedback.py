"""Whether an answer helped: kept, and where it didn't, asked why in one press."""

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.inbox.asked_about import SectionPlace, week_of
from bot.inbox.errors import InboxUnavailable
from bot.inbox.feedback import REASONS, Feedback, give_reason, keep
from bot.inbox.inbox import Inbox
from bot.metrics import Metrics
from bot.privacy.pseudonyms import Pseudonyms
from bot.slack.buttons import FEEDBACK, HELPFUL, UNHELPFUL
from bot.slack.message import Block, Message
from bot.slack.modals import Modal, show_modal
from bot.slack.pressed import Pressed
from bot.slack.reference import UNREADABLE, AnswerReference
from bot.slack.refusals import Refused
from bot.slack.words import render_words

REASON = "footnote_reason"
THANKS = "Thanks, noted: it helped."
WHY = "Thanks, noted: it didn't help. What was wrong?"
THANKS_FOR_REASON = "Thanks. Whoever looks after the guides sees it: {reason}."
NOT_KEPT = "Sorry, I couldn't keep that just now. Please try again in a minute."
TAKEN_BACK = "You have said since that the answer helped, so I keep that."


@dataclass(frozen=True, slots=True)
class ListenToFeedback:
    """Keeps what people say of answers, each person under a keyed hash."""

    inbox: Inbox
    pseudonyms: Pseudonyms
    metrics: Metrics

    def __call__(self, app: App) -> None:
        """Listen for the buttons."""

        @app.action(re.compile(f"{FEEDBACK}(_[{HELPFUL}{UNHELPFUL}])?$"))
        def judge(ack: Ack, body: dict[str, Any], respond: Respond, client: WebClient) -> None:
            pressed = Pressed.from_body(body)
            told = render_words(THANKS) if self._keep(pressed) == HELPFUL else ask_why(_answer_id(pressed))
            if pressed.is_in_modal:
                show_modal(client, pressed, feedback_modal(told))
            else:
                _show(respond, told, replace=False)
            ack()

        @app.action(re.compile(f"{REASON}_"))
        def explain(ack: Ack, body: dict[str, Any], respond: Respond, client: WebClient) -> None:
            pressed = Pressed.from_body(body)
            message = render_words(self._explain(pressed))
            if pressed.is_in_modal:
                client.views_update(view_id=pressed.view_id, view=feedback_modal(message).to_view())
            else:
                _show(respond, message, replace=True)
            ack()

    def _keep(self, pressed: Pressed) -> str:
        """Keep a verdict, and return it.

        Raises:
            Refused: the button is of another release, or the database fails.
        """
        verdict, reference = pressed.value[:1], AnswerReference.from_value(pressed.value[1:])
        if verdict not in {HELPFUL, UNHELPFUL}:
            raise Refused(UNREADABLE)
        first = next(iter(reference.places), None)
        place = SectionPlace.from_names(first.path, first.anchor) if first else SectionPlace("", "")
        asker = self.pseudonyms.of(pressed.team, pressed.user)
        week = week_of(self.inbox.clock())
        said = Feedback(reference.id, asker, verdict == HELPFUL, week, place)
        try:
            with self.inbox.transaction() as connection:
                keep(connection, said)
        except InboxUnavailable as error:
            raise Refused(NOT_KEPT) from error
        self.metrics.feedback("helpful" if verdict == HELPFUL else "unhelpful")
        return verdict

    def _explain(self, pressed: Pressed) -> str:
        reason, _, answer_id = pressed.value.partition(":")
        if reason not in REASONS:
            raise Refused(UNREADABLE)
        asker = self.pseudonyms.of(pressed.team, pressed.user)
        try:
            with self.inbox.transaction() as connection:
                is_kept = give_reason(connection, answer_id, asker, reason)
        except InboxUnavailable as error:
            raise Refused(NOT_KEPT) from error
        if not is_kept:
            return TAKEN_BACK
        self.metrics.feedback(reason)
        return THANKS_FOR_REASON.format(reason=REASONS[reason].lower())


def _answer_id(pressed: Pressed) -> str:
    return AnswerReference.from_value(pressed.value[1:]).id


def ask_why(answer_id: str) -> Message:
    """Return what asks why an answer didn't help: a button for each reason."""
    buttons: list[Block] = [
        {
            "type": "button",
            "action_id": f"{REASON}_{reason}",
            "text": {"type": "plain_text", "text": label},
            "value": f"{reason}:{answer_id}",
        }
        for reason, label in REASONS.items()
    ]
    return render_words(WHY, [{"type": "actions", "elements": buttons}])


def feedback_modal(message: Message) -> Modal:
    """Return what a person is told who pressed in a modal, which has no message to respond to."""
    return Modal("Your feedback", message.blocks)


def _show(respond: Respond, message: Message, *, replace: bool) -> None:
    respond(
        text=message.text,
        blocks=list(message.blocks),
        response_type="ephemeral",
        replace_original=replace,
    )

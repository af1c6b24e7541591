"""The "Ask a person" button, what is sent then, and "Resolve"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.guard.lazy import inspect
from bot.inbox.errors import InboxUnavailable
from bot.inbox.handovers import Handover, find, resolve
from bot.inbox.inbox import PUT_PATIENCE_SECONDS, Inbox
from bot.inbox.presses import forget_failed
from bot.inbox.question import IncomingQuestion, Task
from bot.privacy.pseudonyms import Pseudonyms
from bot.slack.answering import ProvingAnswerer
from bot.slack.buttons import PERSON
from bot.slack.intake import Intake
from bot.slack.modals import Modal, show_modal
from bot.slack.person.asking import RESOLVE
from bot.slack.person.closing import mark_resolved
from bot.slack.person.letters import Letter, Message
from bot.slack.person.owners import Owners
from bot.slack.person.relaying import relayed
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from bot.slack.shortening import cut
from bot.slack.words import words_block

SEND = "footnote_person_send"
QUESTION_BLOCK, QUESTION_INPUT, LONGEST_QUESTION = "question", "words", 2000
LONGEST_OWNER = 200
NOBODY = "I don't know whom to ask about this. Please ask whoever looks after the guide."
ALREADY = "This question was sent already. Replies come to where you asked it."
SENT_ALONG = (
    "This goes to {owner}, with the answer that you got and your name. Take out what they needn't know; "
    "personal data that I find I take out, too."
)
NOT_YOURS = "Only who asked, or those who were asked, can resolve this."
RESOLVED_BEFORE = "This is resolved already."
GONE = "I know nothing of this question any more."
NOT_NOW = "Sorry, I can't do that just now. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class ListenToPerson:
    """Sends a question to a person when its asker says so, and closes it when either side does."""

    answerer: Callable[[], ProvingAnswerer]
    intake: Intake
    inbox: Inbox
    owners: Owners
    pseudonyms: Pseudonyms
    client: WebClient

    def __call__(self, app: App) -> None:
        """Listen for the buttons and the modal."""

        @app.action(PERSON)
        def ask(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            show_modal(self.client, pressed, self._letter_modal(pressed))
            ack()

        @app.view(SEND)
        def send(ack: Ack, body: dict[str, Any]) -> None:
            self._send(body)
            ack()

        @app.action(RESOLVE)
        def close(ack: Ack, body: dict[str, Any]) -> None:
            self._resolve(Pressed.from_body(body))
            ack()

    def _letter_modal(self, pressed: Pressed) -> Modal:
        reference = AnswerReference.from_value(pressed.value)
        owner = self._owner(reference)
        if self.owners.channel_of(pressed.channel, owner) is None:
            raise Refused(NOBODY)
        letter = Letter(
            question="",
            reference=pressed.value,
            owner=owner or "the maintainers",
            channel=pressed.channel,
            thread_ts=pressed.thread_ts,
            message_ts="" if pressed.is_ephemeral else pressed.message_ts,
            is_private=pressed.is_ephemeral or not pressed.channel,
        )
        return letter_modal(letter, reference.question)

    def _owner(self, reference: AnswerReference) -> str | None:
        answerer = self.answerer()
        guides = [answerer.guide(place.path) for place in reference.places]
        return next((guide.owner for guide in guides if guide and guide.owner), answerer.owner)

    def _send(self, body: dict[str, Any]) -> None:
        view, user = body["view"], body["user"]["id"]
        letter = Letter.from_text(view["private_metadata"])
        words = view["state"]["values"][QUESTION_BLOCK][QUESTION_INPUT].get("value") or ""
        reference = AnswerReference.from_value(letter.reference)
        channel = self.owners.channel_of(letter.channel, self._owner(reference))
        if channel is None:
            raise Refused(NOBODY)
        asked = IncomingQuestion(
            team=(body.get("team") or {}).get("id") or "",
            channel=channel,
            ts=f"h{reference.id[:31]}",
            thread_ts=None,
            text=replace(letter, question=inspect(words).redacted).to_text(),
            surface="person",
            user=user,
            task=Task.ASK_PERSON,
        )
        try:
            if self._was_sent(asked, reference.id):
                raise Refused(ALREADY)
        except InboxUnavailable as error:
            raise Refused(NOT_NOW) from error
        self.intake.take(asked, is_redelivered=False)  # what came to nothing is forgotten already

    def _was_sent(self, asked: IncomingQuestion, answer_id: str) -> bool:
        """Tell whether a person was asked, or is about to be; what came to nothing doesn't count."""
        with self.inbox.transaction(patience_seconds=PUT_PATIENCE_SECONDS) as connection:
            forget_failed(connection, asked)
            handover = find(connection, answer_id)
        return handover is not None or self.inbox.knows(asked)

    def _resolve(self, pressed: Pressed) -> None:
        answer_id = AnswerReference.from_value(pressed.value).id
        try:
            with self.inbox.transaction() as connection:
                handover = find(connection, answer_id)
                if handover is None:
                    raise Refused(GONE)
                self._check(pressed, handover)
                if not resolve(connection, answer_id, self.inbox.clock()):
                    raise Refused(RESOLVED_BEFORE)
                # Stored with it: were it stored after, nobody would be told where we stop between the two.
                self.inbox.store(connection, relayed(pressed.team, handover, Message("resolved", answer_id)))
        except InboxUnavailable as error:
            raise Refused(NOT_NOW) from error
        self.intake.wake()
        mark_resolved(self.client, handover)

    def _check(self, pressed: Pressed, handover: Handover) -> None:
        is_asker = self.pseudonyms.of(pressed.team, pressed.user) == handover.asker
        is_owner = (pressed.channel, pressed.message_ts) == (handover.owner_channel, handover.owner_ts)
        if not (is_asker or is_owner):
            raise Refused(NOT_YOURS)


def letter_modal(letter: Letter, question: str) -> Modal:
    """Return the modal in which an asker words their question, and sees whom it goes to."""
    owner = cut(letter.owner, LONGEST_OWNER)  # or the letter would be too long to come back
    return Modal(
        title="Ask a person",
        blocks=(words_block(SENT_ALONG.format(owner=owner)), _question_input(question)),
        callback_id=SEND,
        submit="Send",
        metadata=replace(letter, owner=owner).to_text(),
    )


def _question_input(question: str) -> dict[str, Any]:
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": QUESTION_INPUT,
        "multiline": True,
        "max_length": LONGEST_QUESTION,
    }
    element |= {"initial_value": question} if question else {}
    label = {"type": "plain_text", "text": "Your question"}
    return {"type": "input", "block_id": QUESTION_BLOCK, "label": label, "element": element}

"""The composer of questions for a person: question, answer and where it was asked, in the owner's channel."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient

from bot.inbox.errors import InboxUnavailable
from bot.inbox.handovers import Handover, find, note_thread, open_handover, take_back
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.privacy.pseudonyms import Pseudonyms
from bot.slack.answering import ProvingAnswerer, Visibility
from bot.slack.blocks import render_answer
from bot.slack.composing import Composed
from bot.slack.message import Block
from bot.slack.message import Message as Posted
from bot.slack.mrkdwn import WEB, safe_url
from bot.slack.person.letters import Letter, Message
from bot.slack.posting import PostDelayed, PostFailed, PostUnconfirmed, failures_told
from bot.slack.recalling import recall
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from bot.slack.words import escaped_notice, linked, words_block
from knowledge.answer import Answer

RESOLVE = "footnote_resolve"
NOT_REACHED = (
    "I couldn't ask for you, maybe as I'm not in the channel of those who look after this guide. "
    "Please ask them there."
)
INTRODUCTION = "asks what the guides don't answer well enough. Replies in this thread reach them."
WHERE = "Where it was asked"
THE_ANSWER = "This is what I had answered:"
NOT_SHOWN = "My answer isn't shown: its guides have changed since, or not everyone here may read them."


@dataclass(frozen=True, slots=True)
class AskPersonComposer:
    """Asks a person in the owner's channel, and notes whom replies belong to."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    inbox: Inbox
    pseudonyms: Pseudonyms
    client: WebClient
    enqueue: Callable[[IncomingQuestion], None]

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed:
        """Return the message for the owner's channel.

        Raises:
            PostFailed: Slack doesn't say just now where replies belong.
        """
        del answer_id
        asked, letter = question.asked, Letter.from_text(question.asked.text)
        reference = AnswerReference.from_value(letter.reference)
        handover = Handover(
            answer_id=reference.id,
            asker=self.pseudonyms.of(asked.team, asked.user),
            user=asked.user,
            channel=self._direct(asked.user) if letter.is_private else letter.channel,
            thread_ts=None if letter.is_private else letter.thread_ts or None,
            owner_channel=asked.channel,
        )
        with self.inbox.transaction() as connection:
            open_handover(connection, handover, self.inbox.clock())
        answer = self._answer(reference, asked)
        return Composed(render_letter(asked.user, letter, reference, answer, self._link(letter)), "asked")

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """Note the thread, and tell the asker whom the question went to."""
        asked, letter = question.asked, Letter.from_text(question.asked.text)
        reference = AnswerReference.from_value(letter.reference)
        with self.inbox.transaction() as connection:
            note_thread(connection, reference.id, ts)
            handover = find(connection, reference.id)
        if handover is None:  # forgotten meanwhile, with who asked
            return
        told = Message("asked", reference.id, words=letter.owner, reference=letter.reference)
        self.enqueue(
            replace(
                asked,
                task=Task.RELAY,
                channel=handover.channel,
                thread_ts=handover.thread_ts,
                ts=f"a{reference.id[:31]}",
                text=told.to_text(),
                event_id=None,
            )
        )

    def undelivered(self, question: StoredQuestion) -> str:
        """Take the question back, and say that nobody was asked."""
        reference = AnswerReference.from_value(Letter.from_text(question.asked.text).reference)
        try:
            with self.inbox.transaction() as connection:
                take_back(connection, reference.id)
        except InboxUnavailable:  # it stays open, and nobody can reply to it
            return NOT_REACHED
        return NOT_REACHED

    def _answer(self, reference: AnswerReference, asked: IncomingQuestion) -> Answer | None:
        """Return the answer as it was; None where a guide has changed since, or not all there may see it."""
        answerer = self.answerer()
        try:
            answer = recall(reference, answerer)
        except Refused:
            return None
        here = self.visibility.visible(asked, answerer.cards).here
        return answer if {citation.path for citation in answer.citations} <= here else None

    def _direct(self, user: str) -> str:
        """Return the direct message with somebody; their id where the bot may not open it.

        What is in there can't be looked up by the person's id, so a passing failure is none to go by.

        Raises:
            PostFailed: Slack doesn't say just now.
        """
        try:
            with failures_told():
                return str(self.client.conversations_open(users=[user])["channel"]["id"])
        except (PostDelayed, PostUnconfirmed):
            raise
        except PostFailed:
            return user

    def _link(self, letter: Letter) -> str | None:
        """Return a link to the answer, where others can follow it."""
        if letter.is_private or not letter.message_ts:
            return None
        try:
            with failures_told():
                found = self.client.chat_getPermalink(channel=letter.channel, message_ts=letter.message_ts)
        except PostFailed:
            return None
        return safe_url(str(found["permalink"]), WEB)


def render_letter(
    user: str, letter: Letter, reference: AnswerReference, answer: Answer | None, link: str | None
) -> Posted:
    """Return the message for the owner's channel: who asks what, where, and what had been answered."""
    below = resolve_button(AnswerReference(reference.id, letter.question, reference.status, ""))
    above = (_who(user), words_block(letter.question or "…"), *((linked((WHERE,), link),) if link else ()))
    if answer:
        message = render_answer(answer, before=THE_ANSWER, above=above, below=below)
    else:
        message = Posted(NOT_SHOWN, (*above, words_block(NOT_SHOWN), *below))
    said = escaped_notice(f"A question: {letter.question}")
    return replace(message, text=f"{said}\n{message.text}")


def resolve_button(reference: AnswerReference, label: str = "Resolve") -> tuple[Block, ...]:
    """Return the button that closes a question; it carries the question as it was sent."""
    text = {"type": "plain_text", "text": label}
    button = {"type": "button", "action_id": RESOLVE, "text": text, "value": reference.to_value()}
    return ({"type": "actions", "elements": [button]},)


def _who(user: str) -> Block:
    elements: list[dict[str, Any]] = [
        {"type": "user", "user_id": user},
        {"type": "text", "text": f" {INTRODUCTION}"},
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}

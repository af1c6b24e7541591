"""What a person replies, on its way to who asked; and what else both sides are told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient

from bot.inbox.handovers import OPEN, Handover, find, find_thread, is_pending
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion, StoredQuestion, Task
from bot.slack.composing import Composed, Silence
from bot.slack.incoming import is_said_by_somebody, team_of
from bot.slack.intake import NotTaken
from bot.slack.message import Block
from bot.slack.person.asking import resolve_button
from bot.slack.person.letters import Message
from bot.slack.person.owners import Owners
from bot.slack.person.replies import UNREADABLE, Reply
from bot.slack.posting import PostFailed
from bot.slack.reference import AnswerReference
from bot.slack.words import render_words
from knowledge.answer import Status

KEEP = "footnote_keep"
ASKED = "I asked {owner}. What they reply I bring here."
REPLY = "Reply from a person:\n{words}"
RESOLVED = "This question is resolved."
OFFER = "Should the guides, or I, learn from this reply? A maintainer can keep it."


@dataclass(frozen=True, slots=True)
class RelayReader:
    """Reads what is said in the threads where persons were asked."""

    inbox: Inbox
    owners: Owners

    def __call__(self, body: dict[str, Any], bot_user: str) -> IncomingQuestion | None:
        """Return the reply of a person, None of anything else."""
        event = body["event"]
        if event["type"] != "message" or not is_said_by_somebody(event, bot_user):
            return None
        thread, text = event.get("thread_ts"), event.get("text") or ""
        is_reply = thread and thread != event["ts"] and self.owners.may_be(event["channel"])
        if not is_reply or f"<@{bot_user}" in text:
            return None
        handover = self._open(event["channel"], thread)
        if handover is None or event["user"] == handover.user:
            return None
        # Its words may be about anybody: they stay in Slack, and are read there when they are told.
        reply = Reply(event["channel"], event["ts"], thread)
        return replace(
            relayed(team_of(body), handover, Message("reply", handover.answer_id, link=reply.to_text())),
            ts=f"r{event['ts']}",
            event_id=body.get("event_id"),
        )

    def _open(self, channel: str, thread: str) -> Handover | None:
        with self.inbox.transaction() as connection:
            found = find_thread(connection, channel, thread)
            if found is None and is_pending(connection, channel):
                raise NotTaken("It may reply to a question that is just being posted")
        return found if found and found.state == OPEN else None


@dataclass(frozen=True, slots=True)
class RelayComposer:
    """Makes the messages that both sides get; ``has_maintainers``: somebody may keep a reply."""

    client: WebClient
    inbox: Inbox
    enqueue: Callable[[IncomingQuestion], None]
    has_maintainers: bool
    bot_user: str

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed | Silence:
        """Return the message; a reply that was deleted since is told no more.

        Raises:
            PostFailed: Slack doesn't show the reply for the moment.
        """
        del answer_id
        message = Message.from_text(question.asked.text)
        if message.kind != "reply":
            return render_told(message, None)
        words = self._words(message)
        if words is None:
            return Silence("withdrawn")
        link = Reply.from_text(message.link).address(self.client)
        return render_told(replace(message, words=words), link)

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """Offer a reply to the maintainers, once for each question."""
        del ts
        message = Message.from_text(question.asked.text)
        if message.kind != "reply" or not self.has_maintainers:
            return
        with self.inbox.transaction() as connection:
            handover = find(connection, message.answer_id)
        if handover and handover.owner_ts:
            offer = Message("offer", message.answer_id)
            self.enqueue(
                replace(
                    question.asked,
                    channel=handover.owner_channel,
                    thread_ts=handover.owner_ts,
                    ts=f"o{message.answer_id[:31]}",
                    text=offer.to_text(),
                    event_id=None,
                )
            )

    def undelivered(self, question: StoredQuestion) -> str:
        """Bring the asker what a person replied, where its place is gone; they can do without the rest."""
        message = Message.from_text(question.asked.text)
        if message.kind != "reply":
            return ""
        try:
            words = self._words(message)
        except PostFailed:
            words = UNREADABLE
        return "" if words is None else REPLY.format(words=words)

    def _words(self, message: Message) -> str | None:
        return message.words or Reply.from_text(message.link).words(self.client, self.bot_user)


def render_told(message: Message, link: str | None) -> Composed:
    """Return what is told of a question for a person; ``link`` leads to the reply that is relayed."""
    if message.kind == "asked":
        below = resolve_button(AnswerReference.from_value(message.reference), "That's answered")
        return Composed(render_words(ASKED.format(owner=message.words), below), "asked")
    if message.kind == "resolved":
        return Composed(render_words(RESOLVED), "resolved")
    if message.kind == "offer":
        return Composed(render_words(OFFER, (_keep_button(message.answer_id),)), "offered")
    return Composed(
        render_words(REPLY.format(words=message.words), (_show_button(link),) if link else ()), "relayed"
    )


def relayed(team: str, handover: Handover, message: Message) -> IncomingQuestion:
    """Return what is to be told where a question was asked."""
    return IncomingQuestion(
        team=team,
        channel=handover.channel,
        ts=f"{message.kind[0]}{handover.answer_id[:31]}",
        thread_ts=handover.thread_ts,
        text=message.to_text(),
        surface="relay",
        user=handover.user,
        task=Task.RELAY,
    )


def _show_button(url: str) -> Block:
    text = {"type": "plain_text", "text": "Show the reply"}
    button = {"type": "button", "action_id": "footnote_show", "text": text, "url": url}
    return {"type": "actions", "elements": [button]}


def _keep_button(answer_id: str) -> Block:
    reference = AnswerReference(answer_id, "", Status.ANSWERED, "")
    text = {"type": "plain_text", "text": "Keep this answer"}
    button = {"type": "button", "action_id": KEEP, "text": text, "value": reference.to_value()}
    return {"type": "actions", "elements": [button]}

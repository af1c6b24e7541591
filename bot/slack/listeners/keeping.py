"""The "Keep this answer" button below a person's reply: for maintainers, whoever presses it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.inbox.errors import InboxUnavailable
from bot.inbox.handovers import Handover, find
from bot.inbox.inbox import Inbox
from bot.printable import printable
from bot.slack.answering import ProvingAnswerer
from bot.slack.modals import Modal, show_modal
from bot.slack.person.keeping import KEEP_SEND, Conversation, Kept, keep_modal, section_names, write_draft
from bot.slack.person.relaying import KEEP
from bot.slack.posting import PostFailed
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused, require_maintainer, tell_privately

UNREAD = "I can't read that thread in Slack just now. Please try again in a minute."
UNKNOWN = "I know nothing of this question any more."
NO_QUESTION = "Write the question that this answers."
LEARNED = "Learned: questions like this one find {path} now. Take it back with: footnote learn --remove {id}"
DRAFTED = "The draft is {file}. Review it, move it to the guides, and index them: footnote index"
Learn = Callable[[str, str, str], str]
"""Given a question, a path and an anchor, learns them and returns the learned question's id."""


@dataclass(frozen=True, slots=True)
class ListenToKeeping:
    """Lets maintainers keep a person's reply."""

    answerer: Callable[[], ProvingAnswerer]
    inbox: Inbox
    client: WebClient
    maintainers: frozenset[str]
    learn: Learn
    drafts: Path
    bot_user: str

    def __call__(self, app: App) -> None:
        """Listen for the button and the modal."""

        @app.action(KEEP)
        def keep(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            require_maintainer(pressed.user, self.maintainers)
            show_modal(self.client, pressed, self._modal(AnswerReference.from_value(pressed.value).id))
            ack()

        @app.view(KEEP_SEND)
        def send(ack: Ack, body: dict[str, Any]) -> None:
            require_maintainer(body["user"]["id"], self.maintainers)
            told = self._keep(Kept.from_view(body["view"]))
            ack()
            tell_privately(self.client, body, printable(told))

    def _modal(self, answer_id: str) -> Modal:
        handover = self._handover(answer_id)
        try:
            conversation = Conversation.read(self.client, handover, self.bot_user)
        except PostFailed as failure:
            raise Refused(UNREAD) from failure
        answerer = self.answerer()
        everything = frozenset(card.path for card in answerer.cards)
        near = answerer.answer(conversation.question, everything).candidates if conversation.question else ()
        guides = [(answerer.guide(candidate.path), candidate.anchor) for candidate in near]
        return keep_modal(answer_id, conversation, section_names(guides))

    def _handover(self, answer_id: str) -> Handover:
        try:
            with self.inbox.transaction() as connection:
                handover = find(connection, answer_id)
        except InboxUnavailable as error:
            raise Refused(UNREAD) from error
        if handover is None or handover.owner_ts is None:
            raise Refused(UNKNOWN)
        return handover

    def _keep(self, kept: Kept) -> str:
        if not kept.question:
            raise Refused(NO_QUESTION)
        if kept.place is None:
            return DRAFTED.format(file=write_draft(self.drafts, kept, date.today()))
        path, anchor = kept.place
        return LEARNED.format(path=path, id=self.learn(kept.question, path, anchor))

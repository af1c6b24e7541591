"""App Home and the agent view: opened, and what is pressed there."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.inbox.question import IncomingQuestion
from bot.slack.agent_view import MOST_PROMPTS, AgentView
from bot.slack.answering import ProvingAnswerer
from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons, in_modal
from bot.slack.home.page import FORGET, GUIDES_PAGE, REINDEX, SUGGESTED
from bot.slack.home.tab import HomeTab
from bot.slack.message import Block
from bot.slack.modals import Modal, show_modal
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused, require_maintainer, tell_privately
from knowledge.answer import Answer

ASKED_TO_INDEX = "The guides are being indexed. What comes of it is shown here; else open this page again."
INDEXED = "The indexing has ended. What came of it is at the end of this page."
Forget = Callable[[str, str], str]
"""Given a team and a user, deletes what is kept of them, and returns what to tell them."""


@dataclass(frozen=True, slots=True)
class ListenToHome:
    """Shows App Home to who opens it, and does what is pressed there for who may."""

    answerer: Callable[[], ProvingAnswerer]
    tab: HomeTab
    forget: Forget
    can_ask_person: Callable[[IncomingQuestion, Answer], bool]
    agent_view: AgentView
    client: WebClient
    record: Callable[[str, Answer], None] | None

    def __call__(self, app: App) -> None:
        """Listen for the tab and its buttons."""

        @app.event("app_home_opened")
        def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
            team, user = body.get("team_id") or "", event["user"]
            if event.get("tab") == "messages":
                self.agent_view.suggest(
                    event["channel"], lambda: self.tab.suggested(team, user, MOST_PROMPTS)
                )
            elif event.get("tab") == "home":
                self.tab.publish(team, user)

        @app.action(re.compile(f"{GUIDES_PAGE}_"))
        def turn(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            self.tab.publish(pressed.team, pressed.user, number=int(pressed.value))
            ack()

        @app.action(re.compile(f"{SUGGESTED}_"))
        def answer(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            show_modal(self.client, pressed, self._answer(pressed))
            ack()

        @app.action(FORGET)
        def forget(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            self._show(pressed, body, self.forget(pressed.team, pressed.user))
            ack()

        @app.action(REINDEX)
        def reindex(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            self._reindex(pressed)
            self._show(pressed, body, ASKED_TO_INDEX)
            ack()

    def _reindex(self, pressed: Pressed) -> None:
        require_maintainer(pressed.user, self.tab.maintainers)  # a view that somebody kept proves nothing
        self.tab.maintenance.upkeep.reindex(
            "App Home", lambda: self.tab.publish(pressed.team, pressed.user, INDEXED)
        )

    def _show(self, pressed: Pressed, body: dict[str, Any], said: str) -> None:
        """Say what came of a press on the page; where Slack doesn't take that, in a message."""
        if not self.tab.publish(pressed.team, pressed.user, said):
            tell_privately(self.client, body, said)

    def _visible(self, pressed: Pressed) -> frozenset[str]:
        visible = self.tab.visible(pressed.team, pressed.user)
        if visible.refusal:
            raise Refused(visible.refusal)
        return visible.asker

    def _answer(self, pressed: Pressed) -> Modal:
        answerer, asked = self.answerer(), pressed.as_asked()
        answer = answerer.answer(pressed.value, self._visible(pressed))
        answerer.prove(answer)
        reference = AnswerReference.from_answer(uuid.uuid4().hex, answer)
        if self.record:
            self.record(reference.id, answer)
        below = answer_buttons(reference, can_ask_person=self.can_ask_person(asked, answer))
        return answer_modal(answer, pressed.value, below)


def answer_modal(answer: Answer, question: str, below: Sequence[Block]) -> Modal:
    """Return an answer as a modal."""
    return Modal("Answer", render_answer(answer, before=question, below=in_modal(below)).blocks)

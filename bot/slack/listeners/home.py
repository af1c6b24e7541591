"""App Home and the agent view: opened, and what is pressed there."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.inbox.question import IncomingQuestion
from bot.slack.agent_view import MOST_PROMPTS, AgentView
from bot.slack.answering import ProvingAnswerer, Visibility
from bot.slack.blocks import render_answer
from bot.slack.buttons import answer_buttons
from bot.slack.home.maintenance import Maintenance
from bot.slack.home.page import FORGET, REINDEX, SUGGESTED, HomePage
from bot.slack.home.suggestions import Suggestions
from bot.slack.message import Block
from bot.slack.modals import Modal, show_modal
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from knowledge.answer import Answer

MAINTAINERS_ONLY = "Only maintainers can do this. They are listed in the settings, under `maintainers`."
ASKED_TO_INDEX = "The guides are being indexed. Open this page again to see what came of it."
Forget = Callable[[str, str], str]
"""Given a team and a user, deletes what is kept of them, and returns what to tell them."""


@dataclass(frozen=True, slots=True)
class ListenToHome:
    """Shows App Home to who opens it, and does what is pressed there for who may."""

    answerer: Callable[[], ProvingAnswerer]
    visibility: Visibility
    suggestions: Suggestions
    maintenance: Maintenance
    maintainers: frozenset[str]
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
                self.agent_view.suggest(event["channel"], self._suggested(team, user, MOST_PROMPTS))
            elif event.get("tab") == "home":
                self._publish(team, user)

        @app.action(re.compile(f"{SUGGESTED}_"))
        def answer(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            show_modal(self.client, pressed, self._answer(pressed))
            ack()

        @app.action(FORGET)
        def forget(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            self._publish(pressed.team, pressed.user, self.forget(pressed.team, pressed.user))
            ack()

        @app.action(REINDEX)
        def reindex(ack: Ack, body: dict[str, Any]) -> None:
            pressed = Pressed.from_body(body)
            if pressed.user not in self.maintainers:
                raise Refused(MAINTAINERS_ONLY)
            self.maintenance.upkeep.reindex("App Home")
            self._publish(pressed.team, pressed.user, ASKED_TO_INDEX)
            ack()

    def _publish(self, team: str, user: str, said: str = "") -> None:
        answerer = self.answerer()
        visible = self._visible(team, user)
        page = HomePage(
            cards=[card for card in answerer.cards if card.path in visible],
            suggestions=self._suggested(team, user, MOST_PROMPTS + 1),
            today=date.today(),
            maintenance=self.maintenance.lines() if user in self.maintainers else None,
            said=said,
        )
        self.client.views_publish(user_id=user, view=page.to_view())

    def _suggested(self, team: str, user: str, most: int) -> list[str]:
        return self.suggestions.for_reader(self._visible(team, user), most)

    def _visible(self, team: str, user: str) -> frozenset[str]:
        alone = IncomingQuestion(team, "", "", None, "", "home", user=user, is_private=True)
        return self.visibility.visible(alone, self.answerer().cards).asker

    def _answer(self, pressed: Pressed) -> Modal:
        answerer, asked = self.answerer(), pressed.as_asked()
        answer = answerer.answer(pressed.value, self._visible(pressed.team, pressed.user))
        answerer.prove(answer)
        reference = AnswerReference.from_answer(uuid.uuid4().hex, answer)
        if self.record:
            self.record(reference.id, answer)
        below = answer_buttons(reference, can_ask_person=self.can_ask_person(asked, answer))
        return answer_modal(answer, pressed.value, below)


def answer_modal(answer: Answer, question: str, below: Sequence[Block]) -> Modal:
    """Return an answer as a modal, which takes no buttons for feedback."""
    kept = [block for block in below if block["type"] != "context_actions"]
    return Modal("Answer", render_answer(answer, before=question, below=kept).blocks)

"""`/ask`, and the message shortcut: questions that are answered privately first."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.inbox.question import IncomingQuestion
from bot.printable import printable
from bot.slack.help import Help
from bot.slack.intake import Intake
from bot.slack.mrkdwn import plain_question
from bot.slack.refusals import Refused

COMMAND, SHORTCUT = "/ask", "footnote_ask"
NO_TEXT = "That message has no text that I could look up."


@dataclass(frozen=True, slots=True)
class ListenToAsking:
    """Takes in the slash command and the message shortcut; ``helps`` says what the command alone gets."""

    intake: Intake
    helps: Callable[[IncomingQuestion], Help]
    bot_user: str

    def __call__(self, app: App) -> None:
        """Listen for both."""

        @app.command(COMMAND)
        def ask(ack: Ack, command: dict[str, Any]) -> None:
            asked = read_command(command, self.bot_user)
            if asked.text and asked.text.casefold() != "help":
                self.intake.take(asked, is_redelivered=False)
                ack()
            else:
                message = self.helps(asked).render()
                ack(text=message.text, blocks=list(message.blocks), response_type="ephemeral")

        @app.message_shortcut(SHORTCUT)
        def answer(ack: Ack, shortcut: dict[str, Any]) -> None:
            self.intake.take(read_shortcut(shortcut, self.bot_user), is_redelivered=False)
            ack()


def read_command(command: dict[str, Any], bot_user: str) -> IncomingQuestion:
    """Return the question of a slash command; its text is "" where there is none."""
    return IncomingQuestion(
        team=command["team_id"],
        channel=command["channel_id"],
        ts=_name(command["trigger_id"]),
        thread_ts=None,
        text=printable(plain_question(command.get("text") or "", bot_user)),
        surface="command",
        user=command["user_id"],
        is_private=True,
        response_url=command.get("response_url") or "",
    )


def read_shortcut(shortcut: dict[str, Any], bot_user: str) -> IncomingQuestion:
    """Return the question in the message that a shortcut was chosen for.

    Raises:
        Refused: the message has no text.
    """
    message = shortcut["message"]
    text = printable(plain_question(message.get("text") or "", bot_user))
    if not text:
        raise Refused(NO_TEXT)
    return IncomingQuestion(
        team=shortcut["team"]["id"],
        channel=shortcut["channel"]["id"],
        ts=_name(shortcut["trigger_id"]),
        thread_ts=message.get("thread_ts") or message["ts"],
        text=text,
        surface="shortcut",
        user=shortcut["user"]["id"],
        is_private=True,
        response_url=shortcut.get("response_url") or "",
    )


def _name(trigger: str) -> str:
    """Name what has no `ts`: by its trigger, which each command and each press has one of."""
    return hashlib.sha256(trigger.encode()).hexdigest()[:32]

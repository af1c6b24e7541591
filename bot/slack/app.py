"""The Bolt app: two listeners, one reply for each question, and one place where errors end."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.blocks import render_answer, render_apology, render_how_to
from bot.slack.deliveries import Deliveries
from bot.slack.incoming import IncomingQuestion, read_event, reply_place
from bot.slack.message import Message
from knowledge.answer import Answer

METADATA_TYPE = "footnote_answer"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers each question once; ``prove`` checks the quotes against the guides before they are posted."""

    answer: Callable[[str], Answer]
    prove: Callable[[Answer], None]
    deliveries: Deliveries = field(default_factory=Deliveries)

    def reply(self, body: dict[str, Any], bot_user: str, client: WebClient) -> None:
        """Answer the question in an event, unless there is none or it was taken up before."""
        question = read_event(body, bot_user)
        if question and self.deliveries.take(*question.keys):
            _post(client, question.channel, question.thread_ts, self._message(question))

    def _message(self, question: IncomingQuestion) -> Message:
        if not question.text:
            return render_how_to()
        answer = self.answer(question.text)
        self.prove(answer)
        return render_answer(answer)


def create_app(client: WebClient, signing_secret: str | None, answering: Answering) -> App:
    """Return the app that answers mentions and direct messages with ``client``.

    Raises:
        SlackApiError: Slack doesn't take the client's token.
    """
    client.auth_test()  # Bolt asks as well, but hides Slack's reason
    app = App(
        client=client,
        signing_secret=signing_secret,
        request_verification_enabled=signing_secret is not None,
    )

    @app.event("app_mention")
    @app.event("message")
    def answer(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        answering.reply(body, str(context.bot_user_id), client)

    @app.error
    def apologise(error: Exception, body: dict[str, Any], client: WebClient) -> None:
        _apologise(error, body, client)

    return app


def _post(client: WebClient, channel: str, thread_ts: str | None, message: Message) -> None:
    client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=message.text,
        blocks=list(message.blocks),
        metadata={"event_type": METADATA_TYPE, "event_payload": {"answer_id": uuid.uuid4().hex}},
        unfurl_links=False,
        unfurl_media=False,
    )


def _apologise(error: Exception, body: dict[str, Any], client: WebClient) -> None:
    """Log what failed, without what was asked, and say sorry; not where it was posting itself that failed."""
    _LOG.error("No answer to event %s: %s", body.get("event_id", "?"), _describe(error))
    place = reply_place(body)
    if place is None or isinstance(error, (SlackApiError, SlackClientError, OSError)):
        return
    _post(client, *place, render_apology())


def _describe(error: Exception) -> str:
    """Name an error without its text, which may quote a question or a token; Slack's own code says enough."""
    if isinstance(error, SlackApiError):
        return f"Slack said {error.response.get('error', 'nothing')}"
    return type(error).__name__

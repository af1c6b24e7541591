"""The Bolt app: two listeners, one reply for each question, and one place where errors end."""

import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.blocks import render_answer, render_apology, render_how_to
from bot.slack.deliveries import Deliveries
from bot.slack.incoming import Place, read_event, reply_place
from bot.slack.message import Message
from knowledge.answer import Answer
from knowledge.errors import FootnoteError

METADATA_TYPE = "footnote_answer"
_LOG = logging.getLogger(__name__)
_BOLT_LOG = logging.getLogger("slack_bolt")
_BOLT_LOG.setLevel(
    logging.ERROR
)  # it warns of what is meant: a client of our own beside the environment's token


class PostRefused(FootnoteError):
    """Slack gave a code for why it didn't post a message."""


class PostUnconfirmed(FootnoteError):
    """Slack said neither yes nor no: the message may be there."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers each question once; ``prove`` checks the quotes against the guides before they are posted."""

    answer: Callable[[str], Answer]
    prove: Callable[[Answer], None]
    deliveries: Deliveries = field(default_factory=Deliveries)

    def reply(self, body: dict[str, Any], bot_user: str, client: WebClient) -> None:
        """Answer the question in an event, unless there is none or it was taken up before."""
        question = read_event(body, bot_user)
        if question is None or not self.deliveries.take(*question.keys):
            return
        if not question.text:
            _post(client, question.place, render_how_to())
            return
        answer = self.answer(question.text)
        self.prove(answer)
        answer_id = uuid.uuid4().hex
        _post(client, question.place, render_answer(answer), answer_id)
        _LOG.info("Answer %s to event %s: %s", answer_id, body.get("event_id"), answer.status)


def create_app(client: WebClient, signing_secret: str, answering: Answering) -> App:
    """Return the app that answers mentions and direct messages with ``client``.

    ``signing_secret`` may be "" where no event comes over HTTP.

    Raises:
        SlackApiError: Slack doesn't take the client's token.
    """
    client.auth_test()  # Bolt asks as well, but hides Slack's reason
    app = App(client=client, signing_secret=signing_secret, logger=_BOLT_LOG)

    @app.event("app_mention")
    @app.event("message")
    def answer(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        answering.reply(body, str(context.bot_user_id), client)

    @app.event(re.compile(""))
    def take_note_of_nothing() -> None:
        """Acknowledge whatever else is subscribed to: Slack would deliver it again, and in time stop."""

    app.error(_apologise)

    return app


def _post(client: WebClient, place: Place, message: Message, answer_id: str | None = None) -> None:
    channel, thread_ts = place
    metadata = {"event_type": METADATA_TYPE, "event_payload": {"answer_id": answer_id}}
    try:
        client.chat_postMessage(
            channel=channel,
            thread_ts=thread_ts,
            text=message.text,
            blocks=list(message.blocks),
            metadata=metadata if answer_id else None,
            unfurl_links=False,
            unfurl_media=False,
        )
    except (SlackClientError, OSError, HTTPException) as error:
        code = error.response.get("error") if isinstance(error, SlackApiError) else None
        if isinstance(code, str) and re.fullmatch(r"\w+", code):
            raise PostRefused(f"Slack said {code}") from error
        raise PostUnconfirmed(type(error).__name__) from error  # an error page's words are no code


def _apologise(error: Exception, body: dict[str, Any], client: WebClient) -> None:
    """Log what failed, without what was asked, and say sorry; not where the answer may be there after all."""
    event_id = body.get("event_id", "?")
    _LOG.error("No answer to event %s: %s", event_id, _describe(error))
    place = reply_place(body)
    if place is None or isinstance(error, PostUnconfirmed):
        return
    try:
        _post(client, place, render_apology())
    except (PostRefused, PostUnconfirmed) as second:
        _LOG.error("No apology for event %s either: %s", event_id, _describe(second))


def _describe(error: Exception) -> str:
    """Name an error; the text of one that isn't ours may quote a question or a token."""
    return str(error) if isinstance(error, (PostRefused, PostUnconfirmed)) else type(error).__name__

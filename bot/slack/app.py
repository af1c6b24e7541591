"""The Bolt app: what people do is taken in, and only then acknowledged."""

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.intake import NotTaken
from bot.slack.refusals import Refused, tell_privately

Listener = Callable[[App], None]
"""Registers with the app what it listens for."""
FAILED = "Sorry, that didn't work. Please try again in a minute."
_LOG = logging.getLogger(__name__)
_BOLT_LOG = logging.getLogger("slack_bolt")
_BOLT_LOG.setLevel(
    logging.ERROR
)  # it warns of what is meant: a client of our own beside the environment's token


def create_app(
    client: WebClient, signing_secret: str, identity: SlackResponse, listeners: Sequence[Listener]
) -> App:
    """Return the app with its listeners; ``identity`` is what `auth.test` said.

    ``signing_secret`` may be "" where no event comes over HTTP. A listener ends before its event is
    acknowledged; where it fails, the event isn't, and Slack delivers it again. What a person pressed Slack
    doesn't deliver again: they are told.
    """
    # Left alone, Bolt asks `auth.test` again, and where that fails it acknowledges what nobody took.
    known = AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=identity)
    app = App(
        client=client,
        signing_secret=signing_secret,
        authorize=lambda: known,
        process_before_response=True,
        logger=_BOLT_LOG,
    )
    for listen in listeners:
        listen(app)

    @app.event(re.compile(""))
    def take_note_of_nothing() -> None:
        """Acknowledge whatever else is subscribed to: Slack would deliver it again, and in time stop."""

    @app.action(re.compile(""))
    def nothing_to_do(ack: Callable[[], None]) -> None:
        """Acknowledge buttons that only lead to a page, and those of older releases."""
        ack()

    @app.error
    def told(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse | None:
        return _handled(error, body, client)

    return app


def _handled(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse | None:
    """Log what failed, without what was asked: the text of an error that isn't ours may quote it."""
    if "event" in body:
        why = str(error) if isinstance(error, NotTaken) else type(error).__name__
        _LOG.error("Event %s was not taken: %s", body.get("event_id", "?"), why)
        return None
    why = "refused" if isinstance(error, Refused) else type(error).__name__
    _LOG.warning("%s failed: %s", _kind(body), why)
    tell_privately(client, body, str(error) if isinstance(error, Refused) else FAILED)
    return BoltResponse(status=200, body="")  # else Slack shows a warning that says nothing


def _kind(body: dict[str, Any]) -> str:
    """Return what somebody did, in Slack's word and our own id of it."""
    actions: list[dict[str, Any]] = body.get("actions") or []
    pressed = actions[0].get("action_id") if actions else None
    name = pressed or body.get("callback_id") or (body.get("view") or {}).get("callback_id")
    return " ".join(filter(None, [str(body.get("type") or body.get("command") or "?"), str(name or "")]))

"""The Bolt app: questions are taken in, and only then acknowledged."""

import logging
import re
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.incoming import read_event
from bot.slack.intake import Intake, NotTaken

_LOG = logging.getLogger(__name__)
_BOLT_LOG = logging.getLogger("slack_bolt")
_BOLT_LOG.setLevel(
    logging.ERROR
)  # it warns of what is meant: a client of our own beside the environment's token


def create_app(client: WebClient, signing_secret: str, intake: Intake, identity: SlackResponse) -> App:
    """Return the app that takes mentions and direct messages in; ``identity`` is what `auth.test` said.

    ``signing_secret`` may be "" where no event comes over HTTP. A listener ends before its event is
    acknowledged; where it fails, the event isn't, and Slack delivers it again.
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

    @app.event("app_mention")
    @app.event("message")
    def take(body: dict[str, Any], context: BoltContext, request: BoltRequest) -> None:
        asked = read_event(body, str(context.bot_user_id))
        if asked is not None:
            intake.take(asked, is_redelivered=_retry_number(request) > 0)

    @app.event(re.compile(""))
    def take_note_of_nothing() -> None:
        """Acknowledge whatever else is subscribed to: Slack would deliver it again, and in time stop."""

    app.error(_note)

    return app


def _retry_number(request: BoltRequest) -> int:
    given = request.headers.get("x-slack-retry-num", ["0"])[0]
    return int(given) if given.isdecimal() else 0


def _note(error: Exception, body: dict[str, Any]) -> None:
    """Log what failed, without what was asked: the text of an error that isn't ours may quote it."""
    why = str(error) if isinstance(error, NotTaken) else type(error).__name__
    _LOG.error("Event %s was not taken: %s", body.get("event_id", "?"), why)

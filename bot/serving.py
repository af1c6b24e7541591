"""`footnote serve`: runs in the foreground until SIGTERM or Ctrl-C."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from threading import Thread

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier

from bot.bootstrap import create_answerer, create_slack_app, create_slack_client
from bot.health import EVENTS_PATH, Check, HealthApp, events_later, no_events
from bot.http_server import listening
from bot.settings import Settings, SettingsInvalid
from bot.slack.connection import connected
from bot.slack.signatures import SignedOnly
from bot.stop_signal import StopSignal
from knowledge.errors import FootnoteError

GRACE_SECONDS = 5
_LOG = logging.getLogger(__name__)


class SlackRefused(FootnoteError):
    """Slack doesn't take a token, or can't be reached."""


def require_tokens(settings: Settings, *, http: bool) -> None:
    """Look for the tokens that a mode needs.

    Raises:
        SettingsInvalid: naming each that is missing, and the cure.
    """
    needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if http:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token
    missing = [name for name, token in needed.items() if not _value(token).strip()]
    if missing:
        state = "are not set. Set them" if len(missing) > 1 else "is not set. Set it"
        cure = f"{state} in the environment; the README's steps say where to find each."
        other = "" if http else " For the Events API instead of Socket Mode, add --http."
        raise SettingsInvalid(f"{' and '.join(missing)} {cure}{other}")


def serve_slack(settings: Settings, *, http: bool) -> None:
    """Load everything, connect, say so on stderr, and answer until the process is told to stop.

    Raises:
        SettingsInvalid: a token is missing, or the port is taken.
        SlackRefused: Slack doesn't take a token, or can't be reached.
        IndexMissing: there is no index.
        IndexStale: the index is another model's.
    """
    require_tokens(settings, http=http)
    _log_to_stderr()
    stop = StopSignal()
    health = HealthApp({"index": _no, "slack": _no}, events_later if http else no_events)
    with ExitStack() as stack:
        address = stack.enter_context(listening(health, settings.http_host, settings.http_port))
        answerer = create_answerer(settings)
        health.checks["index"] = _yes
        with _slack_errors(settings):
            app = create_slack_app(settings, answerer)
            stack.callback(_finish, app)  # after the way in is closed: what was taken up is answered
            way_in = _events(app, settings, health) if http else _socket(app, settings)
            health.checks["slack"] = stack.enter_context(way_in)
        stack.callback(health.checks.update, slack=_no)
        while not health.ready() and not stop.wait(0.05):
            pass
        if not stop.is_set():
            place = f"Events API on {address}{EVENTS_PATH}" if http else "Socket Mode"
            _say(f"Footnote is ready: {place}; health on {address}/readyz")
        stop.wait()


@contextmanager
def _events(app: App, settings: Settings, health: HealthApp) -> Iterator[Check]:
    """Take the events that Slack posts."""
    verifier = SignatureVerifier(_value(settings.slack_signing_secret))
    health.events = SignedOnly(verifier, SlackRequestHandler(app))
    try:
        yield _yes
    finally:
        health.events = events_later


@contextmanager
def _socket(app: App, settings: Settings) -> Iterator[Check]:
    """Take the events that come over Socket Mode."""
    client = create_slack_client(settings, None)
    with connected(app, _value(settings.slack_app_token), client) as is_alive:
        yield is_alive


@contextmanager
def _slack_errors(settings: Settings) -> Iterator[None]:
    """Turn what Slack or the network say into one line with the cure."""
    try:
        yield
    except SlackApiError as error:
        raise SlackRefused(f"Slack said {error.response.get('error')}. Run: footnote doctor") from error
    except (SlackClientError, OSError, HTTPException) as error:
        raise SlackRefused(
            f"{settings.slack_api_url} can't be reached ({error}). Check the network and "
            "FOOTNOTE_SLACK_API_URL."
        ) from error


def _finish(app: App) -> None:
    """Let answers in progress end, within the grace time."""
    executor = app.listener_runner.listener_executor
    ending = Thread(target=executor.shutdown, daemon=True)
    ending.start()
    ending.join(GRACE_SECONDS)
    if ending.is_alive():
        _LOG.warning("Stopped with an answer on its way: it took longer than %d seconds", GRACE_SECONDS)
        sys.stderr.flush()
        os._exit(0)  # the interpreter would wait for it without end


def _log_to_stderr() -> None:
    """Log our own doings, and of the libraries only warnings: at INFO Bolt logs what people wrote."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("bot").setLevel(logging.INFO)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _yes() -> bool:
    return True


def _no() -> bool:
    return False

"""`footnote serve`: runs in the foreground until SIGTERM or Ctrl-C."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from waitress.server import create_server

from bot.bootstrap import create_slack_app
from bot.health import EVENTS_PATH, Checks, HealthApp
from bot.settings import Settings, SettingsInvalid
from knowledge.errors import FootnoteError

GRACE_SECONDS = 10
_THREADS = 8


class SlackRefused(FootnoteError):
    """Slack doesn't take a token, or can't be reached."""


def serve_slack(settings: Settings, *, http: bool) -> None:
    """Load everything, connect, say so on stderr, and answer until the process is told to stop.

    Raises:
        SettingsInvalid: a token is missing.
        SlackRefused: Slack doesn't take a token, or can't be reached.
        IndexMissing: there is no index; IndexStale: it is another model's.
    """
    _require_tokens(settings, http=http)
    stop = _stop_signal()
    with ExitStack() as stack:
        try:
            app = create_slack_app(settings)
            stack.callback(_finish, app)  # after the way in is closed: what was taken up is answered
            mode = _http if http else _socket_mode
            place = stack.enter_context(mode(app, settings))
        except SlackApiError as error:
            reason = error.response.get("error", "an error")
            raise SlackRefused(f"Slack said {reason}. Run: footnote doctor") from error
        except (SlackClientError, OSError) as error:
            raise SlackRefused(
                f"{settings.slack_api_url} can't be reached ({error}). Check the network and "
                "FOOTNOTE_SLACK_API_URL."
            ) from error
        sys.stderr.write(f"Footnote is ready: {place}\n")
        sys.stderr.flush()
        stop.wait()


def _require_tokens(settings: Settings, *, http: bool) -> None:
    needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if http:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    else:
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token
    missing = [
        name for name, token in needed.items() if token is None or not token.get_secret_value().strip()
    ]
    if missing:
        other = "" if http else " For the Events API instead of Socket Mode, add --http."
        cure = f"Set it in the environment; the README's steps say where it is shown.{other}"
        raise SettingsInvalid(f"{' and '.join(missing)} is not set. {cure}")


def _stop_signal() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _socket_mode(app: App, settings: Settings) -> Iterator[str]:
    """Connect by Socket Mode; health has an address of its own."""
    assert settings.slack_app_token is not None  # noqa: S101 - required above
    client = WebClient(base_url=settings.slack_api_url, retry_handlers=[])
    handler = SocketModeHandler(app, settings.slack_app_token.get_secret_value(), web_client=client)
    with _listening(settings, HealthApp({"slack": handler.client.is_connected})) as address:
        handler.client.connect()
        try:
            yield f"Socket Mode; health on {address}/readyz"
        finally:
            handler.client.auto_reconnect_enabled = False
            handler.client.close()


@contextmanager
def _http(app: App, settings: Settings) -> Iterator[str]:
    checks: Checks = {"http": lambda: True}
    with _listening(settings, HealthApp(checks, SlackRequestHandler(app))) as address:
        yield f"Events API on {address}{EVENTS_PATH}; health on {address}/readyz"


@contextmanager
def _listening(settings: Settings, wsgi: HealthApp) -> Iterator[str]:
    """Serve HTTP in a thread, and yield the address."""
    try:
        server = create_server(
            wsgi,
            host=settings.http_host,
            port=settings.http_port,
            threads=_THREADS,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        address = f"{settings.http_host}:{settings.http_port}"
        raise SettingsInvalid(
            f"{address} can't be listened on ({error.strerror}). "
            "Set FOOTNOTE_HTTP_HOST and FOOTNOTE_HTTP_PORT."
        ) from error
    thread = Thread(target=server.run, name="http", daemon=True)
    thread.start()
    try:
        yield f"http://{server.effective_host}:{server.effective_port}"
    finally:
        server.close()
        thread.join(GRACE_SECONDS)


def _finish(app: App) -> None:
    """Let answers in progress end."""
    app.listener_runner.listener_executor.shutdown(wait=True)

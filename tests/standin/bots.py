"""A trivial bot on the real slack_bolt, reached in either mode: it echoes what it hears."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from tests.standin.server import StandInSlack


def create_echo(slack: StandInSlack) -> App:
    """Return an app that answers mentions and direct messages in their thread."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = App(client=client, signing_secret=slack.signing_secret)

    @app.event("app_mention")
    @app.event("message")
    def echo(event: dict[str, Any], client: WebClient) -> None:
        if event.get("subtype") in {None, "file_share"}:
            thread = event.get("thread_ts", event["ts"])
            client.chat_postMessage(
                channel=event["channel"], thread_ts=thread, text=f"Heard: {event['text']}"
            )

    @app.command("/ask")
    def answer(ack: Any, command: dict[str, Any]) -> None:
        ack(f"Asked: {command['text']}")

    @app.action("helpful")
    def thank(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        respond(f"Thanks, {body['user']['id']}: {body['actions'][0]['value']}")

    return app


@contextmanager
def over_socket(app: App, slack: StandInSlack, ping_seconds: float = 0.5) -> Iterator[SocketModeHandler]:
    """Connect an app by Socket Mode."""
    handler = SocketModeHandler(app, slack.app_token, ping_interval=ping_seconds)
    try:
        handler.client.connect()
        slack.wait_for_connections()
        yield handler
    finally:
        # Left alone, the client waits out a read of up to 3 s before it closes.
        handler.client.auto_reconnect_enabled = False
        slack.hang_up()
        handler.client.close()


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


class Recorder:
    """A WSGI app around another; keeps each request's headers and body."""

    def __init__(self, app: App) -> None:
        self._inner = SlackRequestHandler(app)
        self.requests: list[tuple[dict[str, str], bytes]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        length = int(environ["CONTENT_LENGTH"])
        body = environ["wsgi.input"].read(length)
        names = {
            key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")
        }
        self.requests.append((names, body))
        return self._inner({**environ, "wsgi.input": _Read(body)}, start_response)


class _Read:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        return self._body if size < 0 else self._body[:size]


@contextmanager
def over_http(app: App, slack: StandInSlack) -> Iterator[Recorder]:
    """Serve an app's request URL, and have Slack deliver to it."""
    recorder = Recorder(app)
    server = make_server("127.0.0.1", 0, recorder, handler_class=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        slack.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

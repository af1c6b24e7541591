"""The connection of Socket Mode: kept up by slack_sdk, watched here."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

PING_SECONDS = 2.0
UNANSWERED_PINGS = 3
"""So many go unanswered before the connection counts as lost; slack_sdk itself gives it up after four.

With pings every ten seconds, as Bolt has it, a cut connection is overlooked for most of a minute.
"""


@contextmanager
def connected(app: App, app_token: str, web_client: WebClient) -> Iterator[Callable[[], bool]]:
    """Open a connection for ``app``, and yield what tells whether it is alive; at the end it is closed.

    What Slack sent and the app didn't acknowledge by then, Slack delivers again.

    Raises:
        SlackApiError: Slack doesn't take the token, or Socket Mode is off.
    """
    handler = SocketModeHandler(app, app_token, web_client=web_client, ping_interval=PING_SECONDS)
    try:
        handler.client.connect()  # where this fails after Slack's answer, slack_sdk tries again and again
        yield lambda: is_alive(handler.client)
    finally:
        _close(handler.client)


def _close(client: SocketModeClient) -> None:
    """Take nothing more, acknowledge what was taken, and only then hang up.

    `SocketModeClient.close()` hangs up first: what is answered but not acknowledged by then, Slack delivers
    again, to a process that doesn't know that it was answered.
    """
    client.auto_reconnect_enabled = False
    client.closed = True
    client.message_processor.shutdown()  # type: ignore[no-untyped-call]
    client.message_workers.shutdown()
    client.close()


def is_alive(client: SocketModeClient) -> bool:
    """Tell whether Slack answered a ping lately: a cut connection looks open for long."""
    session = client.current_session
    if session is None or not session.is_active() or session.last_ping_pong_time is None:
        return False
    return time.time() - session.last_ping_pong_time < UNANSWERED_PINGS * client.ping_interval

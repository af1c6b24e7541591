"""When a connection of Socket Mode counts as alive."""

import time
from dataclasses import dataclass
from typing import cast

import pytest
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.slack.connection import UNANSWERED_PINGS, is_alive


@dataclass
class Session:
    """As slack_sdk's: open or not, and when the last ping that Slack answered was sent."""

    open: bool
    last_ping_pong_time: float | None

    def is_active(self) -> bool:
        return self.open


@dataclass
class Client:
    current_session: Session | None
    ping_interval: float = 5


@pytest.mark.parametrize(
    ("opened", "pinged_ago", "alive"),
    [
        (True, 0, True),
        (True, UNANSWERED_PINGS * 5 - 1, True),
        (True, UNANSWERED_PINGS * 5 + 1, False),  # open in name only
        (True, None, False),
        (False, 0, False),
    ],
)
def test_a_connection_is_alive_while_pings_are_answered(
    opened: bool, pinged_ago: float | None, alive: bool
) -> None:
    last = None if pinged_ago is None else time.time() - pinged_ago
    assert is_alive(cast("SocketModeClient", Client(Session(opened, last)))) is alive


def test_before_the_first_connection_nothing_is_alive() -> None:
    assert not is_alive(cast("SocketModeClient", Client(None)))

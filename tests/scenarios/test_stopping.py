"""How the bot stops: told at any moment, and without leaving behind what Slack would deliver again."""

import subprocess
import sys
import time
from collections.abc import Callable
from threading import Event

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.connection import connected
from tests.standin.server import StandInSlack

STOPPED_BEFORE_WAITING = """
import os, signal
from bot.stop_signal import StopSignal
stop = StopSignal()
print(stop.is_set(), stop.wait(0.01))
os.kill(os.getpid(), signal.{name})
print(stop.wait(5), stop.is_set(), stop.wait())
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_that_comes_before_anybody_waits_is_not_lost(name: str) -> None:
    code = STOPPED_BEFORE_WAITING.format(name=name)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "False False\nTrue True True\n"


def test_what_was_taken_is_acknowledged_before_the_bot_hangs_up() -> None:
    taken = Event()
    with StandInSlack() as slack:
        app = App(client=WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]))

        @app.middleware
        def dawdle(next: Callable[[], None]) -> None:
            taken.set()
            time.sleep(0.5)
            next()

        @app.event("message")
        def answer() -> None:
            pass

        client = WebClient(base_url=slack.api_url, retry_handlers=[])
        with connected(app, slack.app_token, client):
            slack.wait_for_connections()
            ana = slack.person("UANA")
            slack.say(ana, slack.dm(ana), "when?")
            assert taken.wait(5)
        assert [delivery.acked_at is not None for delivery in slack.deliveries()] == [True]
        app.listener_runner.listener_executor.shutdown()

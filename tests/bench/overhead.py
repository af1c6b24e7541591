"""What the inbox costs: from Slack's event to the post, with the inbox and without one, in turn.

Run: python -m tests.bench.overhead
"""

import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from bot.bootstrap import create_answerer
from bot.bootstrap_index import build_index
from bot.bootstrap_slack import create_service
from bot.channel_settings import EVERYWHERE
from bot.clients import create_patient_client, create_posting_client
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.question import StoredQuestion
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.access import RECOVERY_SCOPES, SIGN_SCOPES
from bot.slack.incoming import QuestionReader
from bot.slack.private_posting import PrivatePost
from bot.slack.replying import Replier
from index.embedding import silent
from knowledge.answerer import Answerer
from tests.composing import answering
from tests.databases import postgres_in, sqlite_url
from tests.standin.server import StandInSlack

QUESTION = "can I paste customer data into ChatGPT?"
ROUNDS = 150
WANTED_MS = 15.0


def main() -> None:
    """Measure each way in turn, and print the medians."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        settings = Settings(state=Path(folder))
        build_index(settings, silent)
        answerer = create_answerer(settings)
        server = stack.enter_context(postgres_in(Path(folder) / "pg"))
        ways = {
            "without": stack.enter_context(_without(settings, answerer)),
            "SQLite": stack.enter_context(_with(settings, answerer, sqlite_url(Path(folder)))),
            "PostgreSQL": stack.enter_context(_with(settings, answerer, server.new_url())),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(ROUNDS + 10):
            for name, ask in ways.items():
                milliseconds = ask(number)
                if number >= 10:
                    taken[name].append(milliseconds)
    without = statistics.median(taken["without"])
    for name, found in taken.items():
        p50, p99 = statistics.median(found), statistics.quantiles(found, n=100)[98]
        more = f"{p50 - without:+6.1f} ms (wanted at most +{WANTED_MS:.0f})" if name != "without" else ""
        print(f"{name:12} p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   {more}")


@contextmanager
def _with(settings: Settings, answerer: Answerer, database: str) -> Iterator[Callable[[int], float]]:
    with StandInSlack() as slack:
        ours = _settings(settings, slack)
        inbox = Inbox(open_database(database))
        identity = create_patient_client(ours, ours.slack_bot_token).auth_test()
        service = create_service(ours, inbox, lambda: answerer, identity, Metrics())
        with service.running(5, lambda: None), _served(service.app, slack):
            yield lambda number: _timed(slack, number)
        inbox.close()


@contextmanager
def _without(settings: Settings, answerer: Answerer) -> Iterator[Callable[[int], float]]:
    """Acknowledge first, as Bolt does, then reply in Bolt's own pool."""
    with StandInSlack() as slack:
        ours = _settings(settings, slack)
        client = create_posting_client(ours, ours.slack_bot_token)
        bot_id = str(client.auth_test()["bot_id"])
        private = PrivatePost(client, logging.getLogger("bench"))
        replier = Replier(answering(lambda: answerer), client, private, bot_id, within_seconds=1800)
        read = QuestionReader(lambda _: EVERYWHERE)
        app = App(client=client, signing_secret=slack.signing_secret)

        @app.event("app_mention")
        def answer(body: dict[str, Any]) -> None:
            asked = read(body, slack.bot_user)
            assert asked is not None
            replier.reply(StoredQuestion(1, asked, time.time(), attempts=0, may_be_answered=False))

        with _served(app, slack):
            yield lambda number: _timed(slack, number)


def _settings(settings: Settings, slack: StandInSlack) -> Settings:
    slack.app.scopes |= {*RECOVERY_SCOPES, *SIGN_SCOPES}
    return settings.model_copy(
        update={
            "slack_api_url": slack.api_url,
            "slack_bot_token": SecretStr(slack.bot_token),
            "slack_signing_secret": SecretStr(slack.signing_secret),
        }
    )


@contextmanager
def _served(app: App, slack: StandInSlack) -> Iterator[None]:
    server = create_server(SlackRequestHandler(app), host="127.0.0.1", port=0, threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    slack.deliver_to(f"http://127.0.0.1:{server.effective_port}/slack/events")
    yield
    server.close()


def _timed(slack: StandInSlack, number: int) -> float:
    """Ask in a channel of its own, and return the milliseconds from event to post."""
    channel = slack.channel(f"C{number:06}")
    asked = slack.say(slack.person("UANA"), channel, f"{slack.mention} {QUESTION}")
    slack.wait_until(lambda: len(slack.calls("chat.postMessage")) > number)
    sent, post = slack.deliveries(asked.events[0].event_id)[0].sent_at, slack.calls("chat.postMessage")[-1]
    assert sent is not None
    assert post.args["channel"] == channel
    time.sleep(0.005)
    return (post.at - sent) * 1000


if __name__ == "__main__":
    main()

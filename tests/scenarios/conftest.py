"""The bot as it runs, over a stand-in Slack, in both of Slack's modes."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.bootstrap_slack import Service, create_service
from bot.channel_settings import ChannelSettings
from bot.clients import create_patient_client
from bot.inbox.asked_about import Redact
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.schema import METADATA
from bot.metrics import Metrics
from bot.places import exported_folder
from bot.settings import Settings, load_settings
from bot.slack.access import AUDIENCE_SCOPES, RECOVERY_SCOPES, SIGN_SCOPES
from bot.slack.home.maintenance import NO_UPKEEP, IndexUpkeep
from index.exported_model import ExportedModel
from knowledge.answer import Answer
from knowledge.answerer import Answerer
from knowledge.follow_ups import joined
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard
from tests.answering import create_answerer
from tests.databases import sqlite_url
from tests.standin.bots import Quiet, over_socket
from tests.standin.server import StandInSlack


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return create_answerer(tmp_path_factory.mktemp("answerer"))


@dataclass
class Bot:
    """A running bot that answers what ``answerer`` would, unless it is told to fail."""

    slack: StandInSlack
    answerer: Answerer
    inbox: Inbox
    asked: list[str] = field(default_factory=list)
    failure: Exception | None = None
    tamper: bool = False
    edited: bool = False
    """Whether the guides have changed since they were quoted."""
    removed: set[str] = field(default_factory=set)
    """Paths of guides that were deleted since."""
    channels: dict[str, ChannelSettings] = field(default_factory=dict)
    """What holds in single channels, at any moment."""
    changes: dict[str, object] = field(default_factory=dict)
    """Settings of other values than usual, from the start."""
    upkeep: IndexUpkeep = NO_UPKEEP

    @property
    def cards(self) -> Sequence[GuideCard]:
        return self.answerer.cards

    @property
    def generation(self) -> str:
        return self.answerer.generation

    @property
    def owner(self) -> str | None:
        return self.answerer.owner

    @property
    def disclaimer(self) -> str:
        return self.answerer.disclaimer

    def guide(self, path: str) -> Guide | None:
        guide = None if path in self.removed else self.answerer.guide(path)
        return replace(guide, sha256="0" * 64) if guide and self.edited else guide

    def answer(self, question: str, within: frozenset[str] | None = None, *, before: str = "") -> Answer:
        self.asked.append(joined(before, question) if before else question)
        if self.failure:
            raise self.failure
        answer = self.answerer.answer(question, within, before=before)
        if self.tamper:
            first = answer.citations[0]
            return replace(answer, citations=(replace(first, quote=first.quote + " Or not."),))
        return answer

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return what is stored in one of the inbox's tables."""
        assert self.inbox.engine is not None
        with self.inbox.engine.begin() as connection:
            return [dict(row) for row in connection.execute(METADATA.tables[table].select()).mappings()]

    def prove(self, answer: Answer) -> None:
        self.answerer.prove(answer)


def shown_blocks(blocks: object) -> str:
    """Return all that a message's blocks say, as JSON."""
    return json.dumps(blocks, ensure_ascii=False)


@contextmanager
def over_http(app: App, slack: StandInSlack) -> Iterator[None]:
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        slack.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


MODES: dict[str, Callable[[App, StandInSlack], Any]] = {"socket": over_socket, "http": over_http}


@pytest.fixture
def changes() -> dict[str, object]:
    """Return settings of other values than usual; a module may have its own."""
    return {}


@pytest.fixture
def upkeep() -> IndexUpkeep:
    """Return what maintainers can do with the index; a module may have its own."""
    return NO_UPKEEP


@pytest.fixture
def more_scopes() -> set[str]:
    """Return what else the app was granted."""
    return set()


@pytest.fixture(params=MODES)
def bot(
    request: pytest.FixtureRequest,
    answerer: Answerer,
    tmp_path: Path,
    changes: dict[str, object],
    upkeep: IndexUpkeep,
    more_scopes: set[str],
) -> Iterator[Bot]:
    with ExitStack() as stack:
        slack = stack.enter_context(StandInSlack())
        slack.app.scopes |= {*RECOVERY_SCOPES, *SIGN_SCOPES, *AUDIENCE_SCOPES, *more_scopes}
        running = Bot(
            slack, answerer, Inbox(open_database(sqlite_url(tmp_path))), changes=changes, upkeep=upkeep
        )
        stack.callback(running.inbox.close)
        service = wire(running)
        stack.enter_context(service.running(5, unfinished))
        stack.enter_context(MODES[request.param](service.app, slack))
        yield running


@pytest.fixture
def offline(answerer: Answerer, tmp_path: Path, changes: dict[str, object]) -> Iterator[Bot]:
    """A bot that isn't running yet; Slack is there."""
    with StandInSlack() as slack:
        slack.app.scopes |= {*RECOVERY_SCOPES, *SIGN_SCOPES, *AUDIENCE_SCOPES}
        bot = Bot(slack, answerer, Inbox(open_database(sqlite_url(tmp_path))), changes=changes)
        yield bot
        bot.inbox.close()


def wire(bot: Bot, redact: Redact | None = None) -> Service:
    """Wire the bot as `footnote serve` does, with the answerer of the test; ``redact``: words are kept."""
    settings = Settings(
        slack_api_url=bot.slack.api_url,
        slack_bot_token=SecretStr(bot.slack.bot_token),
        slack_signing_secret=SecretStr(bot.slack.signing_secret),
    ).model_copy(
        update={
            "channels": bot.channels,
            **({"keep_unanswered": "redacted"} if redact else {}),
            **bot.changes,
        }
    )
    identity = create_patient_client(settings, settings.slack_bot_token).auth_test()
    return create_service(settings, bot.inbox, lambda: bot, identity, Metrics(), redact, bot.upkeep)


def unfinished() -> None:
    raise AssertionError("an answer took more than five seconds")


@pytest.fixture
def environment(
    tmp_path: Path, exported_model: ExportedModel, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path / "state"))
    place = exported_folder(load_settings())
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOOTNOTE_"))}
    return {**kept, "FOOTNOTE_STATE": str(tmp_path / "state"), "FOOTNOTE_HTTP_PORT": "0"}

"""An inbox on each database that Footnote works with, and a clock that a test winds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from tests.databases import Postgres, postgres_in, sqlite_url


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with postgres_in(tmp_path_factory.mktemp("pg")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_url()


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(engine: Engine, clock: Clock) -> Inbox:
    return Inbox(engine, clock, "here")


@pytest.fixture
def elsewhere(engine: Engine, clock: Clock) -> Inbox:
    """The same inbox as another process has it."""
    return Inbox(engine, clock, "elsewhere")


def asked(ts: str, channel: str = "C1", text: str = "when?", event_id: str | None = None) -> IncomingQuestion:
    return IncomingQuestion("T1", channel, ts, ts, text, "mention", event_id or f"Ev{channel}{ts}")

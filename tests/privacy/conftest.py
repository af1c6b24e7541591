"""The inbox's databases, for what is kept in them, and the bot as the scenarios run it."""

from tests.inbox.conftest import clock, database, elsewhere, engine, inbox, postgres
from tests.scenarios.conftest import answerer, bot, changes, more_scopes, upkeep

__all__ = [
    "answerer",
    "bot",
    "changes",
    "clock",
    "database",
    "elsewhere",
    "engine",
    "inbox",
    "more_scopes",
    "postgres",
    "upkeep",
]

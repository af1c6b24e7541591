"""The inbox's databases, for the audit in them."""

from tests.inbox.conftest import clock, database, elsewhere, engine, inbox, postgres

__all__ = ["clock", "database", "elsewhere", "engine", "inbox", "postgres"]

"""Alembic's migrations, run over a connection: imported only where a database is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.inbox.errors import DatabaseTooNew
from bot.inbox.schema import REVISION


def migrations() -> Config:
    """Return Alembic's configuration; there is no ini file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(connection: Connection) -> None:
    """Bring the database's tables to the newest revision.

    Raises:
        DatabaseTooNew: a newer release of Footnote has upgraded them.
    """
    config = migrations()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        place = connection.engine.url.render_as_string(hide_password=True)
        raise DatabaseTooNew(
            f"The database {place} is at a revision that this release, at {REVISION}, doesn't know. "
            "Install the newer release of Footnote, or restore a backup: footnote restore"
        ) from error

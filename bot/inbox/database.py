"""The inbox's database: opened, brought up to date, and, where its file is damaged, replaced."""

import logging
import os
import sqlite3
import time
from pathlib import Path

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.inbox.errors import DatabaseOutOfReach
from bot.inbox.salvage import set_aside
from bot.inbox.schema import REVISION
from bot.inbox.shared_database import reason_of
from bot.settings import SettingsInvalid

BUSY_SECONDS = 1.5
"""A locked database is waited for as long as Slack's three seconds for an acknowledgement allow."""
_MIGRATING = 4_079_132
"""The advisory lock in PostgreSQL under which one process migrates."""
_LOG = logging.getLogger(__name__)


def open_database(url: str) -> Engine:
    """Open the database at SQLAlchemy's ``url``, create or upgrade its tables, and return it.

    A damaged SQLite file is set aside, never deleted; what can be read of it goes into a new one.

    Raises:
        SettingsInvalid: the URL names nothing that Footnote works with.
        DatabaseOutOfReach: it can't be opened now.
        DatabaseTooNew: a newer release of Footnote has upgraded it.
    """
    place = _parsed(url)
    file = _sqlite_file(place)
    try:
        if file is None:
            return _upgraded(_postgres(place))
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=30):
            return _open_sqlite(place, file)
    except (DBAPIError, OSError) as error:
        cure = "Check FOOTNOTE_DATABASE, and that its server or disk can be reached and written to."
        raise DatabaseOutOfReach(
            f"The database {_shown(place)} can't be opened ({reason_of(error)}). {cure}"
        ) from error


def _parsed(url: str) -> URL:
    try:
        place = make_url(url)
        place.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsInvalid(
            "FOOTNOTE_DATABASE is no database URL. Write sqlite:////path/to/file or "
            "postgresql+psycopg://user:password@host/name."
        ) from error
    if place.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SettingsInvalid(
            f"FOOTNOTE_DATABASE names {place.get_backend_name()}; Footnote works with SQLite and PostgreSQL."
        )
    return place.set(drivername="postgresql+psycopg") if place.drivername == "postgresql" else place


def _shown(place: URL) -> str:
    return place.render_as_string(hide_password=True)


def _sqlite_file(place: URL) -> Path | None:
    return Path(place.database) if place.get_backend_name() == "sqlite" and place.database else None


def _postgres(place: URL) -> Engine:
    if place.get_backend_name() == "sqlite":  # in memory: for tests
        return create_engine(place)
    try:
        return create_engine(
            place, pool_pre_ping=True, pool_timeout=BUSY_SECONDS, connect_args={"connect_timeout": 2}
        )
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            f"FOOTNOTE_DATABASE names PostgreSQL, and {error.name} isn't installed. "
            "Run: pip install 'footnote-bot[postgres]'"
        ) from error


def _open_sqlite(place: URL, file: Path) -> Engine:
    damage = _damage(file)
    if damage is None:
        return _upgraded(_sqlite(place, file))
    aside = set_aside(file, time.time())
    engine = _upgraded(_sqlite(place, file))
    saved = aside.copy_into(engine)
    _LOG.error(
        "%s was damaged (%s): it is kept as %s, and a new one holds the %d questions that could be read",
        file,
        damage,
        aside.file,
        saved,
    )
    return engine


def _sqlite(place: URL, file: Path) -> Engine:
    if not file.exists():
        os.close(
            os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        )  # what staff ask is for nobody else on this machine
    engine = create_engine(place, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(
            "PRAGMA synchronous=FULL"
        )  # in WAL mode NORMAL may lose the last commits in a power cut
        connection.execute("PRAGMA secure_delete=ON")  # erased words leave the file, too

    return engine


def _damage(file: Path) -> str | None:
    """Return what SQLite says is wrong with a file, None where nothing is."""
    if not file.exists():
        return None
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
    try:
        found = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return None if found == ["ok"] else str(found[0]).splitlines()[0]


def _upgraded(engine: Engine) -> Engine:
    """Bring the tables up to date; processes that start together do so one after the other."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            if _revision(connection) != REVISION:
                from bot.inbox.migrating import migrate

                migrate(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()

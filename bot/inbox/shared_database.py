"""The inbox's database as threads and processes share it: one transaction at a time, and its troubles."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.inbox.errors import InboxUnavailable

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class SharedDatabase:
    """An SQLite file or a PostgreSQL database; safe to share between threads."""

    engine: Engine | None
    """None while the database can't be opened."""
    trouble: str | None = field(default=None, kw_only=True)
    """Why the database failed last, None once something was written again."""
    _writing: Lock = field(default_factory=Lock, kw_only=True)

    def close(self) -> None:
        """Close the database's connections."""
        if self.engine is not None:
            self.engine.dispose()

    def wipe_journal(self) -> None:
        """Empty SQLite's write-ahead log, in which erased words stay until they are written over.

        Where somebody reads or writes just now, it is left for the next time: nobody waits for this.
        """
        if self.engine is None or self.engine.dialect.name != "sqlite" or not self.engine.url.database:
            return
        with (
            self._alone(),
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(self.engine.url.database, timeout=0)) as connection,
        ):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def transaction(self, *, only_reads: bool = False, patience_seconds: float = -1) -> Iterator[Connection]:
        """Yield a connection whose changes are all made at the end, or none.

        Who ``only_reads`` waits for nobody who writes, and others for ``patience_seconds``, -1: without end.
        """
        if self.engine is None:
            raise InboxUnavailable(self.trouble or "not open")
        try:
            alone = nullcontext() if only_reads else self._alone(patience_seconds)
            with alone, self.engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout, OSError) as error:
            self.note_trouble(reason_of(error))
            raise InboxUnavailable(self.trouble or "") from error

    @contextmanager
    def _alone(self, patience_seconds: float = -1) -> Iterator[None]:
        """Let one thread at a time into an SQLite file: its own waiting isn't fair, and some would starve."""
        if self.engine is None or self.engine.dialect.name != "sqlite":
            yield
            return
        if not self._writing.acquire(timeout=patience_seconds):
            raise InboxUnavailable("others wait to write")
        try:
            yield
        finally:
            self._writing.release()

    def note_trouble(self, trouble: str | None) -> None:
        """Log the beginning and the end of a trouble, not every question that meets it."""
        if trouble and self.trouble is None:
            _LOG.error(
                "The inbox's database fails: %s. Questions are answered without it where that goes.", trouble
            )
        elif self.trouble and trouble is None:
            _LOG.warning("The inbox's database works again")
        self.trouble = trouble


def reason_of(error: Exception) -> str:
    """Return the driver's words alone: SQLAlchemy adds the statement's values, a question among them."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(origin).__name__}: {str(origin).splitlines()[0] if str(origin) else ''}"

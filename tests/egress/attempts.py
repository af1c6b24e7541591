"""Ways out of a process, as a dependency that means harm, or only telemetry, would try them."""

import _socket
import asyncio
import json
import socket
import ssl
import sys
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

NOBODY, NOBODY_6 = "192.0.2.1", "2001:db8::1"  # no machine's: RFC 5737, RFC 3849
SECONDS = 0.3


def _stream(family: int, address: Any) -> None:
    with socket.socket(family) as sock:
        sock.settimeout(SECONDS)
        sock.connect(address)


def _stream_without_error() -> None:
    with socket.socket() as sock:
        sock.settimeout(SECONDS)
        sock.connect_ex((NOBODY, 443))


def _datagram(*rest: Any) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"what was asked", *rest)


def _message() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendmsg([b"what was asked"], [], 0, (NOBODY, 53))


def _plain_socket() -> None:
    _socket.socket().connect(("plain.example", 80))


def _tls() -> None:
    with ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="tls.example") as sock:
        sock.settimeout(SECONDS)
        sock.connect(("tls.example", 443))


def _raw() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as sock:
        sock.sendto(b"\x08\x00" + bytes(6), (NOBODY, 0))


ATTEMPTS: dict[str, Callable[[], Any]] = {
    "getaddrinfo": lambda: socket.getaddrinfo("hub.example", 443),
    "gethostbyname": lambda: socket.gethostbyname("telemetry.example"),
    "gethostbyaddr": lambda: socket.gethostbyaddr(NOBODY),
    "getnameinfo": lambda: socket.getnameinfo((NOBODY, 80), 0),
    "a name that looks like Slack's": lambda: socket.getaddrinfo("evilslack.com", 443),
    "a name in a name": lambda: socket.getaddrinfo("hub.example\0.slack.com", 443),
    "connect": lambda: _stream(socket.AF_INET, (NOBODY, 443)),
    "connect over IPv6": lambda: _stream(socket.AF_INET6, (NOBODY_6, 443)),
    "connect by name": lambda: _stream(socket.AF_INET, ("named.example", 80)),
    "connect to this machine": lambda: _stream(socket.AF_INET, ("0.0.0.0", 9)),  # noqa: S104 - not bound
    "connect_ex": _stream_without_error,
    "sendto": lambda: _datagram((NOBODY, 53)),
    "sendto with flags, by name": lambda: _datagram(0, ("flagged.example", 53)),
    "sendmsg": _message,
    "a socket below Python's": _plain_socket,
    "raw packets": _raw,
    "urllib": lambda: urllib.request.urlopen("http://urllib.example/model", timeout=SECONDS),
    "TLS": _tls,
    "asyncio": lambda: asyncio.run(asyncio.wait_for(asyncio.open_connection(NOBODY, 443), SECONDS)),
}


def outcomes() -> dict[str, str]:
    """Try them all at once, and return the name of the error that each met; "" where it met none."""
    with ThreadPoolExecutor(len(ATTEMPTS)) as pool:
        return dict(zip(ATTEMPTS, pool.map(_outcome, ATTEMPTS.values()), strict=True))


def _outcome(attempt: Callable[[], Any]) -> str:
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - whichever it is, it is told
        reason = getattr(error, "reason", error)  # what urllib met
        return type(reason).__name__
    return ""


if __name__ == "__main__":
    from bot.egress.guard import EgressGuard
    from bot.egress.needed import needed_hosts
    from bot.settings import Settings

    guard = EgressGuard(needed_hosts(Settings(slack_api_url="https://slack.com/api/")))
    guard.install()
    for _ in range(2):
        found = outcomes()
    with suppress(BrokenPipeError):
        json.dump({"outcomes": found, "refused": guard.refused}, sys.stdout)

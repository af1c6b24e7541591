"""What audit hooks hear too late, or not at all: names that sockets look up, and what was found."""

import socket
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from bot.egress.reachable import is_address

_NAMING = {"connect": 1, "connect_ex": 1, "bind": 1, "sendto": 2, "sendmsg": 4}
"""The methods that take an address, and from how many arguments on the last one is it."""


def watch_look_ups(check: Callable[[str | bytes], None], learn: Callable[[Iterable[str]], None]) -> None:
    """Have every name checked before a socket looks it up, and the addresses of one looked up learned.

    Where `connect` and the like are given a name, it is looked up before the audit event is raised.
    """
    for name, count in _NAMING.items():
        setattr(socket.socket, name, _checking(getattr(socket.socket, name), count, check))
    socket.getaddrinfo = _learning(socket.getaddrinfo, learn)


def _checking(
    method: Callable[..., Any], count: int, check: Callable[[str | bytes], None]
) -> Callable[..., Any]:
    @wraps(method)
    def checked(self: socket.socket, *arguments: Any) -> Any:  # noqa: ANN401 - a method of any of them
        address = arguments[-1] if len(arguments) >= count else None
        if isinstance(address, tuple) and address and isinstance(address[0], (str, bytes, bytearray)):
            host = bytes(address[0]) if isinstance(address[0], bytearray) else address[0]
            if host and not _is_address(host):
                check(host)
        return method(self, *arguments)

    return checked


def _is_address(host: str | bytes) -> bool:
    return is_address(host.decode("ascii", "replace") if isinstance(host, bytes) else host)


def _learning(look_up: Callable[..., Any], learn: Callable[[Iterable[str]], None]) -> Callable[..., Any]:
    @wraps(look_up)
    def learned(host: str | bytes | None, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is
        found = look_up(host, *arguments, **named)  # refused by the audit hook, if it has to be
        if host:
            learn(str(address[0]) for *_, address in found)
        return found

    return learned

"""Refuses every connection and look-up but those that are meant, for the life of the process."""

import logging
import socket
import sys
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from cachetools import LRUCache

from bot.egress.looking_up import watch_look_ups
from bot.egress.reachable import Reachable, canonical, is_address, is_unspecified
from knowledge.errors import FootnoteError

_LOG = logging.getLogger(__name__)
_MOST_ADDRESSES = 4096
"""Of names that may be reached; Slack's change by the minute."""
_MOST_NAMED = 100
"""Refused hosts that are logged; more are only counted."""
_FAMILIES = {socket.AF_INET, socket.AF_INET6}
_LOCAL = getattr(socket, "AF_UNIX", None)
_UNKNOWN = -1
"""The family and type of a socket that is made from a descriptor, until it is looked at."""
_KIND = 0xF
"""The bits of a socket's type that aren't flags."""


class EgressRefused(FootnoteError, PermissionError):
    """A connection or a look-up that this process has no business with."""


class EgressGuard:
    """Lets a process reach some hosts and no other; once installed it can't be taken off.

    An audit hook hears of a socket before its first packet, but knows addresses only: those of a name that
    may be reached are learned when it is looked up. What connects in C by itself (libpq, other programs) is
    not heard.
    """

    def __init__(self, reachable: Reachable) -> None:
        self.refused = 0
        """Attempts so far."""
        self._reachable = reachable
        self._addresses: LRUCache[str, None] = LRUCache(_MOST_ADDRESSES)
        self._named: set[str] = set()
        self._turn = Lock()
        self._checks: dict[str, Callable[[tuple[Any, ...]], None]] = {
            "socket.__new__": lambda args: self._check_kind(*args),
            "socket.connect": lambda args: self._check_peer(*args),
            "socket.sendto": lambda args: self._check_peer(*args),
            "socket.sendmsg": lambda args: self._check_peer(*args),
            "socket.getaddrinfo": lambda args: self.check_name(args[0]),
            "socket.gethostbyname": lambda args: self.check_name(args[0]),
            "socket.gethostbyaddr": lambda args: self.check_name(args[0]),
            "socket.getnameinfo": lambda args: self.check_name(args[0][0]),
        }

    def install(self) -> None:
        """Begin to refuse, for good."""
        watch_look_ups(self.check_name, self._learn)
        sys.addaudithook(self._hear)

    def check_name(self, host: str | bytes | None) -> None:
        """Let a host be looked up, or an address be taken as it is; None is this machine's own.

        Raises:
            EgressRefused: it may not be reached.
        """
        name = canonical(host or "")
        if name and not self._may_reach(name):
            self._refuse(name)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event.startswith("socket.") and (check := self._checks.get(event)):
            check(args)

    def _check_kind(self, made: object, family: int, kind: int, _: int) -> None:
        """Refuse sockets that could send what no later event tells of."""
        if not isinstance(made, socket.socket):
            self._refuse("a host unknown, by a socket that isn't Python's own")
        if family not in {*_FAMILIES, _LOCAL, _UNKNOWN}:
            self._refuse(f"a host unknown, by a socket of family {family}")
        if kind != _UNKNOWN and kind & _KIND == socket.SOCK_RAW:
            self._refuse("a host unknown, by raw packets")

    def _check_peer(self, sock: socket.socket, address: Any) -> None:  # noqa: ANN401 - each family has its own
        if address is None or sock.family == _LOCAL:
            return
        if sock.family not in _FAMILIES:
            self._refuse(f"{address!r:.100}, by a socket of family {sock.family}")
        host = canonical(address[0])
        if is_unspecified(host):  # connected to, it is any service of this machine
            self._refuse(host or "this machine")
        self.check_name(host)

    def _may_reach(self, name: str) -> bool:
        if self._reachable.holds(name):
            return True
        with self._turn:
            return name in self._addresses

    def _learn(self, addresses: Iterable[str]) -> None:
        """Note the addresses of a name that was let through."""
        with self._turn:
            for address in map(canonical, addresses):
                if is_address(address):
                    self._addresses[address] = None

    def _refuse(self, host: str) -> None:
        with self._turn:
            self.refused += 1
            is_new = host not in self._named and len(self._named) < _MOST_NAMED
            if is_new:
                self._named.add(host)
        if is_new:
            _LOG.warning("Refused to reach %.253r: see FOOTNOTE_EGRESS_GUARD", host)
        raise EgressRefused(
            f"{host:.253} may not be reached: Footnote has no business there. Look for what asked for it; "
            "FOOTNOTE_EGRESS_GUARD=false lets everything through."
        )


def seal(*hosts: str) -> None:
    """Let this process reach nothing but some hosts, for good."""
    EgressGuard(Reachable(frozenset(map(canonical, hosts)))).install()

"""SIGTERM and Ctrl-C as something to wait for, and SIGHUP as something to do meanwhile."""

import select
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

_STOPPING = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Set once the process was told to stop; make it in the main thread.

    An Event won't do: a handler runs only when the main thread wakes, so a signal that comes just before it
    sleeps in ``Event.wait()`` is lost until the next one, and one that comes within ``wait()`` locks up in
    ``set()``. The interpreter itself writes to a wake-up socket at once, whatever the main thread does.
    """

    def __init__(self) -> None:
        self.on_hangup: Callable[[], None] = _nothing
        """What SIGHUP asks for; it is called by who waits."""
        self._is_told = False
        self._told, self._tell = socket.socketpair()
        self._told.setblocking(False)
        self._tell.setblocking(False)
        signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)
        for number in (*_STOPPING, signal.SIGHUP):
            signal.signal(number, _pass)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the signal, at most ``seconds`` (None: without end), and tell whether it came."""
        until = None if seconds is None else time.monotonic() + seconds
        while not self._is_told:
            left = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([self._told], [], [], left)[0]:
                return False
            self._take(self._told.recv(64))
        return True

    def is_set(self) -> bool:
        """Tell whether the signal came."""
        return self.wait(0)

    def _take(self, numbers: bytes) -> None:
        """Act on what the interpreter wrote: a byte for each signal, its number."""
        self._is_told = self._is_told or any(number in numbers for number in _STOPPING)
        if signal.SIGHUP in numbers:
            self.on_hangup()


def _pass(number: int, frame: FrameType | None) -> None:
    """Keep the signal from ending the process."""


def _nothing() -> None:
    """Until there is something to do."""

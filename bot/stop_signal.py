"""SIGTERM and Ctrl-C as something to wait for."""

import select
import signal
import socket
from types import FrameType

_STOPPING = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Set once the process was told to stop; make it in the main thread.

    An Event won't do: a handler runs only when the main thread wakes, so a signal that comes just before it
    sleeps in ``Event.wait()`` is lost until the next one, and one that comes within ``wait()`` locks up in
    ``set()``. The interpreter itself writes to a wake-up socket at once, whatever the main thread does.
    """

    def __init__(self) -> None:
        self._told, self._tell = socket.socketpair()
        self._tell.setblocking(False)
        signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)
        for number in _STOPPING:
            signal.signal(number, _pass)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the signal, at most ``seconds`` (None: without end), and tell whether it came."""
        return bool(select.select([self._told], [], [], seconds)[0])

    def is_set(self) -> bool:
        """Tell whether the signal came."""
        return self.wait(0)


def _pass(number: int, frame: FrameType | None) -> None:
    """Keep the signal from ending the process."""

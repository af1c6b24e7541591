"""`footnote serve` as a process that is killed and started again."""

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, RLock, Thread

READY = "Footnote is ready"
KEPT_LINES = 2_000
BETWEEN_STARTS_SECONDS = 0.5
"""So long whoever looks after the process waits before starting it again, as systemd does."""


class BotProcess:
    """Runs the bot until `stop`; if it ends by itself, that is noted, and it is started again."""

    def __init__(
        self,
        name: str,
        environment: Mapping[str, str],
        options: Sequence[str],
        *,
        kept_lines: int | None = KEPT_LINES,
    ) -> None:
        self.name = name
        self.starts = 0
        self.exits: list[str] = []
        """The ends that nobody here asked for: the exit code and the last line."""
        self.after_sigterm: list[int] = []
        self.log: deque[str] = deque(maxlen=kept_lines)
        """What it wrote to either output, its last lines alone unless all are kept."""
        self._environment = dict(environment)
        self._command = [str(Path(sys.executable).with_name("footnote")), "serve", *options]
        self._process: subprocess.Popen[str] | None = None
        self._ready = Event()
        self._wanted = False
        self._over = Event()
        self._lock = RLock()
        self._guard = Thread(target=self._look_after, name=f"guard of {name}", daemon=True)

    def start(self) -> None:
        """Start it; it may be a while until it is ready."""
        with self._lock:
            self._wanted = True
            self._launch()
            if not self._guard.is_alive():
                self._guard.start()

    def wait_until_ready(self, timeout_seconds: float = 60) -> None:
        """Wait for its line that says so.

        Raises:
            TimeoutError: with the last lines that it wrote.
        """
        if not self._ready.wait(timeout_seconds):
            lines = "".join(list(self.log)[-20:])
            raise TimeoutError(f"{self.name} isn't ready after {timeout_seconds} s. It wrote:\n{lines}")

    @property
    def pid(self) -> int:
        """The process's number, while there is one."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    def end(self, number: signal.Signals, down_seconds: float) -> None:
        """Kill it or ask it to stop, if it is ready, and start it again some seconds after it ended."""
        with self._lock:
            process = self._process
            if process is None or not self._ready.is_set():
                return
            self._ready.clear()
            self._wanted = False
        process.send_signal(number)
        code = process.wait(timeout=60)
        if number == signal.SIGTERM:
            self.after_sigterm.append(code)
        time.sleep(down_seconds)
        with self._lock:
            self._wanted = True
            self._launch()

    def stop(self) -> int | None:
        """Ask it to stop for good; return its exit code, or None where it had to be killed."""
        self._over.set()
        with self._lock:
            self._wanted = False
            process = self._process
        if process is None:
            return None
        process.terminate()
        try:
            return process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def _launch(self) -> None:
        self._ready.clear()
        self.starts += 1
        process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._process = process
        self._reader = Thread(target=self._read, args=(process,), name=f"log of {self.name}", daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.log.append(line)
                if line.startswith(READY) and process is self._process:
                    self._ready.set()

    def _look_after(self) -> None:
        """Start it again where it ended by itself."""
        while not self._over.wait(0.1):
            with self._lock:
                process = self._process
                if not self._wanted or process is None or process.poll() is None:
                    continue
                self._ready.clear()
                self._reader.join()
                last = self.log[-1].strip() if self.log else ""
                self.exits.append(f"exit code {process.returncode}: {last}")
            self._over.wait(BETWEEN_STARTS_SECONDS)
            with self._lock:
                if self._wanted and process is self._process:
                    self._launch()

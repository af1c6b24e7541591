"""Converts files in a process of their own, which may be stopped, and keeps what it made of them."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter

from knowledge.conversion.cache import ConversionCache
from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.limits import MEMORY_BYTES, MOST_CHARACTERS, SECONDS
from knowledge.guide_formats import Format

WORKER = "knowledge.conversion.worker"
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What Python and its libraries need; no token is among them."""
_LONGEST_REPLY = 12 * MOST_CHARACTERS + 1_000_000
"""Bytes: a character takes at most twelve as JSON; a process that went wild may not fill ours."""
_SHAPE = TypeAdapter(Converted)


@dataclass(slots=True)
class Converter:
    """Converts one file after the other; a context that ends the process which it starts at need.

    A file that takes longer than ``seconds``, needs more than ``memory_bytes`` (with the libraries' own) or
    ends the process costs its own conversion alone.
    """

    cache: ConversionCache | None = None
    seconds: float = SECONDS
    memory_bytes: int = MEMORY_BYTES
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, and drop what the cache holds of files that are long gone."""
        self._stop()
        if self.cache:
            self.cache.prune()

    def convert(self, form: Format, data: bytes) -> Converted:
        """Convert a file, or return what was made of it before.

        Raises:
            Unreadable: it can't be read, took too long, or ended the process.
        """
        kept = self.cache.load(form, data) if self.cache else None
        if kept:
            return kept
        converted = self._convert(form, data)
        if self.cache:
            self.cache.save(form, data, converted)
        return converted

    def _convert(self, form: Format, data: bytes) -> Converted:
        process = self._running()
        stopped = threading.Event()
        timer = threading.Timer(self.seconds, _stop_late, (process, stopped))
        timer.start()
        try:
            reply = _ask(process, form, data)
        finally:
            timer.cancel()
        status = self._stop() if reply is None or stopped.is_set() else None
        if reply is None:
            if stopped.is_set():
                raise Unreadable(
                    f"takes more than {self.seconds:g} seconds to read.", "Split or simplify it."
                )
            problem = f"made its reader fail (status {status}): it is damaged, or takes too much memory."
            raise Unreadable(problem, "Export it once more, or save its text alone.")
        if "problem" in reply:
            raise Unreadable(str(reply["problem"]), str(reply["cure"]))
        return _SHAPE.validate_python(reply)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # -P: what lies in the current folder is not imported.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", WORKER, str(self.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(os.environ),
            )
        return self._process

    def _stop(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        process.communicate()
        return process.returncode


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: variables[name] for name in _KEPT_VARIABLES if name in variables}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def _stop_late(process: subprocess.Popen[bytes], stopped: threading.Event) -> None:
    stopped.set()
    process.kill()


def _ask(process: subprocess.Popen[bytes], form: Format, data: bytes) -> dict[str, Any] | None:
    """Send a file and return the reply, None where the process ended instead."""
    assert process.stdin  # noqa: S101 - it is a pipe
    assert process.stdout  # noqa: S101 - so is this
    request = json.dumps({"format": form, "size": len(data)}).encode()
    try:
        process.stdin.write(request + b"\n" + data)
        process.stdin.flush()
        line = process.stdout.readline(_LONGEST_REPLY)
    except OSError:
        return None
    return json.loads(line) if line.endswith(b"\n") else None

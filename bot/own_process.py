"""Processes of this installation that a running bot starts: out of the way, with what they need."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from bot.settings import SECRETS

NICENESS = 10


def footnote_command(*arguments: str, hosts: Iterable[str] | None = None) -> list[str]:
    """Return a command of this installation; it reaches the ``hosts`` and no others, for None any."""
    named = ", ".join(map(repr, hosts or ()))
    first = "" if hosts is None else f"from bot.egress.guard import seal; seal({named}); "
    return [sys.executable, "-c", f"{first}from bot.cli import main; main()", *arguments]


def start_process(
    command: Sequence[str],
    *,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
    needs: Collection[str] = (),
) -> subprocess.Popen[str]:
    """Start what gives way to answers, without the bot's secrets but those that it ``needs``, by variable."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        text=True,
        env=_environment(needs),
    )
    with suppress(OSError):  # it ended already, or may not be told
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    return process


def _environment(needs: Collection[str]) -> dict[str, str]:
    """Return the environment less what another process has no business with."""
    secrets = SECRETS | {f"FOOTNOTE_{name}" for name in SECRETS}
    return {name: value for name, value in os.environ.items() if name not in secrets or name in needs}

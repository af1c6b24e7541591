"""Everything that is at rest, written or told, searched for marks."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.privacy.marked import Marked


def at_rest(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file below a folder, with its name."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield str(file.relative_to(folder)), file.read_bytes()


def told(environment: Mapping[str, str], *arguments: str) -> bytes:
    """Return what a command of ours prints."""
    command = [str(Path(sys.executable).with_name("footnote")), *arguments]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


def hits(places: Iterable[tuple[str, bytes]], marks: Iterable[str]) -> list[str]:
    """Return which marks are found where."""
    wanted = [(mark, mark.encode()) for mark in marks]
    return [f"{mark} in {name}" for name, content in places for mark, sought in wanted if sought in content]


def secrets(questions: Iterable[Marked]) -> list[str]:
    """Return what the guard has to take out, also without its spaces."""
    return [form for q in questions for form in dict.fromkeys((q.secret, q.secret.replace(" ", "")))]


def words(questions: Iterable[Marked]) -> list[str]:
    """Return the words that are only to be forgotten."""
    return [question.word for question in questions]

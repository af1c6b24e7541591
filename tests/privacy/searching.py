"""Everything that is at rest, written or told, searched for marks, whatever they are packed in."""

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from tests.privacy.marked import Marked

Place = tuple[str, bytes]
"""Where something lies, and what that holds."""
_PACKED = re.compile(rb"1\.(eN[A-Za-z0-9_-]{20,2000}={0,2})")
"""What a button carries: packed by zlib, which begins so in base 64."""


def fingerprints(folder: Path) -> dict[Path, bytes]:
    """Return the SHA-256 of each file below a folder."""
    return {file: hashlib.sha256(content).digest() for file, content in _files(folder)}


def at_rest(folder: Path, before: Mapping[Path, bytes] = MappingProxyType({})) -> Iterator[Place]:
    """Yield each file below a folder, and what is packed in it, unless it is as it was ``before``."""
    for file, content in _files(folder):
        if before.get(file) != hashlib.sha256(content).digest():
            yield from unpacked(str(file.relative_to(folder)), content)


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            try:
                yield file, file.read_bytes()
            except FileNotFoundError:  # the running bot has just taken it away
                continue


def unpacked(name: str, content: bytes) -> Iterator[Place]:
    """Yield what a place holds, what its buttons' values hold, and if it is a backup, what that holds."""
    yield name, content
    for found in _PACKED.finditer(content):
        try:
            yield f"a button's value in {name}", zlib.decompress(urlsafe_b64decode(found[1]))
        except (ValueError, zlib.error):
            continue
    if name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(content)) as backup:
            for member in backup.getmembers():
                held = backup.extractfile(member)
                yield from unpacked(f"{name}: {member.name}", held.read() if held else b"")


def told(environment: Mapping[str, str], *arguments: str) -> bytes:
    """Return what a command of ours prints.

    Raises:
        AssertionError: it printed a traceback, or nothing.
    """
    command = [str(Path(sys.executable).with_name("footnote")), *arguments]
    done = subprocess.run(command, env=dict(environment), capture_output=True, timeout=120, check=False)
    said = done.stdout + done.stderr
    assert said, command
    assert b"Traceback" not in said, said.decode()
    return said


def hits(places: Iterable[Place], marks: Iterable[str]) -> list[str]:
    """Return which marks are found where, in large or small letters and however they are escaped."""
    wanted = [(mark, [form.lower().encode() for form in _forms(mark)]) for mark in marks]
    lowered = [(name, content.lower()) for name, content in places]
    return [
        f"{mark} in {name}"
        for name, content in lowered
        for mark, forms in wanted
        if any(form in content for form in forms)
    ]


def _forms(mark: str) -> Iterable[str]:
    spaceless = "".join(mark.split())
    return dict.fromkeys(
        form
        for one in (mark, spaceless)
        for form in (one, quote(one), quote_plus(one), json.dumps(one)[1:-1])
    )


def secrets(questions: Iterable[Marked]) -> list[str]:
    """Return what the guard has to take out."""
    return [secret for question in questions for secret in question.secrets]


def words(questions: Iterable[Marked]) -> list[str]:
    """Return the words that are only to be forgotten."""
    return [question.word for question in questions]

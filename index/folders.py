"""Folders that are there completely or not at all, whatever happens while they are written."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_folder(folder: Path) -> Iterator[Path]:
    """Yield a draft folder that becomes ``folder`` when the block ends well, and vanishes when it doesn't.

    Every file is on disk before the name is: a crash at any moment leaves the old folder or the new one.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield draft
        for path in draft.rglob("*"):
            sync(path)
        sync(draft)
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def replace_file(file: Path, content: str | bytes) -> None:
    """Write ``content`` to ``file`` in one atomic step that survives a power cut."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        sync(draft)
        draft.replace(file)
        sync(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def file_age(file: Path) -> float:
    """Return the seconds since a file was last changed; 0 where another process deleted it."""
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def sync(path: Path) -> None:
    """Flush a file or a folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""One process at a time builds in a folder: the generations of some guides, or the exported models."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy

LOCK = ".lock"
LONGEST_WAIT_SECONDS = 600.0


@contextmanager
def build_lock(
    folder: Path, told: Callable[[str], None], longest_wait_seconds: float = LONGEST_WAIT_SECONDS
) -> Iterator[None]:
    """Hold the lock of ``folder``; ``told`` gets a line where somebody else holds it.

    The system takes the lock from a process that ends in whatever way, so it never outlives its holder.

    Raises:
        IndexBusy: somebody else holds it for longer than the wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        minutes = f"{longest_wait_seconds / 60:.0f} minutes"
        told(f"Another process is building here ({folder / LOCK}): waiting for up to {minutes}.")
        try:
            lock.acquire(timeout=longest_wait_seconds, poll_interval=0.1)
        except Timeout as error:
            raise IndexBusy(
                f"Another process has held {folder / LOCK} for {minutes}. Stop it, then try again."
            ) from error
    try:
        yield
    finally:
        lock.release()

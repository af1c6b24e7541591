"""`footnote serve --watch`: re-indexes when a guide was saved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, DefaultFilter, watch

from bot.settings import GOLDEN_FILE, SETTINGS_FILE
from knowledge.guide_formats import guide_of_sidecar, is_guide_name

QUIET_MILLISECONDS = 100
"""So long nothing may change before the guides are indexed: an editor or a `git pull` writes many files."""
LONGEST_MILLISECONDS = 2000


class GuideFilter(DefaultFilter):
    """Lets guides, their settings and golden questions through, not hidden files, backups and the like."""

    def __call__(self, change: Change, path: str) -> bool:
        """Tell whether a change is one of what is indexed."""
        file = Path(path)
        is_guide = is_guide_name(file.name, Path()) or guide_of_sidecar(file) is not None
        is_ours = is_guide or file.name in {SETTINGS_FILE, GOLDEN_FILE}
        return is_ours and not file.name.startswith(".") and super().__call__(change, path)


@contextmanager
def watching(guides: Path, changed: Callable[[], None]) -> Iterator[None]:
    """Call ``changed`` after files in a folder of guides have changed and nothing else does for a moment."""
    stop = Event()

    def run() -> None:
        for _ in watch(
            guides,
            watch_filter=GuideFilter(),
            debounce=LONGEST_MILLISECONDS,
            step=QUIET_MILLISECONDS,
            stop_event=stop,
            rust_timeout=500,
            raise_interrupt=False,
        ):
            changed()

    thread = Thread(target=run, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

"""Old generations: how many are kept, and what crashes left behind. To be called under the build lock."""

import re
import shutil

from index.generations import Generations

KEPT = 5
"""The current generation and four to fall back to."""
_LEFT_BEHIND = re.compile(r"\.(current|\d{8}T\d{12}-\w+)\.\w+")
"""Drafts of generations and of the file `current`, and what a deletion didn't finish."""


def prune(generations: Generations, keep: int = KEPT) -> list[str]:
    """Delete all generations but the current one and the ``keep`` - 1 that come next, and return their ids.

    Those that were current before come next, as they may have to answer again; then the newest others.

    Raises:
        IndexMissing: nothing says which generation is current.
    """
    current = generations.published().id
    doomed = [name for name in generations.by_rank()[max(keep, 1) :] if name != current]
    for name in doomed:
        delete(generations, name)
    return doomed


def delete(generations: Generations, name: str) -> None:
    """Delete one generation."""
    unwanted = generations.folder / f".{name}.deleted"
    (generations.folder / name).rename(unwanted)  # gone in one step: nobody finds half of one
    shutil.rmtree(unwanted)


def remove_drafts(generations: Generations) -> list[str]:
    """Delete what builders left behind that were killed, and return the names."""
    left = [path for path in generations.folder.glob(".*") if _LEFT_BEHIND.fullmatch(path.name)]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [path.name for path in left]

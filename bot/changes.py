"""What changed between two states of the guides, in lines that a maintainer reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from index.moves import Address, Changes

_NAMED = 10
"""Guides named of each kind, and sections of each guide; the rest are counted."""


def change_lines(changes: Changes) -> Iterator[str]:
    """Yield a line for each guide, by kind, and below it a line for each of its sections that changed.

    ``+`` was added, ``~`` changed, ``-`` removed, ``>`` moved and is the same otherwise. The sections of a
    guide that was added, removed or moved as a whole are counted, not named.
    """
    sections = _section_lines(changes)
    for kind, guides in _guide_lines(changes).items():
        for path, line in guides[:_NAMED]:
            yield line
            yield from _capped(sections.get(path, []))
        if len(guides) > _NAMED:
            yield f"{guides[0][1][0]} … {len(guides) - _NAMED} more {kind}"


def counted(number: int, noun: str) -> str:
    """Return "1 section" or "2 sections"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _guide_lines(changes: Changes) -> dict[str, list[tuple[str, str]]]:
    """Return each guide's path and line, by what became of it."""
    arrived = (new for _, new in changes.moved)
    come, gone = _per_guide((*changes.added, *arrived)), _per_guide(changes.removed)
    return {
        "added": [(path, f"+ {path} ({counted(come[path], 'section')})") for path in changes.guides_added],
        "changed": [(path, f"~ {path}") for path in changes.guides_changed],
        "removed": [
            (path, f"- {path} ({counted(gone[path], 'section')})") for path in changes.guides_removed
        ],
        "moved": [(old, f"> {old}, now {new}") for old, new in changes.guides_moved],
    }


def _section_lines(changes: Changes) -> dict[str, list[str]]:
    """Return the lines of single sections, by guide."""
    whole = {*changes.guides_added, *changes.guides_removed}
    renamed = {old for old, _ in changes.guides_moved}
    lines: dict[str, list[str]] = defaultdict(list)
    for sign, addresses in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for path, anchor in addresses:
            if path not in whole:
                lines[path].append(f"{sign} {_named(anchor)}")
    for (path, anchor), (new, at) in changes.moved:
        if path not in renamed:
            there = _named(at) if new == path else f"{new}{_named(at)}"
            lines[path].append(f"> {_named(anchor)}, now {there}")
    return lines


def _named(anchor: str) -> str:
    return f"#{anchor}" if anchor else "(text before the first heading)"


def _per_guide(addresses: Iterable[Address]) -> Counter[str]:
    return Counter(path for path, _ in addresses)


def _capped(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines[:_NAMED])
    if len(lines) > _NAMED:
        yield f"    … {len(lines) - _NAMED} more sections"

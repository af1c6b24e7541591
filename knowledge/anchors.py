"""Section anchors as GitHub makes them, so that a citation's link lands on its heading."""

import re
import unicodedata
from collections.abc import Iterable

MOST_NAMED = 20
"""Anchors that a cure names: a guide may have thousands."""
_NO_LETTER = re.compile(r"[^\w\- ]", re.UNICODE)


class Anchors:
    """Hands out the anchors of one guide's headings in order, numbering those that repeat."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def add(self, heading: str) -> str:
        """Return the anchor of the next heading: "Go deeper", "Go deeper" → "go-deeper", "go-deeper-1"."""
        return self.take(_NO_LETTER.sub(_mark, heading.strip().lower()).replace(" ", "-"))

    def take(self, wanted: str) -> str:
        """Return an anchor that the guide itself gives, numbered where another section has it already."""
        anchor, n = wanted, self._last.get(wanted, 0)
        while anchor in self._taken:
            n += 1
            anchor = f"{wanted}-{n}"
        self._taken.add(anchor)
        self._last[wanted] = n
        return anchor


def one_of(anchors: Iterable[str]) -> str:
    """Return the cure for an anchor that no heading has: those that there are, the first of many."""
    known = sorted(filter(None, anchors))
    return f"Use one of: {', '.join(known[:MOST_NAMED])}{', …' if len(known) > MOST_NAMED else '.'}"


def _mark(char: re.Match[str]) -> str:
    """Keep what a letter carries, such as the vowels of Hindi and Thai; Python counts it as no word."""
    return char[0] if unicodedata.category(char[0]).startswith("M") else ""

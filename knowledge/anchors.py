"""Section anchors as GitHub makes them, so that a citation's link lands on its heading."""

import re

_DROPPED = re.compile(r"[^\w\- ]", re.UNICODE)


class Anchors:
    """Hands out the anchors of one guide's headings in order, numbering those that repeat."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, heading: str) -> str:
        """Return the anchor of the next heading: "Go deeper", "Go deeper" → "go-deeper", "go-deeper-1"."""
        slug = _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")
        anchor, n = slug, 0
        while anchor in self._taken:
            n += 1
            anchor = f"{slug}-{n}"
        self._taken.add(anchor)
        return anchor

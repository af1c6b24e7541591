"""Where a link may lead: a file as written, or the page that a site generator makes of a guide."""

import difflib
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from knowledge.guide_formats import FORMATS
from knowledge.lint.markup import GuideMarkup

INDEX_STEMS = ("index", "_index", "README", "readme")
"""The file that a folder's own page is made of, by Hugo, Jekyll, MkDocs and GitHub."""
_PAGE = re.compile(r"\.html?$")
_SITE_PATH = re.compile(r"(?<![\w.~/-])[\w.~-]*/[\w./~-]*")
_LONGEST_NAME = 200


class Reach(Enum):
    """What can be said of where a link leads."""

    FOUND = "there"
    MISSING = "not there"
    UNKNOWN = "out of sight"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads; ``guide`` where that is a guide that was read."""

    reach: Reach
    guide: GuideMarkup | None = None


@dataclass(frozen=True)
class Places:
    """The folder that links lead about in: its guides by path, and its other files as they lie on disk."""

    folder: Path
    guides: Mapping[str, GuideMarkup]
    _seen: dict[str, Place | None] = field(default_factory=dict)

    def find(self, path: str, origin: str) -> Place:
        """Return where ``path``, a link's path without its anchor, leads from the guide ``origin``."""
        if path.startswith("/"):
            return self._from_root(path.strip("/"))
        parent, stem = posixpath.split(posixpath.splitext(origin)[0])
        # A generator makes `a/b.md` the page `a/b/`, so that `../c/` is `a/c.md`; an editor means `a/../c`.
        bases = [parent] if stem in INDEX_STEMS else [parent, posixpath.join(parent, stem)]
        targets = [posixpath.normpath(posixpath.join(base, path)) for base in bases]
        for target in targets:
            if place := self._look(target):
                return place
        outside = targets[0].startswith("..")
        return Place(Reach.UNKNOWN if outside else Reach.MISSING)

    def suggest(self, path: str, origin: str) -> str | None:
        """Return a guide that a broken link may have meant, written as a link from ``origin``."""
        name, suffix = posixpath.splitext(posixpath.basename(_PAGE.sub("", path.rstrip("/"))))
        wanted = name if suffix in FORMATS else name + suffix
        near = difflib.get_close_matches(wanted[:_LONGEST_NAME], self._stems, n=1, cutoff=0.8)
        if not near or len(self._stems[near[0]]) > 1:
            return None
        return posixpath.relpath(self._stems[near[0]][0], posixpath.dirname(origin) or ".")

    def _from_root(self, path: str) -> Place:
        for root in self._roots:
            if place := self._look(posixpath.join(root, path)):
                return place
        if path.removesuffix(".html") in self._permalinks:
            return Place(Reach.FOUND)
        first, slash, _ = path.partition("/")
        ours = slash and any(os.path.isdir(self.folder / root / first) for root in self._roots)  # noqa: PTH112
        return Place(Reach.MISSING if ours else Reach.UNKNOWN)

    def _look(self, target: str) -> Place | None:
        if target not in self._seen:
            self._seen[target] = self._look_anew(target)
        return self._seen[target]

    def _look_anew(self, target: str) -> Place | None:
        for path in _files(target):
            if path in self.guides:
                return Place(Reach.FOUND, self.guides[path])
            if os.path.isfile(self.folder / path):  # noqa: PTH113 - Path's own raises where a name is too long
                return Place(Reach.FOUND)
        return Place(Reach.FOUND) if os.path.isdir(self.folder / target) else None  # noqa: PTH112

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        """The folder itself, and those in it that a site's root may be made of: `pages`, `content`."""
        return "", *sorted({path.split("/")[0] for path in self.guides if "/" in path})

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        stems: dict[str, list[str]] = {}
        for path in self.guides:
            stems.setdefault(posixpath.splitext(posixpath.basename(path))[0], []).append(path)
        return stems

    @cached_property
    def _permalinks(self) -> frozenset[str]:
        """Every path that some front matter names: `permalink`, `redirect_from`, `aliases`, `url`."""
        matters = (markup.guide.source[: markup.body] for markup in self.guides.values())
        return frozenset(path.strip("/") for matter in matters for path in _SITE_PATH.findall(matter))


def _files(target: str) -> Iterator[str]:
    """Yield the files that a link to ``target`` may be served from, likeliest first."""
    yield target
    page = _PAGE.sub("", target)
    for suffix in sorted(FORMATS, reverse=True):
        yield page + suffix
    for stem in INDEX_STEMS:
        yield posixpath.normpath(posixpath.join(page, f"{stem}.md"))

"""What the rules need from a guide's Markdown beyond its sections: links, anchors, levels and lines."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from knowledge.guide import Guide


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link or an image leads, as written (percent signs decoded), and the line it is on."""

    target: str
    line: int
    image: bool = False


@dataclass(slots=True, eq=False)
class GuideMarkup:
    """A guide beside what its Markdown holds; ``body`` is the offset at which its front matter ends."""

    guide: Guide
    body: int
    links: list[Link] = field(default_factory=list)
    slips: list[tuple[int, str]] = field(default_factory=list)
    """Lines with what was meant as a link and isn't one, and the words of it."""
    headings: list[str] = field(default_factory=list)
    """The words of every heading in order, those in quotes and lists, too."""
    levels: dict[int, int] = field(default_factory=dict)
    """The level, 1 to 6, of the heading that stands on a line."""
    html_headings: list[int] = field(default_factory=list)
    """Lines with a heading in HTML, which begins no section."""
    ids: set[str] = field(default_factory=set)
    """Anchors that the file gives by name: `{#x}`, `<a id="x">`."""
    ignored: list[tuple[int, str]] = field(default_factory=list)
    """Lines with a `lint-ignore` comment, and the rule that each names."""
    line_ends: list[int] = field(default_factory=list)
    """Where each line of the source ends, behind its newline."""

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, of a code point offset in the source."""
        return bisect_right(self.line_ends, offset) + 1

    def key_line(self, *keys: str) -> int:
        """Return the line of the first of ``keys`` that the front matter holds, 1 where it holds none."""
        matter = self.guide.source[: self.body]
        for key in keys:
            if found := re.search(rf"(?<![\w.-]){re.escape(key)}[\"']?\s*[:=]", matter):
                return self.line_of(found.start())
        return 1

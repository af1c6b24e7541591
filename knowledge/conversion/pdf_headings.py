"""Which of a PDF's lines are headings: by their type, since few PDFs say it of themselves."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.conversion.pdf_lines import Line

LARGER = 1.1
"""From this many times the body's size on, type is a heading's."""
LONGEST, MOST_LINES = 150, 3
_NO_HEADING_END = re.compile(r"[.,;:]$")

Style = tuple[float, bool]
"""Size in points, and whether it is bold."""
Headings = dict[int, tuple[int, int]]
"""Where a heading's first line is among all: how many lines it has, and its level from 1."""


def find_headings(lines: Sequence[Line]) -> Headings:
    """Find the headings: short, in larger type or in bold, alone in their row; the largest rank highest."""
    body = _body_style(lines)
    found = [(i, n) for i, n in _runs(lines, body) if _reads_as_heading(lines, i, n)]
    styles = sorted({_style(lines[i]) for i, _ in found}, reverse=True)
    return {i: (n, styles.index(_style(lines[i])) + 1) for i, n in found}


def _body_style(lines: Sequence[Line]) -> Style:
    letters = Counter[Style]()
    for line in lines:
        letters[_style(line)] += len(line.words)
    return max(letters, key=lambda style: letters[style], default=(0.0, False))


def _style(line: Line) -> Style:
    return line.size, line.bold


def _stands_out(line: Line, body: Style) -> bool:
    size, bold = body
    return line.size >= size * LARGER or (line.bold and not bold and line.size >= size - 0.5)


def _runs(lines: Sequence[Line], body: Style) -> Iterator[tuple[int, int]]:
    """Yield (first, how many) of consecutive lines that stand out together."""
    first = 0
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        if before is None or not _goes_on(before, line) or not _stands_out(line, body):
            if i > first and _stands_out(lines[first], body):
                yield first, i - first
            first = i
    if lines and _stands_out(lines[first], body):
        yield first, len(lines) - first


def _goes_on(before: Line, line: Line) -> bool:
    gap = before.foot - line.base
    return line.page == before.page and _style(line) == _style(before) and 0 < gap < 1.8 * line.size


def _reads_as_heading(lines: Sequence[Line], first: int, count: int) -> bool:
    run = lines[first : first + count]
    words = " ".join(line.words for line in run)
    around = [*lines[max(0, first - 1) : first], *lines[first + count : first + count + 1]]
    shares_a_row = any(
        other.page == line.page and abs(other.base - line.base) < 2 for other in around for line in run
    )
    return (
        count <= MOST_LINES
        and 3 <= len(words) <= LONGEST
        and any(char.isalpha() for char in words)
        and not words[0].islower()
        and not _NO_HEADING_END.search(words)
        and not shares_a_row
        and not any(line.cells for line in run)
    )

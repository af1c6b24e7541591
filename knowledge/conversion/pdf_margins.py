"""Lines that stand around a PDF's pages, page numbers and running titles, told from its text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from knowledge.conversion.pdf_lines import Line, PageLines

MARGIN = 0.12
"""The share of a page's height, above and below, in which running titles stand."""
FEWEST_PAGES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page |p\. ?|[-–—] ?)?(?:\d{1,4}|[ivxlc]{1,6})(?: ?[-–—]| ?(?:/|of) ?\d{1,4})?", re.IGNORECASE
)
_Said = tuple[str, int]
_CONTENTS = re.compile(r"(?:\. ?){5,}\s*(?:\d+|[ivxlc]+)?$")


def text_lines(pages: Sequence[PageLines]) -> list[Line]:
    """Return the lines of all pages without running titles, page numbers and contents lists."""
    exact, numbered = (_count(pages, key) for key in (_said, _said_but_numbers))
    around: set[Line] = set()
    ends = set(_outermost(pages))
    for line in (line for page in pages for line in _in_margin(page)):
        repeats = exact[_said(line)] >= FEWEST_PAGES
        if repeats or (line in ends and numbered[_said_but_numbers(line)] >= FEWEST_PAGES):
            around.add(line)
    places = {_place(line) for line in around}
    around |= {line for line in ends if _place(line) in places}  # a short chapter's running title
    return [
        line
        for page in pages
        for line in page.lines
        if line not in around and not _CONTENTS.search(line.words) and not _is_page_number(line, page)
    ]


def _is_page_number(line: Line, page: PageLines) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.words)) and line in _in_margin(page)


def _outermost(pages: Sequence[PageLines]) -> Iterator[Line]:
    """Yield each page's highest and lowest line, where it is no larger than most letters: no heading."""
    letters = Counter[float]()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.words)
    body = max(letters, key=lambda size: letters[size], default=0.0)
    for page in pages:
        if page.lines:
            ends = min(page.lines, key=_height), max(page.lines, key=_height)
            yield from (line for line in ends if line.size <= body)


def _count(pages: Sequence[PageLines], key: Callable[[Line], _Said]) -> Counter[_Said]:
    """Count the pages on which a line of such a key stands in a margin."""
    return Counter(said for page in pages for said in {key(line) for line in _in_margin(page)})


def _in_margin(page: PageLines) -> Iterator[Line]:
    for line in page.lines:
        if not MARGIN * page.height <= line.base <= (1 - MARGIN) * page.height:
            yield line


def _said(line: Line) -> _Said:
    """Key a line by its words and its height."""
    return line.words.casefold(), round(line.base / 3)


def _said_but_numbers(line: Line) -> _Said:
    words, height = _said(line)
    return _DIGITS.sub("#", words), height


def _place(line: Line) -> tuple[int, float, bool]:
    return round(line.base), line.size, line.bold


def _height(line: Line) -> float:
    return line.base

"""A PDF page → its lines of text, as pdfium finds them, with where and how large they stand."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

_HYPHENS = (0x02, 0xFFFE)
"""pdfium's signs for the hyphen at the end of a line, with which it joins the word's halves."""
SOFT_HYPHEN = "\u00ad"
_BOLD = 600
_WIDE = 2.0
"""A gap of so many times the size of type parts two cells; justified text has narrower ones."""
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Line:
    """A line's words, its page from 1, and in points: left and right end, height of its base, size of type.

    pdfium joins the lines that a hyphen parts a word on: ``foot`` is the base of the last of them.
    """

    words: str
    page: int
    left: float
    right: float
    base: float
    foot: float
    size: float
    bold: bool
    cells: tuple[str, ...] = ()
    """The words, parted where they stand so far apart that they are cells of a table's row; () elsewhere."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page's lines in reading order, its height in points, and how many characters have no meaning."""

    lines: tuple[Line, ...]
    height: float
    unmapped: int


def read_page(document: pdfium.PdfDocument, number: int) -> PageLines:
    """Read page ``number`` (from 1) of ``document``.

    Raises:
        pdfium.PdfiumError: the page is damaged.
    """
    page = document[number - 1]
    text_page = page.get_textpage()
    try:
        codes = [raw.FPDFText_GetUnicode(text_page, i) for i in range(text_page.count_chars())]
        unmapped = sum(code in (0, 0xFFFD) for code in codes)
        lines = tuple(_lines(text_page, codes, number))
        return PageLines(lines, page.get_height(), unmapped)
    finally:
        text_page.close()
        page.close()


def _lines(text_page: pdfium.PdfTextPage, codes: list[int], page: int) -> Iterator[Line]:
    start = 0
    for end, code in enumerate([*codes, 10]):
        if code in (10, 13):
            if line := _line(text_page, codes, range(start, end), page):
                yield line
            start = end + 1


def _line(text_page: pdfium.PdfTextPage, codes: list[int], places: range, page: int) -> Line | None:
    """Measure a line at the first letter of each of its words: enough to tell its type and weight."""
    words = _decode([codes[i] for i in places])
    starts = [i for i in places if not _is_space(codes[i]) and (i == places.start or _is_space(codes[i - 1]))]
    if not words.strip() or not starts:
        return None
    sizes = [_size(text_page, i) for i in starts]
    last = next(i for i in reversed(places) if not _is_space(codes[i]))
    left, base = _origin(text_page, starts[0])
    bold = all(_is_bold(text_page, i) for i in starts)
    right, foot = text_page.get_charbox(last)[2], _origin(text_page, last)[1]
    size = max(sorted(set(sizes)), key=sizes.count)
    parted = [i for i in starts[1:] if _gap_before(text_page, i) > _WIDE * size]
    ends = [places.start, *parted, places.stop]
    cells = [_decode(codes[a:b]).strip() for a, b in pairwise(ends)] if parted else []
    return Line(words.strip(), page, left, right, base, foot, size, bold, tuple(cells))


def _gap_before(text_page: pdfium.PdfTextPage, index: int) -> float:
    """Return how far, in points, a word's first letter stands from the one before the space before it."""
    right: float = text_page.get_charbox(max(0, index - 2))[2]
    return _origin(text_page, index)[0] - right


def _decode(codes: list[int]) -> str:
    text = "".join(SOFT_HYPHEN if code in _HYPHENS else chr(code or 0xFFFD) for code in codes)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_space(code: int) -> bool:
    return code in (0x20, 0x09, 0xA0, 10, 13)


def _size(text_page: pdfium.PdfTextPage, index: int) -> float:
    """Return the size as drawn: the font's, by the scale of the matrix that it is drawn with."""
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text_page, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    return float(round(raw.FPDFText_GetFontSize(text_page, index) * scale * 2)) / 2


def _origin(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    return x.value, y.value


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD:
        return True
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text_page, index, None, 0, flags)
    name = ctypes.create_string_buffer(max(1, min(length, 1000)))
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()

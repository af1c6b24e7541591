"""A PDF's outline, which many programs write from a text's headings, and the lines that it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from knowledge.conversion.pdf_headings import MOST_LINES, Headings
from knowledge.conversion.pdf_lines import Line

FEWEST_ENTRIES, MOST_PAGES_EACH = 3, 10
"""An outline tells the headings if at least so many are found, and one for so many pages."""
MOST_ENTRIES = 20_000
_NUMBER = re.compile(r"(?:chapter|part|section|appendix|article)?(?:[a-z]?\d*|[ivxlc]+)")
"""Letters and digits before a title that the outline leaves out."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading's words, its level from 1 and the page from 1 that it leads to."""

    title: str
    level: int
    page: int


def read_outline(document: pdfium.PdfDocument) -> list[OutlineEntry]:
    """Return the entries that lead to a page, in order."""
    entries: list[OutlineEntry] = []
    for mark in document.get_toc(max_depth=6):
        target = mark.get_dest()
        index = target.get_index() if target else None
        if index is not None and len(entries) < MOST_ENTRIES:
            entries.append(OutlineEntry(mark.get_title(), mark.level + 1, index + 1))
    return entries


def match_outline(lines: Sequence[Line], outline: Sequence[OutlineEntry]) -> Headings:
    """Find the lines that the outline names; none where it names too few to be a list of the headings."""
    first_of_page: dict[int, int] = {}
    for i, line in enumerate(lines):
        first_of_page.setdefault(line.page, i)
    found: Headings = {}
    for entry in outline:
        if match := _find(lines, first_of_page.get(entry.page), entry):
            found.setdefault(match[0], (match[1], entry.level))
    pages = lines[-1].page if lines else 0
    is_whole = len(found) >= max(FEWEST_ENTRIES, len(outline) / 2, pages / MOST_PAGES_EACH)
    return found if is_whole else {}


def _find(lines: Sequence[Line], start: int | None, entry: OutlineEntry) -> tuple[int, int] | None:
    """Return (first, how many) of the lines on the entry's page that say its title, the largest of them."""
    wanted = _letters(entry.title)
    found: list[tuple[float, int, int]] = []
    i = len(lines) if start is None else start
    while wanted and i < len(lines) and lines[i].page == entry.page:
        for count in range(1, MOST_LINES + 1):
            said = _letters("".join(line.words for line in lines[i : i + count]))
            if said.endswith(wanted) and _NUMBER.fullmatch(said[: -len(wanted)]):
                found.append((-lines[i].size, i, count))
                break
        i += 1
    return min(found)[1:] if found else None


def _letters(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())

"""A PDF's lines → its headings, paragraphs and list items, by the type and place of each line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.conversion.blocks import Block, BlockKind
from knowledge.conversion.cleaning import clean
from knowledge.conversion.pdf_headings import find_headings
from knowledge.conversion.pdf_lines import SOFT_HYPHEN, Line
from knowledge.conversion.pdf_outline import OutlineEntry, match_outline

LOOSE = 1.3
"""A gap this many times the usual one parts two paragraphs."""
SHORT = 0.85
"""A line that fills less than this share of its column's width may be a paragraph's last."""
_BULLET = re.compile(r"(?:[•◦▪‣●○■□➢➤✓·∙–\uf0b7\uf0a7\uf0d8\uf0fc-]|o(?= [A-Z]))\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_LETTER = re.compile(r"(?:\([a-z0-9]{1,4}\)|[a-z][.)])\s+(?=\S)")
_LONE_BULLET = re.compile(r"[•◦▪‣●○■□➢➤✓\uf0b7\uf0a7\uf0d8\uf0fc]")
_SENTENCE_END = re.compile(r"[.!?:;][\"”’')\]]*$")
_BROKEN = re.compile(rf"(\w+){SOFT_HYPHEN}(\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")


def read_blocks(lines: Sequence[Line], outline: Sequence[OutlineEntry]) -> list[Block]:
    """Put lines together again: paragraphs across lines and pages, and words that were parted."""
    lines = list(_with_lone_bullets(lines))
    headings = match_outline(lines, outline) or find_headings(lines)
    reader = _Reader(lines)
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        if i in headings:
            count, level = headings[i]
            words = " ".join(line.words for line in lines[i : i + count])
            blocks.append(Block(BlockKind.HEADING, [(lines[i].page, words)], level))
            i += count
        else:
            end = next((place for place in range(i, len(lines)) if place in headings), len(lines))
            blocks += reader.body(range(i, end))
            i = end
    _mend(blocks)
    return blocks


def _with_lone_bullets(lines: Sequence[Line]) -> Iterator[Line]:
    """Put a bullet that stands in a line of its own before the words beside it."""
    bullet: Line | None = None
    for line in lines:
        if _LONE_BULLET.fullmatch(line.words):
            bullet = line
            continue
        if bullet and bullet.page == line.page and abs(bullet.base - line.base) < line.size:
            words = f"{bullet.words} {line.words}"
            yield replace(line, words=words, left=bullet.left)
        else:
            yield line
        bullet = None


class _Reader:
    """Parts the lines between two headings into paragraphs and items."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        gaps: dict[float, list[float]] = {}
        for a, b in pairwise(lines):
            if a.page == b.page and a.size == b.size and 0.9 * a.size < a.foot - b.base < 3 * a.size:
                gaps.setdefault(a.size, []).append(round(a.foot - b.base, 1))
        # A low one among the gaps: there may be as many between paragraphs as within them.
        self.leading = {size: sorted(found)[len(found) // 5] for size, found in gaps.items()}
        self.columns: dict[tuple[int, int], float] = {}
        for line in lines:
            column = line.page, round(line.left / 50)
            self.columns[column] = max(self.columns.get(column, 0.0), line.right)

    def body(self, places: range) -> Iterator[Block]:
        place = places.start
        for table in self._tables(places):
            yield from self._paragraphs(range(place, table.start))
            rows = [(self.lines[i].page, "\t".join(self.lines[i].cells)) for i in table]
            yield Block(BlockKind.TABLE, rows)
            place = table.stop
        yield from self._paragraphs(range(place, places.stop))

    def _tables(self, places: range) -> Iterator[range]:
        """Yield the runs of two lines or more on a page that all have as many cells."""
        start = places.start
        for i in places:
            line, following = self.lines[i], self.lines[i + 1] if i + 1 < places.stop else None
            if following and len(line.cells) == len(following.cells) and line.page == following.page:
                continue
            if line.cells and i > start:
                yield range(start, i + 1)
            start = i + 1

    def _paragraphs(self, places: range) -> Iterator[Block]:
        block: Block | None = None
        lefts: list[float] = []
        for i in places:
            line, before = self.lines[i], self.lines[i - 1] if i > places.start else None
            marker = self._marker(line, before)
            if block is None or before is None or marker or self._parted(before, line, block):
                if block:
                    yield block
                lefts = [left for left in lefts if left < line.left - 2] if marker else []
                block = _open(line, marker, len(lefts))
                lefts = [*lefts, line.left] if marker else []
            else:
                _add(block, line)
        if block:
            yield block

    def _marker(self, line: Line, before: Line | None) -> re.Match[str] | None:
        """Return what marks an item; a number at the start of a line within a sentence marks none."""
        if bullet := _BULLET.match(line.words):
            return bullet
        starts = before is None or _ends(before) or self._is_loose(before, line)
        return (_NUMBER.match(line.words) or _LETTER.match(line.words)) if starts else None

    def _parted(self, before: Line, line: Line, block: Block) -> bool:
        goes_on = line.words[0].islower() and not _ends(before)
        if line.page != before.page or line.base > before.foot + 2:  # the next page, or column
            return not goes_on
        if self._is_loose(before, line) or abs(line.size - before.size) > 0.5 or line.cells or before.cells:
            return True
        if not _ends(before) or line.words[0].islower():
            return False
        is_indented = line.left > before.left + 0.8 * line.size and block.kind is BlockKind.PARAGRAPH
        return is_indented or self._is_short(before)

    def _is_loose(self, before: Line, line: Line) -> bool:
        gap = before.foot - line.base
        return line.page == before.page and gap > LOOSE * self.leading.get(line.size, line.size * 1.2)

    def _is_short(self, line: Line) -> bool:
        right = self.columns[line.page, round(line.left / 50)]
        return line.right - line.left < SHORT * (right - line.left)


def _ends(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.words))


def _open(line: Line, marker: re.Match[str] | None, depth: int) -> Block:
    if marker is None:
        return Block(BlockKind.PARAGRAPH, [(line.page, line.words)])
    number = _NUMBER.match(line.words)
    words = line.words if _LETTER.match(line.words) else line.words[marker.end() :]
    return Block(BlockKind.ITEM, [(line.page, words)], depth, f"{number[1]}." if number else "-")


def _add(block: Block, line: Line) -> None:
    page, words = block.parts[-1]
    if page != line.page:
        block.parts.append((line.page, line.words))
    elif words.endswith("-") and words[-2:-1].isalpha() and line.words[0].islower():
        block.parts[-1] = page, words[:-1] + SOFT_HYPHEN + line.words
    else:
        block.parts[-1] = page, f"{words} {line.words}"


def _mend(blocks: Sequence[Block]) -> None:
    """Join words that were parted at a line's end, with the hyphen only where the text has it elsewhere."""
    known = Counter(word for block in blocks for word in _WORD.findall(block.text.lower()))

    def joined(broken: re.Match[str]) -> str:
        whole, hyphened = broken[1] + broken[2], f"{broken[1]}-{broken[2]}"
        return hyphened if known[hyphened.lower()] > known[whole.lower()] else whole

    for block in blocks:
        block.parts = [(page, clean(_BROKEN.sub(joined, words))) for page, words in block.parts]

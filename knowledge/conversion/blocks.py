"""Headings, paragraphs and list items → Markdown, with the offset at which each page begins."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.conversion.escaping import escape, escape_heading, escape_starts


class BlockKind(StrEnum):
    """What a block is to who reads it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(slots=True)
class Block:
    """A block's words by the page that they stand on, counted from 1; it may run over several pages.

    ``level`` is a heading's, from 1, or an item's depth, from 0. ``marker`` is an item's: "-" or "3.". A
    table's parts are its rows, the first of them its header, each row's cells parted by tabs.
    """

    kind: BlockKind
    parts: list[tuple[int, str]]
    level: int = 0
    marker: str = "-"

    @property
    def text(self) -> str:
        """All of the block's words."""
        return " ".join(words for _, words in self.parts)


@dataclass(slots=True)
class _Writer:
    written: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[int] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.written.append(text)
        self.length += len(text)

    def turn_to(self, page: int) -> None:
        self.pages.extend([self.length] * (page - len(self.pages)))


def write_blocks(blocks: Sequence[Block], pages: int = 0) -> tuple[str, tuple[int, ...]]:
    """Return the Markdown of ``blocks``, and the offsets of its ``pages`` pages; 0 for what has none."""
    writer, depth = _Writer(), -1
    for i, block in enumerate(blocks):
        is_item = block.kind is BlockKind.ITEM
        if i:
            writer.write("\n" if is_item and depth >= 0 else "\n\n")
        depth = min(block.level, depth + 1) if is_item else -1
        for place, (page, words) in enumerate(block.parts):
            if pages:
                writer.turn_to(page)
            if block.kind is BlockKind.TABLE:
                writer.write(_row(words, place))
            else:
                first = _opening(block, depth) + _first(block, words)
                writer.write(" " + escape(words) if place else first)
    writer.write("\n" if blocks else "")
    writer.turn_to(pages)
    return "".join(writer.written), tuple(writer.pages)


def _row(words: str, place: int) -> str:
    cells = [escape(cell).replace("|", "\\|") for cell in words.split("\t")]
    row = f"| {' | '.join(cells)} |"
    return f"\n{row}" if place else f"{row}\n|{' --- |' * len(cells)}"


def _opening(block: Block, depth: int) -> str:
    if block.kind is BlockKind.HEADING:
        return "#" * min(block.level, 6) + " "
    return "    " * depth + block.marker + " " if block.kind is BlockKind.ITEM else ""


def _first(block: Block, words: str) -> str:
    if block.kind is BlockKind.HEADING:
        return escape_heading(escape(words))
    return escape_starts(escape(words))

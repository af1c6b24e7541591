"""Plain text → Markdown: what people mark with a blank line, a number, a bullet or capitals."""

import re
from collections.abc import Iterator, Sequence

from knowledge.conversion.blocks import Block, BlockKind, write_blocks
from knowledge.conversion.cleaning import clean
from knowledge.conversion.converted import Converted
from knowledge.conversion.decoding import decode
from knowledge.front_matter_block import split_front_matter

LONGEST_HEADING = 80
_ITEM = re.compile(r"([-*+•·▪◦‣●○■–]|o(?= [A-Z])|\d{1,3}[.)])[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?[ \t]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"(=|-|~){3,}$")
_END_OF_SENTENCE = re.compile(r"[.,;:!]$")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def convert_text(data: bytes) -> Converted:
    """Read a text file; a heading is numbered, underlined or in capitals, and stands alone before a text.

    Raises:
        Unreadable: it is neither UTF-8 nor UTF-16.
    """
    front_matter, body = split_front_matter(decode(data))
    parts = [part.strip("\n") for part in _BLANK_LINES.split("\n" + clean(body))]
    blocks = list(_blocks([part for part in parts if part.strip()]))
    return Converted(write_blocks(blocks)[0], front_matter=front_matter)


def _blocks(parts: Sequence[str]) -> Iterator[Block]:
    for i, part in enumerate(parts):
        lines = part.split("\n")
        if len(lines) > 2 and _is_underlined(lines):
            yield _underlined(lines)
            lines = lines[2:]
        following = parts[i + 1] if i + 1 < len(parts) else ""
        if heading := _heading(lines, before_text=bool(following) and not _numbered_line(following)):
            yield heading
        elif not i and following and _alone(lines) and not _ITEM.match(lines[0].strip()):
            yield _block(BlockKind.HEADING, lines[0].strip(), 1)  # the title
        else:
            yield from _body(lines)


def _is_underlined(lines: Sequence[str]) -> bool:
    return len(lines[0].strip()) <= LONGEST_HEADING and bool(_UNDERLINE.match(lines[1].strip()))


def _underlined(lines: Sequence[str]) -> Block:
    return _block(BlockKind.HEADING, lines[0].strip(), 1 if lines[1].strip()[0] == "=" else 2)


def _heading(lines: Sequence[str], *, before_text: bool) -> Block | None:
    words = lines[0].strip()
    if len(lines) == 2 and _is_underlined(lines):
        return _underlined(lines)
    if not _alone(lines):
        return None
    if hashes := _HASHES.match(words):
        return _block(BlockKind.HEADING, words[hashes.end() :], len(hashes[1]))
    number = _NUMBER.match(words)
    if number and before_text and words[number.end()].isupper():
        return _block(BlockKind.HEADING, words, 2 + number[1].count("."))
    letters = [char for char in words if char.isalpha()]
    if len(letters) >= 3 and words.isupper() and not _ITEM.match(words):
        return _block(BlockKind.HEADING, words, 2)
    return None


def _alone(lines: Sequence[str]) -> bool:
    words = lines[0].strip()
    return len(lines) == 1 and len(words) <= LONGEST_HEADING and not _END_OF_SENTENCE.search(words)


def _numbered_line(part: str) -> bool:
    return "\n" not in part and bool(_NUMBER.match(part.strip())) and _alone([part])


def _body(lines: Sequence[str]) -> Iterator[Block]:
    """Yield a part's paragraphs and list items; an indented line goes on with its item."""
    block: Block | None = None
    indents: list[int] = []
    for line in lines:
        words, indent = line.strip(), len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        item = _ITEM.match(words)
        if item and item[1][0].isdigit() and block and block.kind is BlockKind.PARAGRAPH:
            item = item if _END_OF_SENTENCE.search(block.text) else None  # a number within a sentence
        if item or block is None:
            if block:
                yield block
            indents = [known for known in indents if known < indent] if item else []
            marker = item[1].replace(")", ".") if item and item[1][0].isdigit() else "-"
            kind = BlockKind.ITEM if item else BlockKind.PARAGRAPH
            block = _block(kind, words[item.end() :] if item else words, len(indents), marker)
            indents = [*indents, indent] if item else []
        else:
            block.parts = [(1, f"{block.parts[0][1]}\n{words}")]
    if block:
        yield block


def _block(kind: BlockKind, words: str, level: int = 0, marker: str = "-") -> Block:
    return Block(kind, [(1, words)], level, marker)

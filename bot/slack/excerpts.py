"""A quote's Markdown → a syntax tree: what begins in the midst of a list or table is read as what it is."""

import re
from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from knowledge.density import DEEPEST, depth_of
from knowledge.inline import create_parser
from knowledge.lines import LINE_END

MOST_CELLS = 1000
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_FENCE = re.compile(r"`{3,}|~{3,}")
_LIKE_DEFINITION = re.compile(r"\[[^\]]+\]:")
_QUOTED = re.compile(r"^\s*(?:>[ \t]?)+")
_DELIMITER = re.compile(r"[\s|:]*-[\s|:-]*")


def complete_rows(masked: str) -> str:
    """Return the header that goes before rows quoted out of their table, "" where none is missing.

    Without one they are no table to a parser. It has no words, and lines of its own.
    """
    rows = masked.lstrip().split("\n\n", 1)[0].splitlines()
    if not rows or (len(rows) > 1 and _DELIMITER.fullmatch(rows[1])):
        return ""
    if not rows[0].startswith("|") and (len(rows) == 1 or not all("|" in row for row in rows)):
        return ""
    cells = max(row.count("|") for row in rows) + 1
    return "|" + " |" * cells + "\n|" + "-|" * cells + "\n"


def parse_excerpt(source: str) -> Sequence[SyntaxTreeNode]:
    """Return the blocks of a masked quote; their lines are those of ``source``, their columns may not be.

    There are none where marks are nested deeper than in any guide, since those of a quote may pair otherwise,
    and where rows have more cells than a person could read.
    """
    if source.count("|") > MOST_CELLS:
        return ()
    parser = create_parser()
    if _LIKE_DEFINITION.match(source):  # a link's definition is never quoted: this is a sentence
        parser.disable("reference")
    tokens = parser.parse(_dedented(source))
    return () if any(depth_of(token) > DEEPEST for token in tokens) else SyntaxTreeNode(tokens).children


def _dedented(source: str) -> str:
    """Take from the other lines the indent that the first one has lost: a quote begins at its first word."""
    first, *rest = _unquoted(LINE_END.split(source))
    lost = _lost_indent(first, rest)
    return "\n".join([first, *(_take_indent(line, lost) if lost else line for line in rest)])


def _unquoted(lines: Sequence[str]) -> Sequence[str]:
    """Take the > from a paragraph's further lines where the first one, quoted from its midst, has none."""
    if lines[0].startswith(">"):
        return lines
    end = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return [*(_QUOTED.sub("", line) for line in lines[:end]), *lines[end:]]


def _lost_indent(first: str, rest: Sequence[str]) -> int:
    """Return the indent of a fence's end, or of an item too deep to be the first one's child."""
    if fence := _FENCE.match(first):
        return next((_indent(line) for line in rest if line.strip() == fence[0]), 0)
    if item := _ITEM.match(first):
        deep = next((_indent(line) for line in rest if _ITEM.match(line.lstrip())), 0)
        return deep if deep >= len(item[0]) + 4 else 0
    return 0


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _take_indent(line: str, columns: int) -> str:
    words = line.lstrip(" \t")
    return " " * max(0, _indent(line) - columns) + words

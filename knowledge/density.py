"""Refuses text that no person wrote and that a Markdown parser takes minutes for, or can't make a tree of."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knowledge.errors import FootnoteError

LONGEST = 100_000
"""Characters of a paragraph, heading or table cell: a guide of ordinary length in one of them."""
MOST_MARKS = 5_000
"""Characters in one of them that may be markup: the parser's time may grow with their square."""
MOST_CELLS = 100_000
"""Of a guide's tables: each costs as much as a short paragraph."""
MOST_HEADINGS = 10_000
DEEPEST = 100
"""Levels of emphasis in emphasis: a tree is walked by calls within calls, and Python allows 1,000 of them."""
_MARK = re.compile(r"[\[\]!*_`<&~]")


class TooDense(FootnoteError):
    """Text that isn't parsed: ``line`` counts from 0 where the parsing began."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line, self.problem = line, problem


def refuse_dense(parser: MarkdownIt) -> MarkdownIt:
    """Return ``parser``, which from now on raises `TooDense` before it reads what is too dense."""
    parser.core.ruler.before("block", "refuse_cells", _check_cells)
    parser.core.ruler.after("block", "refuse_dense", _check)
    parser.core.ruler.after("inline", "refuse_deep", _check_depth)
    return parser


def _check_cells(state: StateCore) -> None:
    """Count before the tables are read: that alone would take the time."""
    if state.src.count("|") > 2 * MOST_CELLS:  # a row has at most one more mark than cells
        raise TooDense(0, f"tables of more than {MOST_CELLS:,} cells.")


def _check(state: StateCore) -> None:
    line = headings = 0
    for token in state.tokens:
        line = token.map[0] if token.map else line
        headings += token.type == "heading_open"
        if headings > MOST_HEADINGS:
            raise TooDense(line, f"more than {MOST_HEADINGS:,} headings.")
        if token.type != "inline":
            continue
        if len(token.content) > LONGEST:
            raise TooDense(line, f"a paragraph of {len(token.content):,} characters; {LONGEST:,} may be.")
        if len(token.content) > MOST_MARKS and (marks := len(_MARK.findall(token.content))) > MOST_MARKS:
            raise TooDense(line, f"a paragraph with {marks:,} marks; {MOST_MARKS:,} may be.")


def _check_depth(state: StateCore) -> None:
    line = 0
    for token in state.tokens:
        line = token.map[0] if token.map else line
        if (depth := depth_of(token)) > DEEPEST:
            raise TooDense(line, f"emphasis within emphasis, {depth:,} deep; {DEEPEST} may be.")


def depth_of(token: Token) -> int:
    """Return how deep a paragraph's or a cell's emphasis and links are nested."""
    return max((child.level for child in token.children or ()), default=0)

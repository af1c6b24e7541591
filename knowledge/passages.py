"""Statements → passages: consecutive statements of one section, none cut, none parted from its lead-in."""

import hashlib
from collections.abc import Iterator, Sequence

from knowledge.guide import Passage, Span, Statement

PASSAGE_CHARACTERS = 700
"""About 120 words: with its trail it stays under the 256 tokens that the model reads."""


def split_passages(key: str, statements: Sequence[Statement]) -> tuple[Passage, ...]:
    """Pack a section's statements into passages; ``key`` names the section (guide path and anchor)."""
    return tuple(_passage(f"{key}:{number}", group) for number, group in enumerate(_groups(statements)))


def _groups(statements: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    start, size = 0, 0
    for i, statement in enumerate(statements):
        if size and size + len(statement.text) > PASSAGE_CHARACTERS:
            cut = _before_lead_in(statements, start, i)
            yield statements[start:cut]
            start, size = cut, sum(len(s.text) for s in statements[cut:i])
        size += len(statement.text)
    if statements:
        yield statements[start:]


def _before_lead_in(statements: Sequence[Statement], start: int, cut: int) -> int:
    """Move a cut that would part a statement from the lead-in right before it."""
    while start < cut - 1 and statements[cut].lead == statements[cut - 1].span:
        cut -= 1
    return cut


def _passage(key: str, statements: Sequence[Statement]) -> Passage:
    span = Span(min(s.span.start for s in statements), max(s.span.end for s in statements))
    words = "\n".join((key, *(s.text for s in statements)))
    return Passage(hashlib.sha256(words.encode()).hexdigest()[:16], span, tuple(statements))

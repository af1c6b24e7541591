"""Long text → text that fits, ended where a reader would end it."""

import re
from collections.abc import Collection

_STATEMENT_END = re.compile(r"[.!?…۔؟।]['\"”’»)\]]*(?=\s)|[。！？]+[」』）]*|(?=\n)")


def end_within(text: str, most: int) -> int:
    """Return where to cut ``text`` so that at most ``most`` characters stay.

    At the end of a statement or line if one lies in the second half, else at a space there, else anywhere:
    not every script has spaces.
    """
    if len(text) <= most:
        return len(text)
    ends = [end.end() for end in _STATEMENT_END.finditer(text, most // 2, most + 1)]
    within = [end for end in ends if most // 2 < end <= most]
    return within[-1] if within else _space_within(text, most)


def cut(text: str, most: int) -> str:
    """Return at most ``most`` characters of ``text``, with … for what was cut."""
    if len(text) <= most:
        return text
    return text[: _space_within(text, most - 1)].rstrip() + "…"


def cut_middle(parts: list[str], most: int, separator: str) -> str:
    """Join ``parts`` to at most ``most`` characters: those between the first and the last go first."""
    joined = separator.join(parts)
    if len(joined) <= most or len(parts) == 1:
        return cut(joined, most)
    ends = [parts[0], *(["…"] if len(parts) > 2 else []), parts[-1]]
    each = (most - len(separator) * (len(ends) - 1) - 1) // 2
    return separator.join(part if part == "…" else cut(part, each) for part in ends)


def level(lengths: Collection[int], most: int) -> int:
    """Return how long each of several texts may be so that all have at most ``most`` characters together.

    Only the longest ones are cut.
    """
    left = most
    for n, length in enumerate(sorted(lengths)):
        each = left // (len(lengths) - n)
        if length > each:
            return each
        left -= length
    return max(lengths, default=0)


def _space_within(text: str, most: int) -> int:
    spaces = [space.start() for space in re.compile(r"\s").finditer(text, most // 2, most + 1)]
    return spaces[-1] if spaces else most

"""A text as the rules read it: one kind of digit, dash, quote and space, nothing invisible."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

GONE = "\x00"
"""Stands where something was taken out: no word, no digit, no space."""
_AS_TYPED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2212\u30fc", "-"),
    **dict.fromkeys("\u3002\uff61", "."),
}
_INVISIBLE = {"Cc", "Cf", "Cs"}


@dataclass(frozen=True, slots=True)
class PlainText:
    """``text`` as it is read, and for each of its characters the place in the text that it comes from."""

    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from ``start`` to ``end``, one or more, stand in the text as it was."""
        return self.origins[start], self.origins[end - 1] + 1


def to_plain(text: str, gone: Sequence[tuple[int, int]], labels: re.Pattern[str]) -> PlainText:
    """Return ``text`` without the spans that are ``gone``, in order, and without what ``labels`` matches."""
    written, origins, position = [], list[int](), 0
    for start, end in (*gone, (len(text), len(text))):
        for left, right, is_label in _parts(text, position, start, labels):
            written.append(GONE if is_label else _read(text[left:right], left, origins))
            if is_label:
                origins.append(left)
        if start < end:
            written.append(GONE)
            origins.append(start)
        position = end
    return PlainText("".join(written), origins)


def _parts(text: str, start: int, end: int, labels: re.Pattern[str]) -> list[tuple[int, int, bool]]:
    parts = []
    for label in labels.finditer(text, start, end):
        parts += [(start, label.start(), False), (label.start(), label.end(), True)]
        start = label.end()
    return [*parts, (start, end, False)]


def _read(text: str, offset: int, origins: list[int]) -> str:
    """Return ``text`` as it is read, and add to ``origins`` where each character comes from."""
    if text.isascii() and text.isprintable():
        origins.extend(range(offset, offset + len(text)))
        return text
    read = [_read_character(character) for character in text]
    for place, characters in enumerate(read, offset):
        origins.extend([place] * len(characters))
    return "".join(read)


@lru_cache(maxsize=4096)
def _read_character(character: str) -> str:
    if character in _AS_TYPED:
        return _AS_TYPED[character]
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in _INVISIBLE or 0xFE00 <= ord(character) <= 0xFE0F:  # the latter choose how an emoji looks
        return ""
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    composed = unicodedata.normalize("NFKC", character)
    return composed if composed.isprintable() else " "

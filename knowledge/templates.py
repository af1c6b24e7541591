"""Template remains of site generators: not words of the guide, never embedded and never shown."""

import re
from collections.abc import Iterator

BLANK = "\ue000"
"""Stands in for each character of a template remain: no word, no space and no Markdown to any parser."""

# Liquid, Jinja, Nunjucks, Hugo shortcodes and kramdown attributes. A stray opening may not swallow the text
# that follows it, so none runs past an empty line or a thousand characters.
_LONGEST = 1000
# What stands between the marks of a comment is on no page: it may be anything but the next comment.
_COMMENT = re.compile(
    r"\{%-?\s{0,9}comment\b[^%{]{0,200}%\}(?:(?!\{%-?\s{0,9}comment\b)[\s\S])*?"
    r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}"
)
_OPENING = re.compile(r"\{%|\{\{|\{#[ \t\n]|\{:[^{}\n]{0,200}\}")
_CLOSINGS = {"{%": "%}", "{{": "}}", "{#": "#}"}
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def mask(source: str) -> str:
    """Return ``source`` with each character of a template remain replaced by `BLANK`, offsets unchanged."""
    # A Markdown parser reads NUL as U+FFFD: said here already, so that words are found where they are.
    readable = source.replace(BLANK, "\ufffd").replace("\0", "\ufffd")
    parts, position = list[str](), 0
    for start, end in _remains(readable):
        parts += [readable[position:start], BLANK * (end - start)]
        position = end
    return "".join([*parts, readable[position:]])


def _remains(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while opening := _OPENING.search(text, position):
        end = _end_of(text, opening)
        if end is not None:
            yield opening.start(), end
        position = opening.start() + 1 if end is None else end


def _end_of(text: str, opening: re.Match[str]) -> int | None:
    """Return where the remain ends that begins with ``opening``; None where it is none."""
    kind, inside = opening[0][:2], opening.end()
    if kind == "{:":
        return inside
    if kind == "{%" and (comment := _COMMENT.match(text, opening.start())):
        return comment.end()
    closing = _CLOSINGS[kind]
    at = text.find(closing, inside, inside + _LONGEST + len(closing))
    if at < 0 or _EMPTY_LINE.search(text, inside, at):
        return None
    return at + len(closing)

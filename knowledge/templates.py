"""Template remains of site generators: not words of the guide, never embedded and never shown."""

import re

BLANK = "\ue000"
"""Stands in for each character of a template remain: no word, no space and no Markdown to any parser."""

# Liquid, Jinja, Nunjucks, Hugo shortcodes and kramdown attributes. A stray opening may not swallow the text
# that follows it, so none runs past an empty line or five hundred characters.
_INSIDE = r"(?:(?!\n[ \t\r]*\n)[\s\S]){0,1000}?"
# What stands between the marks of a comment is on no page: it may be anything but the next comment.
_COMMENT = (
    r"\{%-?\s{0,9}comment\b[^%{]{0,200}%\}(?:(?!\{%-?\s{0,9}comment\b)[\s\S])*?"
    r"\{%-?\s{0,9}endcomment\s{0,9}-?%\}"
)
_REMAIN = re.compile(
    rf"{_COMMENT}|"
    rf"\{{%{_INSIDE}%\}}|\{{\{{{_INSIDE}\}}\}}|\{{#[ \t\n]{_INSIDE}#\}}|\{{:[^{{}}\n]{{0,200}}\}}"
)


def mask(source: str) -> str:
    """Return ``source`` with each character of a template remain replaced by `BLANK`, offsets unchanged."""
    # A Markdown parser reads NUL as U+FFFD: said here already, so that words are found where they are.
    readable = source.replace(BLANK, "\ufffd").replace("\0", "\ufffd")
    return _REMAIN.sub(lambda remain: BLANK * len(remain[0]), readable)

"""Words → Markdown that says the same words: only what would be read as markup is escaped."""

import re

# Each alternative is a character that CommonMark, its tables or strikethrough would take for markup.
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|\\$"  # an escape
    r"|`"
    r"|\*(?=\S)|(?<=\S)\*"  # emphasis; a star between spaces is none
    r"|(?<![^\W_])_+(?=\S)|(?<=\S)_+(?![^\W_])"  # snake_case is none
    r"|~(?=~)|(?<=~)~"
    r"|<(?=[a-zA-Z/!?])(?!https?://[^\s<>]+>|[\w.+-]+@[\w.-]+>)"  # a tag; an address says itself
    r"|&(?=#?\w+;)"
    r"|(?<=\])\("  # a link
    r"|\[(?=[^\]\n]{0,200}\]:)",  # what a link may refer to
    re.MULTILINE,
)
_BLOCK_START = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|[-=_*:|](?=[-=_*:| ]*$)|~~~)", re.MULTILINE)
_CLOSING = re.compile(r"(?:(?<=\s)|^)(#+)$")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)


def escape(words: str) -> str:
    """Escape what stands within a line."""
    return _INLINE.sub(lambda mark: "".join("\\" + char for char in mark[0]), words)


def escape_starts(line: str) -> str:
    """Escape what would make a heading, a list, a quotation, a rule or a table of a paragraph's lines."""
    return _NUMBERED.sub(r"\1\\\2", _BLOCK_START.sub(r"\\\1", line))


def escape_heading(words: str) -> str:
    """Put a heading's words in one line, and escape what would close it."""
    return _CLOSING.sub(r"\\\1", " ".join(words.split()))

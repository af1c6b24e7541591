"""Where the lines of a text begin, however they end."""

import re

LINE_END = re.compile(r"\r\n|\n|\r")


def line_starts(text: str, start: int = 0) -> list[int]:
    """Return where each line from ``start`` on begins, and where the text ends."""
    return [start, *(end.end() for end in LINE_END.finditer(text, start)), len(text)]

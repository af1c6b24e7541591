"""What holds of whatever is said, shown or quoted, whoever wrote the input."""

import re
from collections.abc import Iterator

from tests.fuzz.target import Problem, broken, unescaped

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Steers a terminal, turns the direction of a text, or is no character."""
LIVE = re.compile(r"<[^>]*[!@#]|<\w+:|[<>]")
"""What Slack would take for a mention, a channel or a link."""
LONGEST_ERROR = 1000


def check_error(error: Exception, longest: int = LONGEST_ERROR) -> Iterator[Problem]:
    """Yield what is wrong with an error's words; where they are shown, what can't be seen is dropped."""
    if len(str(error)) > longest:
        yield broken(f"an error of {len(str(error))} characters")


def check_line(error: Exception) -> Iterator[Problem]:
    """Yield what is wrong with an error that is told in a list, one in a line."""
    yield from check_error(error)
    if "\n" in str(error):
        yield unescaped(f"an error of several lines: {str(error)!r}")


def letters_in_order(text: str, quote: str) -> bool:
    """Tell whether each ASCII letter of ``text`` stands in ``quote``, one after the other."""
    if "&#" in quote:
        return True
    at = 0
    for letter in re.findall(r"[a-zA-Z]", text):
        at = quote.find(letter, at) + 1
        if at == 0:
            return False
    return True

"""Text that may be shown: in a terminal, in Slack, in a page, as JSON."""

import re

# Beside control characters, those that turn the direction of what follows: with them a text reads as another
# one than it is (https://trojansource.codes). Mere marks of direction stay, since languages need them.
_TURNING = r"\u202a-\u202e\u2066-\u2069"
_UNSHOWABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNING}\ud800-\udfff]")
_UNSHOWABLE_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029{_TURNING}]")


def printable(text: str) -> str:
    """Drop what isn't seen and changes what is: control characters, turns of direction, half characters."""
    return _UNSHOWABLE.sub("", text)


def printable_line(text: str) -> str:
    """Return ``text`` as `printable` does and in one line: nothing of it passes for a line of ours."""
    return " ".join(printable(text).split())


def printable_json(written: str) -> str:
    """Write what JSON leaves raw and a terminal would obey as escapes: the value stays the same."""
    return _UNSHOWABLE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", written)

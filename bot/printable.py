"""Text that may be shown: in a terminal, in Slack."""

import re

_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """Drop control characters, with which a guide could move the cursor, and halves of characters."""
    return _UNSHOWABLE.sub("", text)

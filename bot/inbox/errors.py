"""What can be wrong with the inbox."""

from knowledge.errors import FootnoteError


class InboxUnavailable(FootnoteError):
    """The database takes or gives nothing now: its disk is full, it is locked, damaged or out of reach."""


class DatabaseUnusable(FootnoteError):
    """The database can't be worked with until somebody sees to it; the message has the cure."""

"""What can be wrong with the inbox."""

from knowledge.errors import FootnoteError


class InboxUnavailable(FootnoteError):
    """The database takes or gives nothing now: its disk is full, it is locked, damaged or out of reach."""


class DatabaseOutOfReach(FootnoteError):
    """The database can't be opened now: its server doesn't answer, its disk is full or read-only."""


class DatabaseTooNew(FootnoteError):
    """A newer release of Footnote has upgraded the database."""

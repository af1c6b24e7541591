"""What can be wrong with an index or a model; the messages name the cure."""

from knowledge.errors import FootnoteError


class IndexMissing(FootnoteError):
    """There is no index yet, or none that can be read."""


class IndexStale(FootnoteError):
    """The index doesn't match the model that is configured."""


class IndexUnsound(FootnoteError):
    """A new index was built, but failed a check: it is not made current."""


class IndexBusy(FootnoteError):
    """Another process has been changing the index for too long."""


class ModelInvalid(FootnoteError):
    """The embedding model's files are missing, or aren't the ones they should be."""


def without_cure(error: FootnoteError) -> str:
    """Return what an error says without the command at its end, where other things are said after it."""
    return str(error).removesuffix(" Run: footnote index")

"""What can be wrong with an index or a model; the messages name the cure."""

from knowledge.errors import FootnoteError


class IndexMissing(FootnoteError):
    """There is no index yet, or none that can be read."""


class IndexStale(FootnoteError):
    """The index doesn't match the model that is configured."""


class ModelInvalid(FootnoteError):
    """The embedding model's files are missing, or aren't the ones they should be."""

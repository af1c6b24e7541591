"""The errors that people are meant to read: what failed, with the value, and the next step."""


class FootnoteError(Exception):
    """Base of every error that Footnote raises on purpose; its text is fit to show to a person."""


class GuideInvalid(FootnoteError):
    """A guide file that can't be read as a guide; the message names file, line and cure."""

    def __init__(self, path: str, line: int, problem: str, cure: str) -> None:
        """Keep the parts, so that a caller can group or annotate by file and line.

        Problem and cure are one line, whatever values they name.
        """
        problem, cure = _one_line(problem), _one_line(cure)
        super().__init__(f"{path}:{line}: {problem} {cure}")
        self.path, self.line, self.problem, self.cure = path, line, problem, cure


LONGEST_PROBLEM = 500


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_PROBLEM else f"{words[:LONGEST_PROBLEM]}…"


class GuidesMissing(FootnoteError):
    """The folder of guides isn't there, or holds no guide that can be read."""


class QuoteUnproven(FootnoteError):
    """A citation's quote is not the slice of the guide that it claims to be: nothing may be shown."""

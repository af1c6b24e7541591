"""Golden questions: a file beside the guides that says what ought to be found, asked before one publishes."""

from dataclasses import dataclass
from pathlib import Path

from bot.gold_questions import read_golds
from bot.questions import QuestionsInvalid
from bot.settings import GOLDEN_FILE, Settings
from index.golds import Gold, SectionName
from index.standing import AnswerChange, Mark
from knowledge.errors import FootnoteError

MOST_ASKED = 500
"""Golden questions, and of the past ones as many as there is room for: some seconds."""


class PublicationRefused(FootnoteError):
    """Golden questions are answered worse than before: the new index was not made current."""


@dataclass(frozen=True, slots=True)
class Golden:
    """The questions that decide whether an index may be made current; ``force`` lets it be all the same."""

    file: Path
    golds: tuple[Gold, ...]
    force: bool = False


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """How golden questions fared with a new index, and all questions that it answers differently.

    ``right`` of the ``asked`` golden questions are answered right now, ``right_before`` were by generation
    ``before``: None where there is none to compare with, and ``remark`` says why. ``past`` other questions
    were asked, ``left_out`` golden ones were not. ``missing`` are ids with sections that no guide holds.
    """

    file: Path
    asked: int
    left_out: int
    past: int
    right: int
    missing: tuple[tuple[str, SectionName], ...]
    changes: tuple[AnswerChange, ...] = ()
    before: str | None = None
    right_before: int = 0
    remark: str = ""

    def marked(self, mark: Mark) -> tuple[AnswerChange, ...]:
        """Return the changes of that mark, in the order of the file."""
        return tuple(change for change in self.changes if change.mark is mark)

    @property
    def is_worse(self) -> bool:
        """Whether more golden questions are answered worse than better."""
        return len(self.marked(Mark.WORSE)) > len(self.marked(Mark.BETTER))


def read_golden(settings: Settings, *, force: bool = False) -> Golden | None:
    """Read the golden questions, None where there are none.

    Raises:
        QuestionsInvalid: a line can't be used, or the file that the settings name isn't there.
    """
    file = settings.guides / (settings.golden or GOLDEN_FILE)
    if settings.golden is None and not file.exists():
        return None
    try:
        return Golden(file, read_golds(file), force)
    except QuestionsInvalid as error:
        cure = "Mend it, or name another file as `golden` in footnote.toml, then index again."
        raise QuestionsInvalid(f"Golden questions: {error} {cure} Nothing was published.") from error

"""Question files that say what ought to be found: JSON lines with golds."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.questions import QuestionsInvalid, read_lines
from index.golds import Gold, SectionName

_CURE = (
    'Write it as {"id": "q1", "question": "…", "answerable": true, '
    '"gold": [{"path": "leave.md", "heading": "Sick leave"}]}.'
)


class GoldSection(BaseModel):
    """A section that answers."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str = Field(min_length=1)
    heading: str


class GoldQuestion(BaseModel):
    """One line: further keys belong to whoever wrote the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int
    question: str
    answerable: bool
    kind: str = "any"
    gold: tuple[GoldSection, ...] = ()
    evidence: str = ""

    @model_validator(mode="after")
    def _agrees(self) -> "GoldQuestion":
        if self.answerable and not self.gold:
            raise ValueError("`answerable` is true, but `gold` names no section")
        if self.gold and not self.answerable:
            raise ValueError("`answerable` is false, but `gold` names a section")
        return self

    def to_gold(self) -> Gold:
        """Return what answers are held against."""
        sections = tuple(SectionName(section.path, section.heading) for section in self.gold)
        return Gold(str(self.id), self.question, self.answerable, self.kind, sections, self.evidence)


def read_golds(file: Path) -> tuple[Gold, ...]:
    """Read a whole file of questions and golds before the first is asked.

    Raises:
        QuestionsInvalid: the file can't be read or holds none; a line is no such question or repeats an id.
    """
    lines = read_lines(file)
    golds = tuple(_gold(file, number, line) for number, line in lines)
    if not golds:
        raise QuestionsInvalid(f"{file} holds no question. {_CURE}")
    _refuse_twins(file, [number for number, _ in lines], golds)
    return golds


def _gold(file: Path, number: int, line: str) -> Gold:
    try:
        return GoldQuestion.model_validate_json(line).to_gold()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        problem = f"{place}: {first['msg']}" if place else first["msg"]
        raise QuestionsInvalid(f"{file}:{number}: no question with a gold: {problem}. {_CURE}") from error


def _refuse_twins(file: Path, numbers: Sequence[int], golds: Sequence[Gold]) -> None:
    """Keep ids distinct: two runs are compared by them."""
    seen: dict[str, int] = {}
    for number, gold in zip(numbers, golds, strict=True):
        if gold.id in seen:
            raise QuestionsInvalid(
                f"{file}:{number}: the id {gold.id!r} is line {seen[gold.id]}'s. Give it one of its own."
            )
        seen[gold.id] = number

"""Question files: one JSON object a line."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import FootnoteError


class QuestionsInvalid(FootnoteError):
    """A question file that can't be read; the message names file, line and cure."""


class Question(BaseModel):
    """A question and the id that its answer carries; further keys belong to whoever wrote the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
    question: str


def read_questions(file: Path) -> list[Question]:
    """Read a whole file of questions before the first is answered, so that a bad line costs nothing.

    Raises:
        QuestionsInvalid: the file can't be read, or a line of it isn't a question.
    """
    return [_question(file, number, line) for number, line in read_lines(file)]


def read_lines(file: Path) -> list[tuple[int, str]]:
    """Return the lines of a JSONL file that aren't blank, with their numbers.

    Raises:
        QuestionsInvalid: the file can't be read.
    """
    try:
        lines = file.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise QuestionsInvalid(f"{file} can't be read: {reason}. Name a UTF-8 file of JSON lines.") from error
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _question(file: Path, number: int, line: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]["msg"]
        cure = 'Write it as {"id": "q1", "question": "…"}.'
        raise QuestionsInvalid(f"{file}:{number}: no question: {problem}. {cure}") from error

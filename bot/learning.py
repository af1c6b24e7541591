"""`footnote learn`: confirmed questions help to find their section; they can be listed and removed."""

from collections.abc import Sequence
from pathlib import Path

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.bootstrap import learned_store
from bot.bootstrap_quality import LearnedIndex, load_learned_index
from bot.places import exported_folder
from bot.printable import printable_line
from bot.questions import QuestionsInvalid, read_lines
from bot.settings import Settings
from index.exported_model import ExportedModel
from index.learned import LearnedQuestion, section_number


class ConfirmedQuestion(BaseModel):
    """One line of a file to learn: a question, and the section that answers it by its anchor or heading."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str = Field(min_length=1)
    path: str
    anchor: str | None = None
    heading: str | None = None

    @model_validator(mode="after")
    def _names_a_section(self) -> "ConfirmedQuestion":
        if self.anchor is None and self.heading is None:
            raise ValueError("name the section by `anchor` or `heading`")
        return self


def learn_file(settings: Settings, file: Path) -> None:
    """Learn each question of a JSONL file, all or none.

    Raises:
        QuestionsInvalid: a line is no question, or names a section that the index doesn't have.
    """
    learned = load_learned_index(settings)
    known = learned.store.questions()
    new = [_place(learned, file, number, line) for number, line in read_lines(file)]
    learned.store.save([*known, *new], learned.embedder)
    added = len({question.id for question in new} - {question.id for question in known})
    typer.echo(f"{added} questions learned, {len(known) + added} in all.", err=True)


def learn_one(settings: Settings, question: str, path: str, anchor: str) -> str:
    """Learn a question for a section, and return its id; it is embedded when answering loads it.

    Raises:
        IndexMissing: the file of learned questions has a line that can't be read.
    """
    new = LearnedQuestion(question=question, path=path, anchor=anchor)
    store = learned_store(settings, ExportedModel.load(exported_folder(settings)))
    store.add(new)
    return new.id


def list_learned(settings: Settings) -> None:
    """Print each learned question with its id and section; dormant ones wait for their section to return."""
    learned = load_learned_index(settings)
    for question in learned.store.questions():
        dormant = (
            "" if section_number(learned.corpus, question) is not None else "  (dormant: no such section)"
        )
        typer.echo(
            f"{question.id}  {printable_line(f'{question.path}#{question.anchor}')}  "
            f"{printable_line(question.question)}{dormant}"
        )


def forget(settings: Settings, ids: Sequence[str]) -> None:
    """Remove learned questions by their ids, all or none.

    Raises:
        QuestionsInvalid: there is no question with such an id.
    """
    learned = load_learned_index(settings)
    known = learned.store.questions()
    unknown = set(ids) - {question.id for question in known}
    if unknown:
        raise QuestionsInvalid(
            f"No learned question has the id {', '.join(sorted(unknown))}. List them: footnote learn --list"
        )
    learned.store.save([question for question in known if question.id not in ids], learned.embedder)
    typer.echo(f"{len(set(ids))} questions removed.", err=True)


def _place(learned: LearnedIndex, file: Path, number: int, line: str) -> LearnedQuestion:
    try:
        given = ConfirmedQuestion.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]["msg"]
        cure = 'Write it as {"question": "…", "path": "leave.md", "heading": "Sick leave"}.'
        raise QuestionsInvalid(f"{file}:{number}: {problem}. {cure}") from error
    anchor = given.anchor if given.anchor is not None else _anchor(learned, given)
    question = LearnedQuestion(question=given.question, path=given.path, anchor=anchor or "")
    if anchor is None or section_number(learned.corpus, question) is None:
        section = given.anchor or given.heading
        raise QuestionsInvalid(
            f"{file}:{number}: the index has no section {section!r} with text in {given.path!r}. "
            "Check the path and the heading, or run: footnote index"
        )
    return question


def _anchor(learned: LearnedIndex, given: ConfirmedQuestion) -> str | None:
    number = learned.corpus.paths.get(given.path)
    sections = learned.corpus.guide(number).sections if number is not None else ()
    wanted = (given.heading or "").strip().casefold()
    return next((section.anchor for section in sections if section.heading.casefold() == wanted), None)

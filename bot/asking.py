"""`footnote ask`: the same answerer as in Slack, on stdin and stdout."""

import sys
from pathlib import Path

from bot.answer_json import AnswerJson
from bot.bootstrap import create_answerer
from bot.printable import printable_json
from bot.questions import QuestionsInvalid, read_questions
from bot.settings import Settings


def answer_one(settings: Settings, question: str, *, as_json: bool) -> None:
    """Answer one question on stdout, for people or as JSON.

    Raises:
        QuestionsInvalid: the question is empty.
    """
    if not question.strip():
        raise QuestionsInvalid('The question is empty. Ask one: footnote ask "may I work from abroad?"')
    answer = create_answerer(settings).answer(readable(question))
    if as_json:
        _print_json(AnswerJson.from_answer(answer))
        return
    from rich.console import Console

    from bot.terminal import print_answer

    print_answer(answer, Console(highlight=False))


def readable(argument: str) -> str:
    """Return a command line's word with "?" for what isn't UTF-8, which no model and no JSON takes."""
    return argument.encode("utf-8", "replace").decode()


def answer_file(settings: Settings, file: Path) -> None:
    """Answer each question of a JSONL file, in order, one JSON answer a line.

    Raises:
        QuestionsInvalid: a line of the file is no question; then none is answered.
    """
    questions = read_questions(file)
    answerer = create_answerer(settings)
    for question in questions:
        _print_json(AnswerJson.from_answer(answerer.answer(question.question), question.id))


def _print_json(answer: AnswerJson) -> None:
    sys.stdout.write(printable_json(answer.model_dump_json()) + "\n")
    sys.stdout.flush()

"""From a question to the reply: whatever is asked, the answer is the guide's words or none."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answer_json import AnswerJson
from bot.asking import readable
from bot.printable import printable_json
from bot.slack.blocks import render_answer
from knowledge.answerer import Answerer
from tests.answering import create_answerer
from tests.fuzz.mutation import mixed
from tests.fuzz.pieces import QUESTIONS
from tests.fuzz.promises import STEERS
from tests.fuzz.target import Problem, Target, broken, unescaped
from tests.standin.limits import problems

_WORDS = (*QUESTIONS, "leave ", "form ", "travel ", "portal ", "receipts ")


@lru_cache(maxsize=1)
def _answerer() -> Answerer:
    with TemporaryDirectory() as folder:
        return create_answerer(Path(folder))


def _check(argument: str) -> Iterator[Problem]:
    answerer = _answerer()
    answer = answerer.answer(readable(argument))
    answerer.prove(answer)
    for citation in answer.citations:
        source = answerer.retriever.guide(citation.path).source
        if citation.quote != citation.span.of(source):
            yield broken(f"not the guide's words: {citation.quote!r}")
    message = render_answer(answer)
    for problem in problems({"text": message.text, "blocks": list(message.blocks)}):
        yield broken(f"Slack refuses it: {problem}")
    written = printable_json(AnswerJson.from_answer(answer).model_dump_json())
    if STEERS.search(written):
        yield unescaped("JSON that steers a terminal")


TARGETS = (Target("asking", 60, lambda r: mixed(r, _WORDS), _check),)

"""From a guide's file to the message, for any guide: nothing is lost, added, or refused by Slack."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.blocks import render_answer
from bot.slack.citations import SHORTENED
from bot.slack.message import Message
from bot.slack.runs import quote_runs
from knowledge.answer import Answer, Citation, Status
from knowledge.answerer import Answerer
from knowledge.guide import Guide, Span, Statement, StatementKind
from knowledge.guide_cards import GuideCard
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide
from knowledge.retrieval import Findings, ScoredSection, Signals
from tests.fakes import confidence_by_statement
from tests.standin.limits import problems

SURE = confidence_by_statement(intercept=9, statement=0)
WORD = st.one_of(
    st.text(
        st.characters(categories=("L", "Nd", "Zs", "Sc"), include_characters="&*_-/#:;,'\"~<>()[]{}"),
        min_size=1,
    ),
    st.sampled_from(["leave", "*must*", "**never**", "`code`", "[form](https://x.example/f)", "<!channel>"]),
    st.sampled_from(
        ["&lt;@U1&gt;", "{{ site.x }}", "用户", "שלום", "😀", "R&D", "a<br>b", "\\*", "<@U1|x>", "#"]
    ),
)
# A sentence begins like one: what begins with a number or a tag is no sentence to Markdown, once it is alone.
SENTENCE = st.lists(WORD, min_size=1, max_size=12).map(lambda words: f"So {' '.join(words)}.")
LIST = st.tuples(
    st.sampled_from(["- ", "* ", "1. ", "- So\n  - ", "1. So\n   - So\n     - "]),
    st.lists(SENTENCE, min_size=1),
).map(lambda made: "".join(f"{made[0]}{item}\n" for item in made[1][:4]))
CELL = WORD.filter(lambda word: "|" not in word)
TABLE = st.lists(st.tuples(CELL, CELL), min_size=2, max_size=4).map(
    lambda rows: "".join(
        f"| {a} | {b} |\n" + ("|---|---|\n" if n == 0 else "") for n, (a, b) in enumerate(rows)
    )
)
BLOCK = st.one_of(
    st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join),
    LIST,
    TABLE,
    SENTENCE.map(lambda text: f"```\n{text}\n```"),
    SENTENCE.map(lambda text: f"> {text}\n> {text}"),
    st.sampled_from(["<p>Ask in <b>time</b>.</p>", "<ul>\n  <li>R&amp;D first</li>\n</ul>", "<br>"]),
    WORD.map(lambda text: f"## {text}"),
)
GUIDE = st.lists(BLOCK, min_size=1, max_size=12).map(
    lambda blocks: "# Guide\n\n" + "\n\n".join(blocks) + "\n"
)


# A quote that ends within `code` of two sentences can't be told from other text: no chance of meeting one.
ALWAYS_THE_SAME = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Everything:
    """Finds each section of one guide, whatever was asked; the statements' scores go by turns."""

    read: Guide
    scores: tuple[float, ...]

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        return (GuideCard.from_guide(self.read),)

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:  # noqa: ARG002
        sections = [
            self._scored(n, section) for n, section in enumerate(self.read.sections) if section.passages
        ]
        return Findings(tuple(sections[:limit]), Signals(statement=1.0))

    def guide(self, path: str) -> Guide:
        assert path == self.read.path
        return self.read

    def _scored(self, n: int, section: Any) -> ScoredSection:
        count = sum(len(passage.statements) for passage in section.passages)
        scores = tuple(self.scores[(n + i) % len(self.scores)] for i in range(count))
        return ScoredSection(self.read, section, 1.0 - n / 100, scores)


def read(source: str) -> Guide:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "guide.md"
        file.write_bytes(source.encode())
        defaults = GuideDefaults(base_url="https://h.example", owner="<!here>", disclaimer="<@U1> & more.")
        return read_guide(Path(folder), file, defaults)[0]


def answered(guide: Guide, question: str, scores: list[float]) -> Answer:
    return Answerer(Everything(guide, tuple(scores)), SURE, "g", "Pointers.").answer(question)


def statements(guide: Guide, span: Span) -> Iterator[Statement]:
    """What a quote's span holds, in the order of the source."""
    every = (s for section in guide.sections for passage in section.passages for s in passage.statements)
    return (statement for statement in every if span.covers(statement.span))


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", html.unescape(text))


def mrkdwn(message: Message) -> str:
    """All that Slack reads for markup; rich text is literal."""
    contexts = [block["elements"] for block in message.blocks if block["type"] == "context"]
    return "\n".join([message.text, *(element["text"] for elements in contexts for element in elements)])


@ALWAYS_THE_SAME
@given(GUIDE, st.text(max_size=50), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_an_answer_from_any_guide_is_whole(source: str, question: str, scores: list[float]) -> None:
    guide = read(source)
    answer = answered(guide, f"leave {question}", scores)
    message = render_answer(answer, date(2026, 11, 24))
    assert problems({"text": message.text, "blocks": list(message.blocks)}) == []
    assert not re.search(r"<[!@#]", mrkdwn(message))
    assert message.blocks[-1]["type"] == "context"
    cited = [block for block in message.blocks if block["type"] == "rich_text"]
    if answer.status is Status.ANSWERED:
        assert len(cited) == len(answer.citations)
        for block, citation in zip(cited, answer.citations, strict=True):
            check(block, citation, guide)


def check(block: dict[str, Any], citation: Citation, guide: Guide) -> None:
    quote, reference = block["elements"]
    assert reference["elements"][0]["text"] == f"{citation.n}  "
    assert reference["elements"][1]["url"] == citation.url
    shown = "".join(element["text"] for element in quote["elements"])
    assert not shown.endswith(SHORTENED)
    assert "{{" not in shown
    inside = list(statements(guide, citation.span))
    left = folded(shown)
    for statement in inside:
        at = left.find(folded(statement.text))
        assert at >= 0, (statement.text, shown)
        before, left = left[:at], left[at + len(folded(statement.text)) :]
        assert not re.search(r"\D", before), (before, shown)  # an item's number at most


@ALWAYS_THE_SAME
@given(GUIDE)
def test_the_statement_that_decides_is_in_bold(source: str) -> None:
    guide = read(source)
    for statement in statements(guide, Span(0, len(guide.source))):
        if statement.kind is not StatementKind.CODE and not re.match(r"\d+[.)]", statement.text):
            runs = quote_runs(statement.span.of(guide.source), Span(0, len(statement.span.of(guide.source))))
            bold = "".join(run.text for run in runs if run.decisive)
            assert all("bold" in run.styles for run in runs if run.decisive)
            assert folded(bold) == folded(statement.text)

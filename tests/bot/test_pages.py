"""A citation of a guide with pages names the page, in Slack and as JSON; others say nothing of pages."""

from dataclasses import replace
from typing import Any

from bot.answer_json import CitationJson
from bot.slack.blocks import render_answer
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span

CITATION = Citation(
    n=1,
    guide="Travel",
    path="travel.pdf",
    heading="Hotels",
    trail=("Travel", "Hotels"),
    quote="140 euros.",
    span=Span(7, 17),
    sha256="0f",
    url=None,
    score=0.5,
    page=12,
)


def reference(citation: Citation) -> str:
    answer = Answer("q", Status.ANSWERED, 0.9, (citation,), (), "Not advice.", "g", 1.0)
    elements: list[dict[str, Any]] = render_answer(answer).blocks[0]["elements"][-1]["elements"]
    return "".join(element["text"] for element in elements)


def test_slack_shows_the_page_after_the_place() -> None:
    assert reference(CITATION) == "1  Travel › Hotels  travel.pdf  ·  p. 12"
    assert reference(replace(CITATION, page=None)) == "1  Travel › Hotels  travel.pdf"


def test_json_has_a_page_only_where_there_is_one() -> None:
    keys = list(CitationJson.from_citation(replace(CITATION, page=None)).model_dump(mode="json"))
    assert keys == [
        "n", "guide", "path", "heading", "trail", "quote", "start", "end", "sha256", "url", "score",
    ]  # fmt: skip
    assert CitationJson.from_citation(CITATION).model_dump(mode="json")["page"] == 12

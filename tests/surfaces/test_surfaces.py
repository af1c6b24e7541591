"""A few hundred random guides × questions × surfaces; `python -m tests.surfaces` tries ten thousand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.slack.blocks import render_answer
from knowledge.answer import Answer, Status
from knowledge.guide import Span
from tests.bot.test_blocks import TODAY, citation
from tests.bot.test_blocks import answer as an_answer
from tests.surfaces.judging import faults, reference_faults
from tests.surfaces.shown import Shown, message
from tests.surfaces.trying import try_cases

CASES, SEED = 60, 26
QUOTE = "Ask for *leave* three days ahead &amp; wait."


def test_whatever_is_asked_of_whatever_guide_every_payload_is_sound(tmp_path: Path) -> None:
    tried = try_cases(tmp_path / "guides", CASES, SEED)
    assert tried.faults == []
    assert len(tried.cases) == CASES
    assert set(tried.statuses) == set(Status)
    assert len(tried.payloads) == 24
    assert min(tried.payloads[surface] for surface in ("shared answer", "what was kept", "App Home")) > 30


def found(payload: dict[str, Any], answer: Answer | None = None) -> list[str]:
    made_of = (QUOTE,) if answer else None
    said = (answer.disclaimer,) if answer else ()
    return list(faults(Shown("x", payload, answer, said, made_of)))


def told(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"text": "x", "blocks": list(blocks)}


def rich(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def test_what_mentions_somebody_is_noticed() -> None:
    plain = {"type": "header", "text": {"type": "plain_text", "text": "<@U1>"}}
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!here>"}]}
    assert found(told(context)) == ["a live mention in '<!here>'"]
    assert found(told(plain)) == ["a live mention in '<@U1>'"]
    assert found(told() | {"text": "so <#C1>"}) == ["a live mention in 'so <#C1>'"]
    assert found(told(rich({"type": "user", "user_id": "U1"}))) == ["it pings: ['user']"]


def test_what_slack_refuses_and_what_disguises_itself_is_noticed() -> None:
    link = {"type": "link", "url": "https://evil.example", "text": "https://good.example"}
    assert found(told(rich(link))) == ["a disguised link: 'https://good.example'"]
    assert found(told() | {"text": ""})[0].startswith("no_text: ")
    assert found({"view": {"type": "modal", "blocks": []}})[0].startswith("invalid_arguments: ")


def test_what_an_answer_has_lost_is_noticed() -> None:
    answer = an_answer(citation(QUOTE, 1), citation(QUOTE, 2))
    whole = message(render_answer(answer, TODAY))
    assert found(whole, answer) == []
    lost = message(render_answer(replace(answer, citations=answer.citations[:1]), TODAY))
    assert [fault.split(": ")[0] for fault in found(lost, answer)] == [
        "2 citations, of which 1 are named",
        "citation 2 is lost",
        "citation 2 is lost to screen readers",
    ]
    elsewhere = replace(answer.citations[1], trail=("Leave", "Elsewhere"))
    renamed = message(render_answer(replace(answer, citations=(answer.citations[0], elsewhere)), TODAY))
    assert found(renamed, answer) == ["citation 2 is lost: ('Leave', 'Asking')"]
    silent = message(render_answer(replace(answer, disclaimer=""), TODAY))
    assert found(silent, answer) == [f"the disclaimer is lost: {answer.disclaimer!r}"]


def test_a_quote_in_other_words_is_noticed() -> None:
    quote = rich({"type": "text", "text": "Ask for leave four days ahead."}, kind="rich_text_quote")
    assert found(told(quote), None) == []
    shown = Shown("x", told(quote), quotes=(QUOTE,))
    assert list(faults(shown)) == ["a quote is none: 'Askforleavefourdaysahead'"]


def test_a_reference_brings_back_all_that_fits() -> None:
    assert list(reference_faults(an_answer(citation(QUOTE, 1)))) == []
    far = [citation(QUOTE, n, Span(n, n + 1), path="p" * 900 + str(n)) for n in (1, 2, 3)]
    assert list(reference_faults(an_answer(*far))) == []

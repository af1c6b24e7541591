"""Answers as messages: words kept, limits kept, nothing that pings, for any guide and any question."""

import html
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.blocks import NEAREST, NOT_COVERED, NOT_SURE, render_answer
from bot.slack.citations import SHORTENED
from bot.slack.message import Message
from bot.slack.runs import quote_runs
from bot.slack.words import render_apology, render_how_to
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Guide, Span
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide
from tests.standin.limits import problems

SOURCE = "Leave is **due** early. See [the form](https://x.example/f) & keep `copies`."
TODAY = date(2026, 11, 24)


def citation(source: str, n: int = 1, decisive: Span | None = None, **changes: Any) -> Citation:
    made = Citation(
        n=n,
        guide="Leave",
        path="hr/leave.md",
        heading="Asking",
        trail=("Leave", "Asking"),
        quote=source,
        span=Span(0, len(source)),
        sha256="0" * 64,
        url="https://h.example/leave#asking",
        score=0.6,
        decisive=decisive,
    )
    return replace(made, **changes)


def answer(*citations: Citation, status: Status = Status.ANSWERED, **changes: Any) -> Answer:
    made = Answer(
        question="when?",
        status=status,
        confidence=0.8,
        citations=citations,
        candidates=(),
        disclaimer="Pointers, not legal advice.",
        generation="g",
        elapsed_ms=1.0,
        owner="#people",
    )
    return replace(made, **changes)


def render(*citations: Citation, **changes: Any) -> Message:
    return render_answer(answer(*citations, **changes), TODAY)


def texts(value: Any) -> list[str]:
    """Every string that people see, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, part in value.items() if key != "text" for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list | tuple) else []


def test_a_quote_is_rich_text_with_the_decisive_sentence_in_bold() -> None:
    block = render(citation(SOURCE, decisive=Span(0, 23))).blocks[0]
    quote, reference = block["elements"]
    bold = {"style": {"bold": True}}
    assert quote == {
        "type": "rich_text_quote",
        "elements": [
            {"type": "text", "text": "Leave is due early.", **bold},
            {"type": "text", "text": " See "},
            {"type": "link", "url": "https://x.example/f", "text": "the form"},
            {"type": "text", "text": " & keep "},
            {"type": "text", "text": "copies", "style": {"code": True}},
            {"type": "text", "text": "."},
        ],
    }
    assert reference["elements"] == [
        {"type": "text", "text": "1  ", **bold},
        {"type": "link", "url": "https://h.example/leave#asking", "text": "Leave › Asking"},
    ]


def test_dates_are_shown_and_old_guides_marked() -> None:
    dated = citation(SOURCE, updated=date(2026, 1, 2), review_by=date(2026, 11, 23))
    assert texts(render(dated).blocks[0]["elements"][1])[-2:] == [
        "  ·  updated 2026-01-02",
        "  ·  due for review",
    ]
    due_today = replace(dated, review_by=TODAY)
    assert texts(render(due_today).blocks[0]["elements"][1])[-1] == "  ·  updated 2026-01-02"


def test_without_a_url_the_path_is_shown() -> None:
    assert texts(render(citation(SOURCE, url=None)).blocks[0]["elements"][1]) == [
        "1  ",
        "Leave › Asking",
        "  hr/leave.md",
    ]


def test_the_disclaimer_is_the_last_context() -> None:
    element = {"type": "mrkdwn", "text": "Not &lt;legal&gt; advice.", "verbatim": True}
    assert render(citation("X."), disclaimer="Not <legal> advice.").blocks[-1] == {
        "type": "context",
        "elements": [element],
    }


def test_a_notification_says_the_decisive_words_whence_and_the_disclaimer() -> None:
    assert render(citation(SOURCE, decisive=Span(0, 23))).text == (
        "“Leave is due early.” [1] Leave › Asking\nPointers, not legal advice."
    )


def test_related_says_so_first_and_quotes_nothing() -> None:
    message = render(citation("", span=Span(3, 3)), status=Status.RELATED)
    assert texts(message.blocks[0]) == [f"{NOT_SURE} You can ask #people. {NEAREST}"]
    assert [element["type"] for element in message.blocks[1]["elements"]] == ["rich_text_section"]


def test_not_covered_says_so_and_names_a_person() -> None:
    message = render(status=Status.NOT_COVERED)
    assert texts(message.blocks) == [f"{NOT_COVERED} You can ask #people.", "Pointers, not legal advice."]
    assert texts(render(status=Status.NOT_COVERED, owner=None).blocks)[0] == NOT_COVERED
    assert texts(render(status=Status.NOT_COVERED, note="Hello.").blocks)[0] == "Hello."


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\u202e", "\ud83d"])
def test_what_is_said_first_is_text_that_can_be_shown(unseen: str) -> None:
    note = f"The guides are in{unseen} English."
    message = render_answer(answer(status=Status.RELATED, note=note), TODAY, before=f"Ann{unseen} asked.")
    assert texts(message.blocks)[0] == f"Ann asked. The guides are in English. {NEAREST}"
    assert unseen not in message.text
    assert problems(payload(message)) == []


def test_a_long_quote_shrinks_and_says_so() -> None:
    words = "word " * 3000
    message = render(*(citation(words, n) for n in (1, 2, 3)))
    assert problems(payload(message)) == []
    for block in message.blocks[:3]:
        shown = texts(block["elements"][0])
        assert shown[-1] == SHORTENED
        assert 2500 < len(shown[0]) <= 2600


def lines(markdown: str, decisive: Span | None = None) -> str:
    return "".join(run.text for run in quote_runs(markdown, decisive))


def test_lists_tables_code_and_headings_read_well() -> None:
    assert lines("Take:\n\n- the *form*\n- a pen\n  1. black\n  2. blue") == (
        "Take:\n• the form\n• a pen\n   1. black\n   2. blue"
    )
    assert lines("3. third\n4. fourth") == "3. third\n4. fourth"
    assert lines("| Plan | Training |\n|---|---|\n| free | **yes** |") == "Plan | Training\nfree | yes"
    assert lines("```sh\nls -l\n\nrm x\n```") == "ls -l\n\nrm x"
    assert lines("> Quoted\n> twice") == "Quoted twice"


def test_rows_that_left_their_table_are_still_rows() -> None:
    row = "| free | **yes**, always |"
    assert lines(row) == "free | yes, always"
    bold = [run.text for run in quote_runs(row, Span(0, len(row))) if run.decisive]
    assert "".join(bold).startswith("free")
    assert lines("| a |\n| b |") == "a\nb"


def test_template_remains_and_html_are_never_shown() -> None:
    assert lines('Ask {% slack "x" %} in <b>time</b>. {{ var }}Done') == "Ask  in time. Done"


def payload(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


ANY = st.text(max_size=200)
MARKDOWN = st.lists(
    st.one_of(
        ANY,
        st.sampled_from(
            [
                "- item\n",
                "1. one\n",
                "| a | b |\n",
                "|--|--|\n",
                "```\n",
                "> ",
                "**",
                "<!channel>",
                "<@U1>",
                "# H\n",
                "[x](https://e.example)",
                "[y](javascript:1)",
                "`c`",
                "{% p %}",
                "\n\n",
                "    ",
                "&lt;!here&gt;",
                "😀",
                "&",
            ]
        ),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    MARKDOWN, ANY, st.one_of(st.none(), ANY, st.just("https://e.example/" + "x" * 4000)), st.text(), st.data()
)
def test_any_guide_gives_a_message_that_slack_takes(
    source: str, title: str, url: str | None, disclaimer: str, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(source)))
    made = [
        citation(source or "x", n, Span(0, end), url=url, trail=(title, source), path=title or "p.md")
        for n in (1, 2, 3)
    ]
    message = render(*made, disclaimer=disclaimer, owner=title)
    assert problems(payload(message)) == []
    said = json.dumps([message.text, [b for b in message.blocks if b["type"] == "context"]])
    assert not re.search(r"<[!@#]", said)
    assert sum(block["type"] == "rich_text" for block in message.blocks) == 3
    assert all(link.startswith(("https:", "http:", "mailto:")) for link in links(message.blocks))
    for status in (Status.RELATED, Status.NOT_COVERED):
        shown = made if status is Status.RELATED else []
        other = render(
            *(replace(c, quote="") for c in shown), status=status, disclaimer=disclaimer, owner=title
        )
        assert problems(payload(other)) == []


def links(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["url"]] if "url" in value else []
        return own + [url for part in value.values() for url in links(part)]
    return [url for part in value for url in links(part)] if isinstance(value, list | tuple) else []


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(MARKDOWN)
def test_every_word_of_a_statement_is_shown(source: str) -> None:
    guide = _read(source)
    for section in guide.sections if guide else ():
        for passage in section.passages:
            for statement in passage.statements:
                quote = statement.span.of(guide.source) if guide else ""
                shown = lines(quote)
                assert _folded(statement.text) in _folded(shown)


def _folded(text: str) -> str:
    """What is left when layout, list markers and the entities of HTML blocks are no difference."""
    return re.sub(r"[\W_]+", "", html.unescape(text))


def _read(source: str) -> Guide | None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "g.md"
        file.write_bytes(f"# T\n\n{source}".encode("utf-8", "replace"))
        return read_guide(Path(folder), file, GuideDefaults())[0]


def test_how_to_and_apology_are_taken_too() -> None:
    assert problems(payload(render_how_to())) == problems(payload(render_apology())) == []


def test_a_disguised_link_is_plain_text() -> None:
    runs = quote_runs("See [https://bank.example](https://evil.example) now.", None)
    assert [(run.text, run.url) for run in runs] == [
        ("See ", None),
        ("https://bank.example", None),
        (" now.", None),
    ]


def test_a_notification_parts_the_cells_of_a_row() -> None:
    row = "| free | **no** |"
    assert render(citation(row, decisive=Span(0, len(row)))).text.startswith("“free | no” [1] ")

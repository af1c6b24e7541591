"""The limits refuse what Slack refuses, say which limit it was, and take what is within it."""

from typing import Any

import pytest

from tests.standin.limits import problems, view_problems

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **more}


def section(text: str) -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def rich(kind: str, *elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": f"rich_text_{kind}", "elements": list(elements)}]}


def inline(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def found(*blocks: Json, text: str = "An answer", **more: Any) -> list[str]:
    return problems({"text": text, "blocks": list(blocks), **more})


WITHIN = [
    section("a" * 3000),
    {"type": "section", "fields": [mrkdwn("a" * 2000)] * 2},
    {"type": "section", "text": plain("a"), "accessory": button(value="a" * 2000, url="https://a.example/b")},
    {"type": "header", "text": plain("a" * 150)},
    {"type": "divider", "block_id": "a" * 255},
    {"type": "context", "elements": [mrkdwn("a")] * 10},
    {"type": "actions", "elements": [button(action_id=f"go-{number}") for number in range(25)]},
    rich("quote", inline("bold", bold=True), inline(" plain"), {"type": "link", "url": "mailto:a@b.example"}),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [inline("a")]}],
            }
        ],
    },
    rich("preformatted", inline("code")),
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Yes"), "value": "yes"},
                "negative_button": {"text": plain("No"), "value": "no"},
            }
        ],
    },
]


@pytest.mark.parametrize("block", WITHIN, ids=lambda block: block["type"])
def test_takes_what_is_within_the_limits(block: Json) -> None:
    assert found(block) == []


BEYOND = [
    (section("a" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    (
        {"type": "section", "fields": [plain("a")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        {"type": "section", "fields": [plain("a" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0]",
    ),
    (
        {"type": "header", "text": plain("a" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text]",
    ),
    (
        {"type": "header", "text": mrkdwn("a")},
        "Input should be 'plain_text' [json-pointer:/blocks/0/text/type]",
    ),
    (
        {"type": "context", "elements": [mrkdwn("a")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        {"type": "actions", "elements": [button(text=plain("a" * 76))]},
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text]",
    ),
    (
        {"type": "actions", "elements": [button(value="a" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        {"type": "actions", "elements": [button(action_id="same"), button(action_id="same")]},
        "action_id must be unique: same [json-pointer:/blocks/0]",
    ),
    (
        {"type": "divider", "colour": "red"},
        "invalid additional property: colour [json-pointer:/blocks/0/colour]",
    ),
    (
        {"type": "divider", "block_id": "a" * 256},
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    ({"type": "video"}, "unsupported type: video [json-pointer:/blocks/0]"),
    (
        rich("quote", inline("")),
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    (rich("quote"), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/elements]"),
    (
        rich("section", {"type": "link", "url": "javascript:alert(1)", "text": "here"}),
        "must be a valid URL: http, https, mailto, tel or slack"
        " [json-pointer:/blocks/0/elements/0/elements/0/url]",
    ),
    (
        rich("preformatted", {"type": "user", "user_id": "U1"}),
        "unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0]",
    ),
]


@pytest.mark.parametrize(("block", "words"), BEYOND, ids=[words for _, words in BEYOND])
def test_refuses_what_is_beyond_a_limit_and_says_which(block: Json, words: str) -> None:
    assert found(block) == [f"invalid_blocks: {words}"]


def test_counts_blocks_and_their_ids() -> None:
    divider = {"type": "divider"}
    assert found(*[divider] * 50) == []
    assert found(*[divider] * 51) == ["invalid_blocks: no more than 50 items allowed [json-pointer:/blocks]"]
    named = divider | {"block_id": "a"}
    assert found(named, named) == ["invalid_blocks: block_id must be unique: a [json-pointer:/blocks]"]


def test_counts_all_texts_together() -> None:
    quote = rich("quote", inline("a" * 1200))
    assert found(*[section("a" * 3000)] * 4, quote) == []
    assert found(*[section("a" * 3000)] * 4, quote, section("a")) == [
        "msg_blocks_too_long: 13201 characters in all, of 13200 [json-pointer:/blocks]"
    ]


def test_wants_text_beside_blocks() -> None:
    missing = ["no_text: `text` must be given, beside blocks too [json-pointer:/text]"]
    assert problems({"blocks": [section("a")]}) == missing
    assert problems({"text": " "}) == missing
    assert problems({"text": "a" * 40_001}) == [
        "msg_too_long: must be less than 40001 characters [json-pointer:/text]"
    ]


def test_wants_metadata_of_one_form() -> None:
    assert found(metadata={"event_type": "footnote_answer", "event_payload": {"answer_id": "a1"}}) == []
    assert found(metadata={"event_type": "footnote_answer", "event_payload": "a1"}) == [
        "invalid_metadata_format: must be an object [json-pointer:/metadata/event_payload]"
    ]


def test_limits_views() -> None:
    modal = {"type": "modal", "title": plain("a" * 24), "blocks": [section("a")]}
    field = {"type": "input", "label": plain("Why?"), "element": {"type": "plain_text_input"}}
    assert view_problems(modal) == []
    assert view_problems(modal | {"title": plain("a" * 25)}) == [
        "invalid_arguments: must be less than 25 characters [json-pointer:/view/title]"
    ]
    assert view_problems(modal | {"blocks": [field]}) == [
        "invalid_arguments: missing required field: submit, as the view has an input block"
        " [json-pointer:/view]"
    ]
    assert view_problems(modal | {"private_metadata": "a" * 3001}) == [
        "invalid_arguments: must be less than 3001 characters [json-pointer:/view/private_metadata]"
    ]

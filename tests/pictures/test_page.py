"""Blocks as pages: each type is drawn, in its order and style, and whatever it says stays text."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from bot.slack.message import Block
from tests.pictures.page import CannotBeDrawn, render_scene
from tests.pictures.scene import BOT, Confirmation, Conversation, HomeView, ModalView, Said, asked, thread

EVERY_BLOCK: list[Block] = json.loads(Path(__file__).with_name("every_block.json").read_text("utf-8"))
HOSTILE = '<script>alert(1)</script> & "quotes" \''


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def drawn(*blocks: Block) -> BeautifulSoup:
    page = render_scene(HomeView({"type": "home", "blocks": list(blocks)}))
    return BeautifulSoup(page, "html.parser")


def block(kind: str) -> Tag:
    """Return what the first block of a type in the file looks like."""
    found = drawn(next(each for each in EVERY_BLOCK if each["type"] == kind)).select_one(f".block.{kind}")
    assert found is not None
    return found


def texts(tag: Tag, selector: str) -> list[str]:
    return [each.get_text() for each in tag.select(selector)]


def test_rich_text_keeps_its_styles_and_structure() -> None:
    shown = block("rich_text")
    assert texts(shown, "p")[0] == (
        "@Kim asked in #C024, bold, italic, struck, code and a bold link \N{EYES} :our_own:"
    )
    assert [texts(shown, tag) for tag in ("p > b", "i", "s", "code")] == [
        ["bold", "a bold link"],
        ["italic"],
        ["struck"],
        ["code"],
    ]
    assert [a["href"] for a in shown.select("b > a")] == ["https://a.example/x?y=1&z=2"]
    assert texts(shown, "blockquote") == ["A quote\nof two lines"]
    assert texts(shown, "ul.indent-0 li") == ["bulleted"]
    assert texts(shown, "ul.indent-1 li") == ["below it"]
    assert texts(shown, "ol li") == ["first", "second"]
    assert texts(shown, "pre") == ["make ask\n  Q=now"]


def test_spaces_between_pieces_are_those_of_the_blocks() -> None:
    pieces = [{"type": "text", "text": "1  ", "style": {"bold": True}}, {"type": "text", "text": "  · p. 2"}]
    section = {"type": "rich_text_section", "elements": pieces}
    assert texts(drawn({"type": "rich_text", "elements": [section]}), "p") == ["1    · p. 2"]


def test_a_section_has_its_words_fields_and_accessory() -> None:
    shown = block("section")
    assert texts(shown, ".words > div:first-child") == ["Bold, italic and a link & more"]
    assert texts(shown, ".fields > div") == ["Asked\n120", "Answered"]
    assert texts(shown, ".words + .button") == ["Beside it"]


def test_buttons_have_their_style() -> None:
    shown = block("actions")
    assert texts(shown, ".button") == ["Plain", "Primary", "Danger", "•••"]
    assert (texts(shown, ".primary"), texts(shown, ".danger")) == (["Primary"], ["Danger"])
    assert [text.strip() for text in texts(shown, ".select")] == ["Choose a guide"]


def test_feedback_is_two_thumbs() -> None:
    shown = block("context_actions")
    assert [text.strip() for text in texts(shown, ".icon")] == ["Helpful", "Not helpful", "Delete"]
    assert [svg["class"] for svg in shown.select("svg")] == [["thumb"], ["thumb", "down"]]


def test_inputs_show_what_is_in_them_or_asked_for() -> None:
    shown = drawn(*EVERY_BLOCK)
    assert texts(shown, ".input > .label") == [
        "Your question (optional)",
        "A title",
        "A section",
        "What was wrong?",
        "Tell whom?",
    ]
    assert [text.strip() for text in texts(shown, ".input > .field")] == [
        "May I?",
        "In a few words",
        "Leave › Sick leave",
    ]
    assert texts(shown, ".input .placeholder") == ["In a few words"]
    assert [text.strip() for text in texts(shown, ".choice.marked")] == ["Out of date", "Maintainers"]
    assert texts(shown, ".hint") == ["Without names", "It has the answer"]


def test_headers_dividers_and_context() -> None:
    assert block("header").get_text() == "A header"
    assert len(block("divider").select("hr")) == 1
    assert texts(block("context"), "span") == ["In context", "Beside that"]


def test_a_thread_shows_who_said_what_and_who_sees_it() -> None:
    reply = Said(BOT, (EVERY_BLOCK[0],), is_private=True)
    page = BeautifulSoup(render_scene(thread(asked("when?", reactions=["\N{EYES}"]), reply)), "html.parser")
    assert texts(page, ".who") == ["Sam 10:02", "FootnoteAPP 10:02"]
    assert texts(page, ".reactions") == ["\N{EYES} 1"]
    assert texts(page, ".replies") == ["1 reply"]
    assert [text.strip() for text in texts(page, ".private .only-you")] == ["Only visible to you"]
    assert len(page.select("article")) == 2


def test_suggested_prompts_are_below_the_messages() -> None:
    prompts = ({"title": "What is new?", "message": "what is new this week?"},)
    page = BeautifulSoup(render_scene(Conversation("Footnote", (), prompts=prompts)), "html.parser")
    assert texts(page, ".prompts span") == ["What is new?"]


def test_a_modal_has_a_title_and_its_buttons() -> None:
    view: dict[str, Any] = {"title": plain("Go deeper"), "close": plain("Close"), "blocks": EVERY_BLOCK[:1]}
    page = BeautifulSoup(render_scene(ModalView(view)), "html.parser")
    assert (texts(page, "header b"), texts(page, "footer .button")) == (["Go deeper"], ["Close"])
    page = BeautifulSoup(render_scene(ModalView(view | {"submit": plain("Send")})), "html.parser")
    assert texts(page, "footer .button.primary") == ["Send"]


def test_a_confirmation_is_what_the_button_asks() -> None:
    buttons = next(each for each in EVERY_BLOCK if each["type"] == "actions")["elements"]
    confirm = next(button["confirm"] for button in buttons if "confirm" in button)
    page = BeautifulSoup(render_scene(Confirmation(confirm)), "html.parser")
    assert texts(page, "header b") == ["Roll back?"]
    assert texts(page, "section b") == ["Monday"]
    assert texts(page, "footer .button") == ["Leave it", "Roll back"]
    assert texts(page, "footer .danger") == ["Roll back"]


def made_hostile(value: Any) -> Any:
    """Return blocks in which all that is shown as text, markup apart, is hostile."""
    if isinstance(value, list):
        return [made_hostile(each) for each in value]
    if not isinstance(value, dict) or value.get("type") == "mrkdwn":
        return value
    said = {"text", "url", "initial_value", "user_id", "channel_id", "name"} & value.keys()
    words = {key: HOSTILE for key in said if isinstance(value[key], str)}
    return {key: made_hostile(each) for key, each in value.items()} | words


def test_whatever_is_said_stays_text() -> None:
    tame, wild = drawn(*EVERY_BLOCK), drawn(*made_hostile(EVERY_BLOCK))
    assert [tag.name for tag in wild.find_all()] == [tag.name for tag in tame.find_all()]
    assert {a["href"] for a in wild.select(".rich_text a")} == {HOSTILE}
    assert texts(wild, ".header, .field.long, .button.primary") == [HOSTILE] * 3
    assert str(wild).count("<script") == 0


@pytest.mark.parametrize(
    ("unknown", "complaint"),
    [
        ({"type": "video"}, "no block of type 'video' can be drawn: .*blocks.html"),
        ({"type": "actions", "elements": [{"type": "timepicker"}]}, "no element of type 'timepicker'"),
        ({"type": "rich_text", "elements": [{"type": "rich_text_new"}]}, "no rich_text of type"),
    ],
)
def test_what_no_template_knows_is_refused(unknown: Block, complaint: str) -> None:
    with pytest.raises(CannotBeDrawn, match=complaint):
        drawn(unknown)

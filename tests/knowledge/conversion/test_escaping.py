"""Whatever words a file holds, its Markdown says the same words: nothing of them becomes markup."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.conversion.blocks import Block, BlockKind, write_blocks
from knowledge.conversion.cleaning import clean
from knowledge.conversion.escaping import escape, escape_starts
from knowledge.inline import create_parser

MARKS = (
    "*", "**", "_", "__", "`", "``", "~~", "~", "#", "##", "-", "+", ">", "|", "\\", "<b>", "</b>", "<!--",
    "<https://a.b>", "<a@b.c>", "&amp;", "&#65;", "[", "]", "](", ")", "![", "[x]: u", "1.", "2)", "---",
    "===", ": ", "|---|", "snake_case", "5 * 3", "a", "Word.", " ", "é", "漢", "{#x}",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(MARKS), min_size=1, max_size=8).map("".join)


def words_of(markdown: str) -> tuple[list[str], str]:
    """Return the types of the blocks, and all text."""
    tokens = create_parser().parse(markdown)
    inline = [child for token in tokens for child in token.children or []]
    kept = {"text", "text_special", "code_inline"}
    text = "".join(" " if t.type == "softbreak" else t.content if t.type in kept else "" for t in inline)
    return [token.type for token in tokens if token.nesting == 1], text


@settings(max_examples=2000, deadline=None)
@given(words=WORDS)
@example(words="a](b)")
@example(words="**bold** and \\*")
def test_a_paragraph_s_words_stay_words(words: str) -> None:
    line = " ".join(words.split())
    if line:
        blocks, text = words_of(escape_starts(escape(line)))
        assert blocks == ["paragraph_open"]
        assert text.replace("<", "").replace(">", "") == line.replace("<", "").replace(">", "")


@settings(max_examples=500, deadline=None)
@given(words=WORDS)
def test_a_heading_s_words_stay_words(words: str) -> None:
    line = " ".join(words.split())
    if line and line != "#" * len(line):
        blocks, text = words_of(write_blocks([Block(BlockKind.HEADING, [(1, line)], 2)])[0])
        assert blocks == ["heading_open"]
        assert text.replace("<", "").replace(">", "") == line.replace("<", "").replace(">", "")


def test_what_is_no_markup_stays_as_it_is() -> None:
    plain = "snake_case, 5 * 3, a & b, [x], (y), C#, 50 % - or so: <3 and https://x.example/a_b?c=d&e=f"
    assert escape_starts(escape(plain)) == plain


def test_items_nest_one_level_at_a_time_and_pages_begin_where_their_words_do() -> None:
    blocks = [
        Block(BlockKind.HEADING, [(1, "Leave")], 1),
        Block(BlockKind.ITEM, [(1, "one")], 3),
        Block(BlockKind.ITEM, [(2, "two")], 2, "2."),
        Block(BlockKind.PARAGRAPH, [(2, "Ends on"), (4, "page four.")]),
        Block(BlockKind.TABLE, [(4, "a\tb|c"), (4, "d\te")]),
    ]
    text, pages = write_blocks(blocks, 5)
    assert text == (
        "# Leave\n\n- one\n    2. two\n\nEnds on page four.\n\n| a | b\\|c |\n| --- | --- |\n| d | e |\n"
    )
    assert [text[start : start + 6] for start in pages] == ["# Leav", "    2.", " page ", " page ", ""]


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("a\u00a0b\u00adc\u200bd", "a bcd"),
        ("\ufb01nd e\u0301", "find é"),
        ("a\r\nb\rc\u2028d\fe", "a\nb\nc\nd\ne"),
        ("x\x00\x07\ue123\ud800y", "x\ufffdy"),
        ("10² ½ \u200d", "10² ½ \u200d"),
    ],
)
def test_characters_that_are_no_words_are_dropped(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == cleaned

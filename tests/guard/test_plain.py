"""What the rules read, and where it comes from."""

import re

import pytest

from bot.guard.plain import GONE, to_plain

LABEL = re.compile(r"\[name\]")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain text", "plain text"),
        ("４３ ＠ ａ．ｂ", "43 @ a.b"),
        ("٤٣ ४३", "43 43"),
        ("a\u200bb\u00adc\ufeffd\ufe0f", "abcd"),
        ("1\u00a02\u202f3\t4\n5", "1 2 3 4 5"),
        ("a\u2010b\u2013c\u2014d\u2212e", "a-b-c-d-e"),
        ("\u201ca\u201d \u2018b\u2019 \u00abc\u00bb", '"a" \'b\' "c"'),
        ("x\x00y\x1bz", "xyz"),
        ("\u2460 \ufb01 …", "1 fi ..."),
        ("a [name] b", f"a {GONE} b"),
    ],
)
def test_one_kind_of_sign_for_each_meaning(text: str, plain: str) -> None:
    read = to_plain(text, [], LABEL)
    assert read.text == plain
    assert len(read.origins) == len(plain)
    assert list(read.origins) == sorted(read.origins)


def test_places_lead_back_to_the_text_as_it_was() -> None:
    text = "\u200bab\u200bc … ４３!"
    read = to_plain(text, [], LABEL)
    start = read.text.index("abc")
    assert text[slice(*read.span(start, start + 3))] == "ab\u200bc"
    start = read.text.index("43")
    assert text[slice(*read.span(start, start + 2))] == "４３"


def test_what_is_gone_is_read_like_its_label() -> None:
    text = "ask Maria Huber, now"
    taken = to_plain(text, [(4, 15)], LABEL)
    assert taken.text == to_plain("ask [name], now", [], LABEL).text == f"ask {GONE}, now"
    assert text[slice(*taken.span(5, 6))] == ","

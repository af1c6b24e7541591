"""What is shown can't steer who shows it, and says the same words."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.log_lines import FORMAT, OneLine
from bot.printable import printable, printable_json, printable_line
from tests.hostile import ALL, LINES, TERMINAL, TURNS

OBEYED = {chr(code) for code in [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)]} - {"\t", "\n"}
OBEYED |= {chr(code) for code in range(0x2066, 0x206A)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jdone\x07", "[2Jdone"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066a\u2069 \u2067b\u2068", "a b"),
        ("tab\tand\nline", "tab\tand\nline"),
        # What languages need stays: marks of direction, joiners, accents.
        ("שלום\u200f, \u200eabc", "שלום\u200f, \u200eabc"),
        ("می\u200cخواهم 👩\u200d💻 e\u0301", "می\u200cخواهم 👩\u200d💻 e\u0301"),
        ("half \ud83d", "half "),
    ],
)
def test_what_steers_is_dropped_and_words_stay(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text() | st.sampled_from(ALL))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = printable(text)
    assert not OBEYED.intersection(shown)
    assert printable(shown) == shown
    assert printable_line(text).splitlines() in ([], [printable_line(text)])


@given(st.text() | st.sampled_from(ALL))
def test_json_says_the_same_and_holds_nothing_that_steers(text: str) -> None:
    written = printable_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(written) == {"text": text}
    assert not OBEYED.intersection(written)
    assert len(written.splitlines()) == 1


@pytest.mark.parametrize("text", [*LINES, *TERMINAL, *TURNS])
def test_a_log_record_is_one_line_that_turns_nothing(text: str) -> None:
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, "Left out: %s", (text,), None)
    line = OneLine(FORMAT).format(record)
    assert len(line.splitlines()) == 1
    assert not OBEYED.intersection(line)

"""What a button carries: read as it was written, slimmer where it is long, refused where it is nobody's."""

import json
import random
import string
import zlib
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from bot.slack.reference import LONGEST_VALUE, UNREADABLE, AnswerReference
from bot.slack.refusals import Refused
from knowledge.answer import Status
from knowledge.citing import CitedPlace
from knowledge.guide import Span

SEED = 2026
PLACE = CitedPlace("leave.md", "0123456789abcdef", "annual-leave", Span(10, 90))
REFERENCE = AnswerReference(
    "a" * 32, "how do I ask for leave?", Status.ANSWERED, "G1", "1.1", (PLACE,), (("a.md", "b"),)
)


CHANCE = random.Random(SEED)


def noise(length: int) -> str:
    """Return letters that can't be packed well, other ones each time."""
    return "".join(CHANCE.choices(string.ascii_letters, k=length))


def test_what_was_written_is_read() -> None:
    assert AnswerReference.from_value(REFERENCE.to_value()) == REFERENCE


def test_the_least_needed_goes_first() -> None:
    near = tuple((noise(60 + n), noise(50 + n)) for n in range(9))
    long = replace(REFERENCE, near=near, question=noise(600))
    kept = AnswerReference.from_value(long.to_value())
    assert (kept.near, kept.question) == ((), long.question)
    longer = replace(long, places=tuple(replace(PLACE, path=noise(400 + n)) for n in range(3)))
    kept = AnswerReference.from_value(longer.to_value())
    assert kept.places == longer.places[: len(kept.places)]
    assert len(kept.question) < len(longer.question)
    assert len(longer.to_value()) <= LONGEST_VALUE


def forged(**values: object) -> str:
    written = json.dumps({"id": "a" * 32, "question": "", "status": "answered", "generation": "G"} | values)
    return "1." + urlsafe_b64encode(zlib.compress(written.encode())).decode()


@pytest.mark.parametrize(
    "value",
    [
        *("", "0.x", "1.", "1.x", "1.é", "1.eJw"),
        *(forged(status="sure"), forged(places=[1]), forged(id=noise(2000)), forged(id=5)),
    ],
)
def test_what_is_none_of_ours_is_refused(value: str) -> None:
    with pytest.raises(Refused, match=UNREADABLE[:20]):
        AnswerReference.from_value(value)


def test_what_cannot_be_made_shorter_has_an_end() -> None:
    assert len(replace(REFERENCE, id=noise(2000)).to_value()) > LONGEST_VALUE

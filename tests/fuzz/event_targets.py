"""What Slack sends: events that may be questions, and presses of buttons with what the buttons carry."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from random import Random
from typing import Any
from zlib import compress

from bot.channel_settings import EVERYWHERE
from bot.inbox.question import IncomingQuestion
from bot.slack.incoming import OverheardReader, QuestionReader
from bot.slack.pressed import Pressed
from bot.slack.reference import LONGEST_VALUE, AnswerReference
from bot.slack.refusals import Refused
from tests.fuzz.mutation import ODD_TEXTS, mixed, mutated, mutated_json
from tests.fuzz.pieces import QUESTIONS
from tests.fuzz.promises import STEERS
from tests.fuzz.target import Problem, Target, broken, unescaped

Json = dict[str, Any]
BOT = "UBOT"
_FIELDS = ("text", "thread_ts", "subtype", "user", "bot_id", "channel_type", "channel", "type")
"""Of an event, in the order in which bytes give them."""
_USUAL = {"text": "may I?", "user": "U1", "channel": "C1", "type": "app_mention", "ts": "1.1"}
_VALUES = {
    "thread_ts": ("1.0", "1.1"),
    "subtype": ("file_share", "thread_broadcast", "message_changed", "channel_join"),
    "user": (BOT, "USLACKBOT", ""),
    "bot_id": ("B1",),
    "channel_type": ("im", "channel", "mpim"),
    "channel": ("D1", "G1"),
    "type": ("message",),
}
_CAN_ASK = {None, "", "file_share", "thread_broadcast"}
_READERS = (
    QuestionReader(lambda _: EVERYWHERE),
    OverheardReader(lambda _: EVERYWHERE, True, lambda *_: True),
)


def _event(random: Random) -> Json:
    event = _USUAL | {"text": mixed(random, QUESTIONS)}
    for field in random.sample(sorted(_VALUES), random.randint(0, 3)):
        event[field] = random.choice((*_VALUES[field], random.choice(ODD_TEXTS)))
    return _body(event)


def _body(event: Json) -> Json:
    return {"team_id": "T1", "event_id": "Ev1", "event": event}


def _event_of(data: bytes) -> Json:
    """Return the event whose fields are given one after the other, zero bytes between them."""
    words = data.decode("utf-8", "surrogateescape").split("\0")
    given = zip(_FIELDS, words, strict=False)
    return _body(_USUAL | {field: value for field, value in given if value})


def _check_event(body: Json) -> Iterator[Problem]:
    event = body["event"]
    asked = [question for read in _READERS if (question := read(body, BOT))]
    if len(asked) > 1:
        yield broken("one event is two questions")
    if asked and (event.get("bot_id") or event["user"] in {BOT, "USLACKBOT", ""}):
        yield broken("nobody asked this")
    if asked and event.get("subtype") not in _CAN_ASK:
        yield broken(f"{event['subtype']!r} is a question")
    for question in asked:
        yield from _check_question(question, event)


def _check_question(question: IncomingQuestion, event: Json) -> Iterator[Problem]:
    if STEERS.search(question.text):
        yield unescaped(f"a question with controls: {question.text!r}")
    if (question.channel, question.ts, question.user) != (event["channel"], event["ts"], event["user"]):
        yield broken(f"the reply goes elsewhere: {question}")


_REFERENCE = {
    "id": "a1",
    "question": "may I work from abroad?",
    "status": "answered",
    "generation": "g1",
    "thread_ts": "1.1",
    "places": [{"path": "a.md", "sha256": "0" * 16, "anchor": "leave", "span": {"start": 7, "end": 19}}],
    "near": [["work.md", "travel"]],
}
_WRITTEN = ("1.", "0.", "=", "_", "-", "A", "é", " ", "eJw", "\0")


def _packed(value: Any) -> str:
    return f"1.{urlsafe_b64encode(compress(json.dumps(value).encode())).decode()}"


def _press(random: Random) -> Json:
    value = _packed(mutated_json(random, _REFERENCE, (*QUESTIONS, *ODD_TEXTS)))
    return _pressing(mutated(random, value, _WRITTEN) if random.random() < 0.3 else value)


def _pressing(value: str) -> Json:
    return {"user": {"id": "U1"}, "actions": [{"action_id": "a", "value": value}], "container": {}}


def _press_of(data: bytes) -> Json:
    """Return the press of a button whose value is the bytes, packed where they begin like JSON."""
    if data[:1] == b"{":
        return _pressing(f"1.{urlsafe_b64encode(compress(data)).decode()}")
    return _pressing(data.decode("utf-8", "surrogateescape"))


def _check_press(body: Json) -> Iterator[Problem]:
    try:
        reference = AnswerReference.from_value(Pressed.from_body(body).value)
    except Refused:
        return
    value = reference.to_value()
    if len(value) > LONGEST_VALUE:
        yield broken(f"a value of {len(value)} characters")
    again = AnswerReference.from_value(value)
    if (again.id, again.status, again.generation) != (reference.id, reference.status, reference.generation):
        yield broken(f"another answer: {again}")


_PACKED = _packed(_REFERENCE)
TARGETS = (
    Target("events", 120, _event, _check_event, _event_of, (b"may I?\x001.0", b"hi\0\0file_share\0U2\0\0im")),
    Target(
        "presses", 110, _press, _check_press, _press_of, (_PACKED.encode(), json.dumps(_REFERENCE).encode())
    ),
)

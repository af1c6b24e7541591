"""What is fuzzed: each target reads bytes as its kind of input, and says what is wrong with the outcome."""

import io
import json
import logging
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from bot.channel_settings import EVERYWHERE
from bot.guard.inspection import inspect
from bot.log_lines import FORMAT, OneLine
from bot.markup import tag
from bot.page import render_page
from bot.printable import printable
from bot.settings import Settings
from bot.slack.blocks import cited, escaped_notice
from bot.slack.incoming import OverheardReader, QuestionReader
from bot.slack.mrkdwn import escape, plain_question, safe_url
from bot.slack.pressed import Pressed
from bot.slack.reference import AnswerReference
from bot.slack.refusals import Refused
from knowledge.answer import Citation
from knowledge.conversion.converted import Unreadable
from knowledge.conversion.html_text import convert_html
from knowledge.conversion.plain_text import convert_text
from knowledge.errors import GuideInvalid
from knowledge.follow_ups import leans_back, says_little
from knowledge.front_matter import read_front_matter
from knowledge.guide import Span
from knowledge.screening import is_question, screen
from knowledge.sections import Body
from tests.standin.limits import problems

Check = Callable[[bytes], str | None]
"""Returns what is wrong, None where nothing is; what it raises is a crash."""
_LIVE = re.compile(r"<[!@#]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
TODAY = date(2026, 11, 27)
LONGEST_QUESTION = 500


@dataclass(frozen=True)
class Target:
    """Something that reads what others wrote; ``weight`` is its share of the inputs."""

    name: str
    check: Check
    weight: int
    seeds: tuple[str, ...]


def text_of(data: bytes) -> str:
    """Read bytes as text, with lone halves of characters where they are none."""
    return data.decode("utf-8", "surrogateescape").replace("\udc80", "\ud83d")


def events(data: bytes) -> str | None:
    """Read an event whose fields are what was drawn."""
    words = text_of(data).split("\x00")
    fields = dict(
        zip(("text", "thread_ts", "subtype", "user", "bot_id", "channel_type"), words, strict=False)
    )
    event = {
        "type": "message" if len(data) % 2 else "app_mention",
        "channel": "C1",
        "ts": "1.1",
        "user": "U1",
    }
    body = {"team_id": "T1", "event_id": "Ev1", "event": event | {k: v for k, v in fields.items() if v}}
    readers = (
        QuestionReader(lambda _: EVERYWHERE),
        OverheardReader(lambda _: EVERYWHERE, True, lambda *_: True),
    )
    for reader in readers:
        asked = reader(body, "UBOT")
        if asked is not None and _CONTROL.search(asked.text):
            return "control characters in a question"
    return None


def presses(data: bytes) -> str | None:
    """Read a button's value, and a press that holds it."""
    value = text_of(data)
    body = {"user": {"id": "U1"}, "actions": [{"action_id": "a", "value": value}], "container": {}}
    try:
        reference = AnswerReference.from_value(Pressed.from_body(body).value)
    except Refused:
        return None
    return None if len(reference.to_value()) <= 2000 else "a value too long"


def questions(data: bytes) -> str | None:
    """Make a message plain and put it into Slack's markup."""
    words = plain_question(text_of(data), "UBOT")
    screen(words)
    is_question(words)
    leans_back(words)
    says_little(words)
    safe_url(words)
    for shown in (escape(words), escaped_notice(words)):
        if _LIVE.search(shown):
            return "a live mention"
    return "control characters" if _CONTROL.search(escaped_notice(words)) else None


def guards(data: bytes) -> str | None:
    """Inspect a question twice: what is redacted holds nothing any more."""
    once = inspect(text_of(data)[:LONGEST_QUESTION])
    again = inspect(once.redacted)
    return None if not again.findings else f"{again.kinds} in what was redacted"


def guides(data: bytes) -> str | None:
    """Read Markdown with front matter: every span lies within, and says its statement."""
    source = text_of(data).encode("utf-8", "replace").decode()
    try:
        matter = read_front_matter("a.md", source)
    except GuideInvalid as problem:
        return None if "\n" not in str(problem) else "an error of several lines"
    body = Body.from_source(source, matter.body_start, "en")
    sections = body.sections("a.md", "A")
    anchors = [section.anchor for section in sections]
    if len(set(anchors)) != len(anchors):
        return "two sections of one anchor"
    for section in sections:
        for passage in section.passages:
            for statement in passage.statements:
                if not section.span.covers(statement.span) or not statement.span.of(source).strip():
                    return "a statement outside of its section"
    return None


def quotes(data: bytes) -> str | None:
    """Show any Markdown as a quote within Slack's limits."""
    source = text_of(data).encode("utf-8", "replace").decode()  # as a guide is read
    decisive = Span(len(source) // 4, len(source) // 2)
    made = Citation(
        *(1, source[:90] or "A", "a.md", source[:90], (source[:90], source[-90:]), source),
        *(Span(0, len(source)), "0" * 64, source[:200] or None, 0.5),
        decisive=decisive,
    )
    block, said = cited(made, TODAY)
    found = problems({"text": escape(said) or "x", "blocks": [block]})
    return found[0] if found else None


def pages(data: bytes) -> str | None:
    """Write any text into a report: no element comes of it."""
    words = text_of(data)
    seen = _Elements()
    seen.feed(render_page(words, [tag("p", words, title=words), tag("td", words)]))
    others = [name for name in seen.names if name not in _OURS]
    return f"elements {others}" if others else None


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.names.append(tag)


_OURS = {"html", "head", "meta", "title", "style", "body", "main", "p", "td"}


def terminals(data: bytes) -> str | None:
    """Print any text: no control sequence reaches the terminal, and its markup is none."""
    console = Console(file=io.StringIO(), force_terminal=False, width=80)
    with console.capture() as capture:
        console.print(Text(printable(text_of(data))))
    return "a control sequence" if _CONTROL.search(capture.get()) else None


def logs(data: bytes) -> str | None:
    """Log any text: it is one line."""
    record = logging.LogRecord("bot", logging.ERROR, "", 0, "%s", (text_of(data),), None)
    line = OneLine(FORMAT).format(record)
    return "a forged line" if len(line.splitlines()) != 1 or _CONTROL.search(line) else None


def html_files(data: bytes) -> str | None:
    """Convert HTML: nothing that steers a terminal is left in what comes of it."""
    try:
        converted = convert_html(data)
    except Unreadable as problem:
        return None if "\n" not in str(problem) else "an error of several lines"
    return "a control character" if "\x1b" in converted.text else None


def text_files(data: bytes) -> str | None:
    """Convert a text file."""
    try:
        convert_text(data)
    except Unreadable as problem:
        return None if "\n" not in str(problem) else "an error of several lines"
    return None


def settings_files(data: bytes) -> str | None:
    """Read a footnote.toml: wrong ones are errors of ours."""
    try:
        keys: dict[str, Any] = tomllib.loads(text_of(data).encode("utf-8", "replace").decode())
        Settings(**{key: value for key, value in keys.items() if key in Settings.model_fields})
    except (tomllib.TOMLDecodeError, ValidationError, RecursionError):
        return None
    return None


_MARKDOWN = (
    "---\ntitle: Leave\nfootnote:\n  audience: [C0123]\n---\n# Leave\nAsk *early*. `Keep`.\n\n- a\n  - b\n",
    "| a | b |\n|---|---|\n| <!here> | **c** |\n",
    "```\ncode\n```\n> quote\n\n1. one\n2. two [x](https://x.example)\n",
    "<details><summary>x</summary>&lt;b&gt;</details>\n{% raw %} {{ x }}\n# A {#a}\n# A {#a}\n# !\n",
)
_WORDS = (
    "may I paste jo@example.com into <https://x.example|it>? <!here> <@UBOT>",
    "call +49 30 901820, IBAN DE89370400440532013000, card 4111111111111111, 203.0.113.9",
    "and on the free plan?\x00178.1\x00file_share",
    "*bold* _it_ ~no~ `code` &lt;!channel&gt; \x1b[31m \u202e",
)
_TOML = ('owner = "#x"\n[channels.C0123]\nanswers = "private"\n', "follow_ups = 1\n")
_HTML = "<h1>A</h1><p>b<script>x</script></p><table><tr><td>c"
TARGETS = (
    Target("events", events, 22, _WORDS),
    Target("presses", presses, 12, ("1.eJwDAAAAAAE=", "1.", "0.x", "1.eJyrVkrLz1eyUkpKLFKqBQAgQAQ_")),
    Target("questions", questions, 14, _WORDS),
    Target("log lines", logs, 16, _WORDS),
    Target("settings", settings_files, 6, _TOML),
    Target("reports", pages, 8, ("</title><script>alert(1)</script>", "\" onerror=alert(1) x='", *_WORDS)),
    Target("the guard", guards, 6, _WORDS),
    Target("quotes", quotes, 5, _MARKDOWN),
    Target("guides", guides, 5, _MARKDOWN),
    Target("text files", text_files, 3, ("TITLE\n=====\n\n1. One\n   two\n* three\n", *_MARKDOWN)),
    Target("HTML files", html_files, 2, (_HTML, *_MARKDOWN)),
    Target("terminals", terminals, 1, _WORDS),
)


def describe(data: bytes) -> str:
    """Return an input so that it can be typed again."""
    return json.dumps(text_of(data)[:300], ensure_ascii=True)

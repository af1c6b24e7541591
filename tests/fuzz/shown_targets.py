"""Text as it is shown: in Slack, pages, the terminal, logs and JSON; questions as they are read."""

import json
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random

from bot.guard.inspection import inspect
from bot.log_lines import FORMAT, OneLine
from bot.markup import tag
from bot.page import render_page
from bot.printable import printable, printable_json, printable_line
from bot.slack.mrkdwn import escape, plain_question, safe_url
from bot.slack.words import escaped_notice
from knowledge.follow_ups import leans_back, says_little
from knowledge.screening import is_question, screen
from tests.fuzz.mutation import ODD_TEXTS, mixed
from tests.fuzz.pieces import MARKDOWN, QUESTIONS
from tests.fuzz.promises import LIVE, STEERS
from tests.fuzz.target import Problem, Target, broken, unescaped


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


_PLAIN = [("p", ("title",))]
_SHELL = _Reader(render_page("t", [tag("p", "w", title="w")])).seen


def _text(random: Random) -> str:
    return mixed(random, (*MARKDOWN, *ODD_TEXTS), 20)


def _check_text(text: str) -> Iterator[Problem]:
    shown = printable(text)
    if STEERS.search(shown) or printable(shown) != shown:
        yield unescaped(f"a control character is left in {shown!r}")
    if len(printable_line(text).splitlines()) > 1:
        yield unescaped("a line that is two")
    if LIVE.search(escape(text)):
        yield unescaped(f"mrkdwn with markup: {escape(text)!r}")
    element = _Reader(tag("p", text, title=text))
    if element.seen != _PLAIN or "".join(element.words) != shown:
        yield unescaped(f"HTML with markup: {text!r}")
    yield from _check_lines(text)


def _check_lines(text: str) -> Iterator[Problem]:
    error = ValueError(text)
    record = logging.LogRecord(
        "bot", logging.ERROR, "x.py", 1, "Left out: %s", (text,), (ValueError, error, None)
    )
    line = OneLine(FORMAT).format(record)
    if len(line.splitlines()) != 1 or STEERS.search(line):
        yield unescaped("a record that is more than a line")
    written = printable_json(json.dumps(text, ensure_ascii=False))
    if json.loads(written) != text or re.search("[\x7f-\x9f\u2028\u202e]", written):
        yield unescaped(f"JSON that steers or says something else: {written!r}")


def _check_page(text: str) -> Iterator[Problem]:
    page = render_page(text, [tag("p", text, title=text)])
    if _Reader(page).seen != _SHELL:
        yield unescaped(f"a page with markup: {text!r}")


def _question(random: Random) -> str:
    return mixed(random, QUESTIONS)


def _check_question(text: str) -> Iterator[Problem]:
    plain = plain_question(text, "UBOT")
    if plain != " ".join(plain.split()) or len(plain) > len(text) + 20 * text.count("<"):
        yield broken(f"no line: {plain!r}")
    if STEERS.search(printable(plain)):
        yield unescaped("a control character is left")
    if LIVE.search(escaped_notice(plain)) or STEERS.search(escaped_notice(plain)):
        yield unescaped(f"a notice with markup: {plain!r}")
    if (url := safe_url(text)) and not url.startswith(("http:", "https:", "mailto:")):
        yield unescaped(f"a link to {url!r}")
    for read in (screen, is_question, leans_back, says_little):
        read(plain)


def _check_guard(text: str) -> Iterator[Problem]:
    cut = text[:4000]
    inspection = inspect(cut)
    again = inspect(inspection.redacted)
    if again.findings or again.redacted != inspection.redacted:
        yield broken(f"a second look finds more in {cut!r}")
    last = 0
    for finding in inspection.findings:
        if not last <= finding.start < finding.end <= len(cut):
            yield broken(f"findings overlap in {cut!r}")
        last = finding.end


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


TARGETS = (
    Target("escaping", 100, _text, _check_text, _decoded, (b"<!channel> &amp; <b>", b"a\nINFO x: y")),
    Target("pages", 60, _text, _check_page, _decoded, (b"<script>",)),
    Target("questions", 100, _question, _check_question, _decoded, tuple(q.encode() for q in QUESTIONS[:12])),
    Target("the guard", 25, _question, _check_guard, _decoded, tuple(q.encode() for q in QUESTIONS[-12:])),
)

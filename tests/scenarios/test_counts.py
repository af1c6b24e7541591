"""What is at rest after people asked: where the guides fell short, and by default not one of their words."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.inbox.asked_about import Redact, week_of
from tests.fakes import redact_digits
from tests.scenarios.conftest import Bot, unfinished, wire
from tests.standin.bots import over_socket

ANSWERED = "zebra1: how do I ask for leave?"
RELATED = "zebra2: leave receipts portal form?"
SILENT = "zebra3: who won the football match?"
SMALL_TALK = "thanks zebra4!"


def ask(bot: Bot, *questions: str) -> None:
    """Ask in a direct message, and wait until every reply is recorded."""
    ana = bot.slack.person("UANA")
    for count, question in enumerate(questions, start=1):
        bot.slack.say(ana, bot.slack.dm(ana), question)
        bot.slack.wait_for_reply(bot.slack.dm(ana), count=count)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)


def rows(folder: Path, columns: str, table: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "inbox.sqlite3")) as database:
        query = f"select {columns} from {table} order by {columns}"  # noqa: S608 - names of ours
        return database.execute(query).fetchall()


def at_rest(folder: Path) -> bytes:
    """Return all bytes of the state's files, what SQLite has yet to move into its file among them."""
    with closing(sqlite3.connect(folder / "inbox.sqlite3")) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_by_default_questions_are_counted_and_no_word_is_at_rest(bot: Bot, tmp_path: Path) -> None:
    ask(bot, ANSWERED, RELATED, SILENT, SMALL_TALK, ANSWERED)
    general = bot.slack.channel("CGENERAL")
    said = bot.slack.say(bot.slack.person("UANA"), general, bot.slack.mention)
    bot.slack.wait_for_reply(general, thread_ts=said.ts)
    bot.slack.wait_until(lambda: ("how_to",) in rows(tmp_path, "outcome", "questions"))
    assert rows(tmp_path, "path, anchor, status, questions, cited", "asked_about") == [
        ("work.md", "leave", "answered", 2, 2),
        ("work.md", "leave", "not_covered", 1, 0),
        ("work.md", "leave", "related", 1, 1),
        ("work.md", "travel", "related", 0, 1),
    ]
    weeks = {week for (week,) in rows(tmp_path, "week", "asked_about")}
    assert weeks <= {week_of(bot.inbox.clock() - 60), week_of(bot.inbox.clock())}
    assert rows(tmp_path, "text", "unanswered") == []
    assert b"work.md" in at_rest(tmp_path)
    assert b"zebra" not in at_rest(tmp_path)


def run(bot: Bot, redact: Redact | None, *questions: str) -> None:
    service = wire(bot, redact)
    with service.running(5, unfinished), over_socket(service.app, bot.slack):
        ask(bot, *questions)


def test_switched_on_redacted_words_of_the_unanswered_are_kept_and_switched_off_they_go(
    offline: Bot, tmp_path: Path
) -> None:
    run(offline, redact_digits, ANSWERED, RELATED, SILENT, SMALL_TALK)
    kept = [
        ("zebra#: leave receipts portal form?", "related", "work.md", "leave"),
        ("zebra#: who won the football match?", "not_covered", "work.md", "leave"),
    ]
    assert rows(tmp_path, "text, status, path, anchor", "unanswered") == kept
    stored = at_rest(tmp_path)
    assert b"zebra#" in stored
    for said in (b"zebra1", b"zebra2", b"zebra3", b"zebra4", b"UANA"):
        assert said not in stored
    run(offline, redact_digits)
    assert rows(tmp_path, "text, status, path, anchor", "unanswered") == kept
    service = wire(offline)
    with service.running(5, unfinished):
        offline.slack.wait_until(lambda: rows(tmp_path, "text", "unanswered") == [], "the words deleted")
    assert b"zebra" not in at_rest(tmp_path)


def test_an_apology_is_not_counted(bot: Bot, tmp_path: Path) -> None:
    bot.failure = ValueError("no")
    ask(bot, ANSWERED)
    assert rows(tmp_path, "outcome", "questions") == [("apologised",)]
    assert rows(tmp_path, "week", "asked_about") == []


def test_where_counting_fails_everyone_gets_one_reply(bot: Bot, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as database:
        database.execute("drop table asked_about")
    ask(bot, ANSWERED, SILENT)
    bot.slack.settled(0.3)
    direct = bot.slack.dm(bot.slack.person("UANA"))
    assert len(bot.slack.bots_replies(direct)) == 2
    assert rows(tmp_path, "outcome", "questions") == [("answered",), ("not_covered",)]

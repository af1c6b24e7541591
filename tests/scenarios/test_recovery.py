"""What becomes of questions when the bot, its database or its access fails: one reply each, and none lost."""

import json
import re
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from bot.inbox.question import IncomingQuestion
from bot.slack.signs import AFTER_SECONDS, REACTION
from bot.slack.words import TOO_LATE
from knowledge.answer import Answer
from tests.scenarios.conftest import Bot, unfinished, wire
from tests.scenarios.processes import serve
from tests.scenarios.test_serve import tokens
from tests.standin.server import StandInSlack

pytestmark = pytest.mark.early(2)

QUESTION = "how do I ask for leave?"
WITHIN = 1800


def stored(bot: Bot, *, seconds_ago: float = 0) -> IncomingQuestion:
    """Return a question that somebody asked and an earlier run of the bot stored."""
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    said = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    asked = IncomingQuestion("T0STANDIN", general, said.ts, said.ts, QUESTION, "mention", "Ev1")
    replace(bot.inbox, clock=lambda: time.time() - seconds_ago).put(asked)
    return asked


def test_what_was_pending_is_answered_after_a_restart(offline: Bot) -> None:
    asked = stored(offline)
    with wire(offline).running(5, unfinished):
        offline.slack.wait_for_reply(asked.channel, thread_ts=asked.ts)
        offline.slack.wait_until(lambda: offline.inbox.backlog().depth == 0)
    assert offline.asked == [QUESTION]


def test_what_was_posted_and_not_recorded_is_found(offline: Bot, tmp_path: Path) -> None:
    asked = stored(offline)
    with wire(offline).running(5, unfinished):
        offline.slack.wait_for_reply(asked.channel, thread_ts=asked.ts)
        offline.slack.wait_until(lambda: offline.inbox.backlog().depth == 0)
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as database:  # as if it had died in between
        database.execute("update questions set state = 'taken', taken_until = 1, text = ?", (QUESTION,))
        database.commit()
    with wire(offline).running(5, unfinished):
        offline.slack.wait_until(lambda: offline.inbox.backlog().depth == 0)
    assert len(offline.slack.bots_replies(asked.channel, asked.ts)) == 1
    assert offline.asked == [QUESTION]
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as database:
        assert database.execute("select outcome, text from questions").fetchall() == [("found", "")]


def test_what_is_too_old_gets_an_apology(offline: Bot) -> None:
    asked = stored(offline, seconds_ago=WITHIN + 1)
    with wire(offline).running(5, unfinished):
        assert offline.slack.wait_for_reply(asked.channel, thread_ts=asked.ts).text == TOO_LATE
    assert offline.asked == []


def test_who_waits_sees_that_the_question_arrived(offline: Bot) -> None:
    asked, may_go_on = stored(offline, seconds_ago=AFTER_SECONDS), Event()

    class Held(Bot):
        def answer(self, question: str, within: frozenset[str] | None = None, *, before: str = "") -> Answer:
            assert may_go_on.wait(10)
            return super().answer(question, within, before=before)

    held = Held(offline.slack, offline.answerer, offline.inbox)
    with wire(held).running(5, unfinished):
        message = offline.slack.backend.workspace.message
        offline.slack.wait_until(
            lambda: message(asked.channel, asked.ts).reactions == ((REACTION, offline.slack.bot_user),)
        )
        assert offline.slack.bots_replies(asked.channel, asked.ts) == []
        may_go_on.set()
        offline.slack.wait_for_reply(asked.channel, thread_ts=asked.ts)
    assert len(offline.slack.calls("reactions.add")) == 1


def test_without_the_database_the_answer_comes_all_the_same_and_once(bot: Bot, tmp_path: Path) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    with closing(sqlite3.connect(tmp_path / "inbox.sqlite3")) as other:
        other.execute("begin immediate")
        asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
        bot.slack.wait_for_reply(general, thread_ts=asked.ts)
        bot.slack.wait_for_acks()
        bot.slack.redeliver(asked.events[0])
        bot.slack.wait_for_acks()
    bot.slack.redeliver(asked.events[0], attempt=0)
    later = bot.slack.say(ana, general, f"{bot.slack.mention} where is the travel portal?")
    bot.slack.wait_for_reply(general, thread_ts=later.ts)
    bot.slack.settled(0.3)
    assert len(bot.slack.bots_replies(general, asked.ts)) == 1
    assert all(delivery.acked_at is not None for delivery in bot.slack.deliveries())
    assert len(bot.asked) == 2


def test_a_revoked_token_shows_and_the_question_waits(environment: dict[str, str]) -> None:
    with StandInSlack() as slack:
        given = {**environment, **tokens(slack)}
        ana, general = slack.person("UANA"), slack.channel("CGENERAL")
        with serve(given) as served:
            kept, slack.app.bot_token = slack.app.bot_token, "xoxb-another"
            asked = slack.say(ana, general, f"{slack.mention} {QUESTION}")
            slack.wait_until(lambda: served.get("/readyz")[0] == 503, "503")
            checks = {"index": "ok", "database": "ok", "slack": "invalid_auth"}
            assert served.get("/readyz")[1] == {"ready": False, "checks": checks}
            served.process.send_signal(signal.SIGTERM)
            written = served.process.communicate(timeout=15)[1]
        assert served.process.returncode == 0
        assert (
            written.count("Slack said invalid_auth: no question can be answered. Run: footnote doctor") == 1
        )
        assert slack.bots_replies(general, asked.ts) == []
        slack.app.bot_token = kept
        with serve(given):
            slack.wait_for_reply(general, thread_ts=asked.ts)
            slack.settled(0.3)
    assert len(slack.bots_replies(general, asked.ts)) == 1


def test_the_figures_tell_how_much_and_how_fast_and_not_what(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, "--http") as served:
        slack.deliver_to(f"{served.address}/slack/events")
        ana, general = slack.person("UANA"), slack.channel("CGENERAL")
        asked = slack.say(ana, general, f"{slack.mention} can I paste customer data into ChatGPT?")
        slack.wait_for_reply(general, thread_ts=asked.ts)
        slack.redeliver(asked.events[0])
        slack.wait_for_acks()
        slack.wait_until(lambda: "footnote_inbox_open 0.0" in served.text("/metrics"), "an empty inbox")
        figures = served.text("/metrics")
    assert 'footnote_replies_total{status="answered",surface="mention"} 1.0' in figures
    assert "footnote_duplicate_events_total 1.0" in figures
    assert "footnote_inbox_oldest_seconds 0.0" in figures
    for stage, count in (("store", 2), ("wait", 1), ("answer", 1), ("post", 1), ("total", 1)):
        assert f'footnote_stage_seconds_count{{stage="{stage}"}} {count}.0' in figures
    assert re.search(r'footnote_generation_info\{id="\d{8}T\w+-\w{8}"\} 1\.0', figures)
    for word in ("paste", "ChatGPT", ana, general, asked.ts, "is-my-data-safe"):
        assert word not in figures, json.dumps(word)

"""Personal data in a question: taken out before anything else, and only who wrote it is told."""

import json
import logging
from pathlib import Path

import pytest

from bot.slack.notices import SHOW
from tests.scenarios.conftest import Bot
from tests.scenarios.test_counts import at_rest

MARK = "marked.jo@example.com"
ASKED = f"may I ask for leave for {MARK}, IBAN DE89 3704 0044 0532 0130 00?"
REDACTED = "may I ask for leave for [e-mail address], IBAN [IBAN]?"
KINDS = "e-mail address, IBAN"


def test_in_a_channel_the_asker_alone_is_told_and_the_question_is_answered(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {ASKED}")
    reply = bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    (notice,) = bot.slack.ephemerals(ana)
    assert bot.asked == [REDACTED]
    assert f"personal or secret data: {KINDS}." in notice.text
    assert notice.thread_ts == asked.ts
    button = notice.blocks[-1]["elements"][0]
    assert button["text"]["text"] == SHOW
    assert button["url"].endswith(f"/{general}/p{asked.ts.replace('.', '')}")
    assert MARK not in json.dumps([reply.text, reply.blocks, notice.text, notice.blocks])


def test_in_a_direct_message_it_is_told_there(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    bot.slack.say(ana, bot.slack.dm(ana), ASKED)
    bot.slack.wait_for_reply(bot.slack.dm(ana))
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    assert "Slack keeps the message" in bot.slack.ephemerals(ana)[0].text


def test_a_private_answer_says_what_was_left_out(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", ASKED)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.slack.settled()
    (shown,) = bot.slack.ephemerals(ana)
    assert shown.text.startswith(f"I left out what looks like: {KINDS}.")
    assert bot.asked == [REDACTED]


def test_redelivered_the_notice_comes_once(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {ASKED}")
    bot.slack.redeliver(asked.events[0])
    bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.slack.redeliver(asked.events[0])
    bot.slack.settled(0.5)
    assert len(bot.slack.ephemerals(ana)) == 1


def test_nothing_of_it_is_ever_stored_or_logged(
    bot: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    bot.failure = ValueError(ASKED)
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {ASKED}")
    bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    assert MARK.encode() not in at_rest(tmp_path)
    assert b"3704" not in at_rest(tmp_path)
    assert MARK not in caplog.text

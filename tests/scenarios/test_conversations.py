"""What people do in Slack and what they get, end to end, in Socket Mode and over the Events API."""

import json
import logging

import pytest

from bot.slack.blocks import NOT_COVERED
from bot.slack.words import APOLOGY, HOW_TO
from tests.scenarios.conftest import Bot

QUESTION = "how do I ask for leave?"


def shown(message: object) -> str:
    return json.dumps(getattr(message, "blocks", message), ensure_ascii=False)


def test_a_mention_is_answered_in_its_thread(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    reply = bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    assert bot.asked == [QUESTION]
    quote, disclaimer = reply.blocks[0]["elements"][0], reply.blocks[1]
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"][0] == {
        "type": "text",
        "text": "Ask for leave three days ahead.",
        "style": {"bold": True},
    }
    assert disclaimer["elements"][0]["text"] == "Pointers, not legal advice."
    reference = reply.blocks[0]["elements"][1]["elements"]
    assert [part["text"] for part in reference] == ["1  ", "Working here › Leave", "  ·  updated 2026-10-01"]
    assert reference[1]["url"] == "https://handbook.example/work#leave"
    assert reply.text.startswith("“Ask for leave three days ahead.” [1] Working here › Leave\n")
    assert reply.metadata is not None
    assert reply.metadata["event_type"] == "footnote_answer"
    assert len(reply.metadata["event_payload"]["answer_id"]) == 32
    assert reply.arguments["unfurl_links"] in {False, "0", "false", "False"}


def test_a_mention_in_a_thread_is_answered_there(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    start = bot.slack.say(ana, general, "About my holidays")
    bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}", thread_ts=start.ts)
    bot.slack.wait_for_reply(general, thread_ts=start.ts)
    bot.slack.settled(0.3)
    assert len(bot.slack.bots_replies(general, start.ts)) == 1


def test_a_direct_message_is_answered_beside_it(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    direct = bot.slack.dm(ana)
    bot.slack.say(ana, direct, f"hi {bot.slack.mention}, {QUESTION}")
    reply = bot.slack.wait_for_reply(direct)
    assert reply.thread_ts is None
    assert bot.asked == [f"hi , {QUESTION}"]


def test_a_direct_message_in_a_thread_is_answered_in_it(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    direct = bot.slack.dm(ana)
    first = bot.slack.say(ana, direct, QUESTION)
    bot.slack.wait_for_reply(direct)
    bot.slack.say(ana, direct, "keep the travel receipts?", thread_ts=first.ts)
    assert "receipts" in shown(bot.slack.wait_for_reply(direct, thread_ts=first.ts))


def test_one_question_one_reply_when_the_channel_is_read_too(bot: Bot) -> None:
    bot.slack.app.scopes |= {"channels:history"}
    bot.slack.app.subscriptions |= {"message.channels"}
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    assert len(asked.events) == 2
    bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.settled(0.3)
    assert len(bot.slack.bots_replies(general, asked.ts)) == 1
    bot.slack.say(ana, general, "just talking among ourselves about leave")
    bot.slack.settled(0.3)
    assert bot.asked == [QUESTION]


@pytest.mark.parametrize("attempt", [0, 1])
def test_redelivered_events_are_answered_once(bot: Bot, attempt: int) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.redeliver(asked.events[0], attempt=attempt)
    bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.redeliver(asked.events[0], attempt=attempt)
    bot.slack.settled(0.3)
    assert len(bot.slack.bots_replies(general, asked.ts)) == 1
    assert bot.asked == [QUESTION]


def test_bots_edits_and_deletions_are_not_answered(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    direct, general = bot.slack.dm(ana), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, direct, QUESTION)
    bot.slack.wait_for_reply(direct)
    bot.slack.edit(direct, asked.ts, f"{QUESTION} please")
    bot.slack.delete(direct, asked.ts)
    mention = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=mention.ts)
    bot.slack.edit(general, mention.ts, f"{bot.slack.mention} travel")
    bot.slack.say_as_bot(direct, QUESTION)
    bot.slack.settled(0.3)
    assert bot.asked == [QUESTION, QUESTION]


def test_an_empty_mention_gets_a_short_how_to(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, bot.slack.mention)
    assert bot.slack.wait_for_reply(general, thread_ts=asked.ts).text == HOW_TO
    assert bot.asked == []


def test_a_question_with_a_file_is_a_question(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    bot.slack.say(ana, bot.slack.dm(ana), QUESTION, files=True)
    assert "leave" in shown(bot.slack.wait_for_reply(bot.slack.dm(ana)))


def test_what_the_guides_don_t_cover_names_a_person(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    bot.slack.say(ana, bot.slack.dm(ana), "who won the football match?")
    reply = bot.slack.wait_for_reply(bot.slack.dm(ana))
    assert reply.text == f"{NOT_COVERED} You can ask #help.\nPointers."
    assert "rich_text_quote" not in shown(reply)


@pytest.mark.parametrize("kind", [ValueError, OSError])
def test_a_failure_is_an_apology_that_gives_nothing_away(
    bot: Bot, caplog: pytest.LogCaptureFixture, kind: type[Exception]
) -> None:
    caplog.set_level(logging.INFO)
    bot.failure = kind(f"secret detail about {QUESTION}")
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    assert bot.slack.wait_for_reply(general, thread_ts=asked.ts).text == APOLOGY
    lines = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert lines == [f"No answer to event {asked.events[0].event_id}: {kind.__name__}"]
    assert QUESTION not in caplog.text
    assert "secret detail" not in caplog.text


def test_a_quote_that_is_not_the_guide_s_is_never_posted(bot: Bot) -> None:
    bot.tamper = True
    ana = bot.slack.person("UANA")
    bot.slack.say(ana, bot.slack.dm(ana), QUESTION)
    reply = bot.slack.wait_for_reply(bot.slack.dm(ana))
    assert reply.text == APOLOGY
    assert "Or not." not in shown(reply)


def test_nothing_in_a_question_or_guide_can_ping(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    bot.slack.say(ana, bot.slack.dm(ana), "leave form &lt;!here&gt; &amp; travel")
    bot.slack.wait_for_reply(bot.slack.dm(ana))
    assert bot.asked == ["leave form <!here> & travel"]
    posts = [call.args for call in bot.slack.calls("chat.postMessage")]
    assert "<!here>" not in json.dumps(posts)

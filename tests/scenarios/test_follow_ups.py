"""Questions that lean on the one before, and those that nobody asked the bot, in both of Slack's modes."""

import pytest

from bot.channel_settings import ChannelSettings
from bot.slack.answering import FOLLOWS_UP
from tests.scenarios.conftest import Bot, shown_blocks

pytestmark = pytest.mark.early(3)

QUESTION = "how do I ask for leave?"
QUOTE = "Ask for leave three days ahead."
FOLLOW_UP = "and the form?"


def hears_channels(bot: Bot) -> None:
    bot.slack.app.subscriptions |= {"message.channels"}


def test_a_follow_up_in_the_thread_is_understood_with_the_question_before(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.say(ana, general, f"{bot.slack.mention} {FOLLOW_UP}", thread_ts=first.ts)
    reply = bot.slack.wait_for_reply(general, thread_ts=first.ts, count=2)
    assert bot.asked == [QUESTION, FOLLOW_UP, f"{QUESTION} {FOLLOW_UP}"]
    assert reply.text.startswith(FOLLOWS_UP)
    assert QUOTE in shown_blocks(reply.blocks)


def test_the_question_before_is_the_last_that_was_answered(bot: Bot) -> None:
    ana, ben, general = bot.slack.person("UANA"), bot.slack.person("UBEN"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.say(ben, general, "I always book travel by phone", thread_ts=first.ts)
    bot.slack.say(ben, general, f"{bot.slack.mention} where do I book travel?", thread_ts=first.ts)
    bot.slack.wait_for_reply(general, thread_ts=first.ts, count=2)
    bot.slack.say(ana, general, f"{bot.slack.mention} and the receipts?", thread_ts=first.ts)
    bot.slack.wait_for_reply(general, thread_ts=first.ts, count=3)
    assert bot.asked[-1] == "where do I book travel? and the receipts?"


def test_a_question_that_stands_alone_is_asked_alone(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.say(ana, general, f"{bot.slack.mention} where do I book travel?", thread_ts=first.ts)
    reply = bot.slack.wait_for_reply(general, thread_ts=first.ts, count=2)
    assert bot.asked == [QUESTION, "where do I book travel?"]
    assert FOLLOWS_UP not in reply.text
    assert bot.slack.calls("conversations.replies") == []


def test_a_follow_up_beside_a_direct_message_leans_on_the_one_just_before(bot: Bot) -> None:
    ana = bot.slack.person("UANA")
    direct = bot.slack.dm(ana)
    bot.slack.say(ana, direct, QUESTION)
    bot.slack.wait_for_reply(direct)
    bot.slack.say(ana, direct, FOLLOW_UP)
    assert bot.slack.wait_for_reply(direct, count=2).text.startswith(FOLLOWS_UP)


def test_a_thread_that_can_t_be_read_leaves_the_question_alone(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.app.scopes -= {"channels:history"}
    bot.slack.say(ana, general, f"{bot.slack.mention} {FOLLOW_UP}", thread_ts=first.ts)
    bot.slack.wait_for_reply(general, thread_ts=first.ts, count=2)
    assert bot.asked == [QUESTION, FOLLOW_UP]


def test_personal_data_in_the_question_before_is_left_out(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} how does jo@example.com ask for leave?")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.say(ana, general, f"{bot.slack.mention} {FOLLOW_UP}", thread_ts=first.ts)
    bot.slack.wait_for_reply(general, thread_ts=first.ts, count=2)
    assert bot.asked[-1] == f"how does [e-mail address] ask for leave? {FOLLOW_UP}"


@pytest.mark.parametrize("where", ["everywhere", "in the channel"])
def test_in_a_thread_it_is_in_a_question_needs_no_mention_if_that_is_wanted(bot: Bot, where: str) -> None:
    hears_channels(bot)
    channel = "CGENERAL" if where == "in the channel" else "CANY"
    bot.channels["CGENERAL"] = ChannelSettings(follow_ups=True)
    ana, place = bot.slack.person("UANA"), bot.slack.channel(channel)
    first = bot.slack.say(ana, place, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(place, thread_ts=first.ts)
    bot.slack.say(ana, place, FOLLOW_UP, thread_ts=first.ts)
    if where == "in the channel":
        assert "The form is blue." in bot.slack.wait_for_reply(place, thread_ts=first.ts, count=2).text
    else:  # it is off by default
        bot.slack.settled()
        assert len(bot.slack.bots_replies(place, first.ts)) == 1


@pytest.mark.parametrize(
    "said",
    ["ok, thanks", "<@UBEN> and the form?", "who won the football match?", "I asked for leave yesterday."],
)
def test_what_is_said_to_others_in_its_thread_is_left_alone(bot: Bot, said: str) -> None:
    hears_channels(bot)
    bot.channels["CGENERAL"] = ChannelSettings(follow_ups=True)
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_for_reply(general, thread_ts=first.ts)
    bot.slack.say(ana, general, said, thread_ts=first.ts)
    bot.slack.settled()
    assert len(bot.slack.bots_replies(general, first.ts)) == 1
    assert bot.slack.ephemerals(ana) == []


def test_a_thread_it_is_not_in_is_none_of_its_business(bot: Bot) -> None:
    hears_channels(bot)
    bot.channels["CGENERAL"] = ChannelSettings(follow_ups=True)
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    first = bot.slack.say(ana, general, "About my holidays")
    bot.slack.say(ana, general, QUESTION, thread_ts=first.ts)
    bot.slack.settled()
    assert bot.asked == []


def test_in_a_listed_channel_a_real_question_is_answered_unasked(bot: Bot) -> None:
    hears_channels(bot)
    bot.channels["CHELP"] = ChannelSettings(auto_answer=True)
    ana, channel = bot.slack.person("UANA"), bot.slack.channel("CHELP")
    said = bot.slack.say(ana, channel, QUESTION)
    assert QUOTE in bot.slack.wait_for_reply(channel, thread_ts=said.ts).text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("leave receipts portal form?", ["leave receipts portal form?"]),
        ("who won the football match?", ["who won the football match?"]),
        ("the form is blue, by the way", []),
        ("hello!", []),
        ("<!here> how do I ask for leave?", []),
    ],
)
def test_where_it_isn_t_sure_or_nothing_is_asked_it_is_silent(bot: Bot, said: str, asked: list[str]) -> None:
    hears_channels(bot)
    bot.channels["CHELP"] = ChannelSettings(auto_answer=True)
    ana, channel = bot.slack.person("UANA"), bot.slack.channel("CHELP")
    message = bot.slack.say(ana, channel, said)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    bot.slack.settled()
    assert bot.asked == asked
    assert bot.slack.bots_replies(channel, message.ts) == []
    assert bot.slack.ephemerals(ana) == []
    assert {row["outcome"] for row in bot.rows("questions")} <= {"silent"}


def test_a_failure_that_nobody_asked_for_is_not_spoken_of(bot: Bot) -> None:
    hears_channels(bot)
    bot.failure = ValueError("no")
    bot.channels["CHELP"] = ChannelSettings(auto_answer=True)
    ana, channel = bot.slack.person("UANA"), bot.slack.channel("CHELP")
    message = bot.slack.say(ana, channel, QUESTION)
    bot.slack.wait_until(lambda: [row["outcome"] for row in bot.rows("questions")] == ["failed"])
    assert bot.slack.bots_replies(channel, message.ts) == []


def test_an_addressed_question_is_never_met_with_silence(bot: Bot) -> None:
    hears_channels(bot)
    bot.channels["CHELP"] = ChannelSettings(auto_answer=True)
    ana, channel = bot.slack.person("UANA"), bot.slack.channel("CHELP")
    asked = bot.slack.say(ana, channel, f"{bot.slack.mention} who won the football match?")
    bot.slack.wait_for_reply(channel, thread_ts=asked.ts)
    bot.slack.settled()
    assert len(bot.slack.bots_replies(channel, asked.ts)) == 1

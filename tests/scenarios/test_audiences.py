"""Guides for a few: shown where all may see them, else to who may alone, in both of Slack's modes."""

import json

import pytest

from bot.channel_settings import ChannelSettings
from bot.slack.answering import ONLY_YOU, SHARE_HERE
from bot.slack.audience.audiences import NO_GUESTS, NO_SHARED
from bot.slack.person.asking import NOT_SHOWN
from bot.slack.reference import AnswerReference
from knowledge.answerer import Answerer
from tests.answering import GUIDE, create_answerer
from tests.scenarios.conftest import Bot
from tests.scenarios.test_asking import labels

PAY = """---
footnote:
  audience: [SPAY, CPAY]
  owner: "#secret-owner"
  disclaimer: Secret pointers.
---
# Secret pay
## Leave
Ask for leave form days travel book portal: secret days.
"""
QUESTION = "ask for leave form days travel book portal?"
SECRET = "secret days"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return create_answerer(tmp_path_factory.mktemp("answerer"), {"work.md": GUIDE, "pay.md": PAY})


@pytest.fixture
def changes() -> dict[str, object]:
    return {"help_channel": "CHELP"}


@pytest.fixture
def office(bot: Bot) -> Bot:
    """Ana may see pay, Ben may not."""
    bot.slack.app.scopes |= {"users:read", "channels:read", "usergroups:read"}
    for user in ("UANA", "UBEN"):
        bot.slack.person(user)
    bot.slack.group("SPAY", "UANA")
    for channel in ("CGENERAL", "CPAY", "CHELP"):
        bot.slack.channel(channel)
    bot.slack.join("CGENERAL", "UANA", "UBEN")
    return bot


def everything(bot: Bot) -> str:
    """Return all that anybody was shown, and all that is stored."""
    calls = [(call.method, call.args) for call in bot.slack.calls()]
    return json.dumps([calls, bot.rows("questions"), bot.rows("asked_about")], default=str)


def test_in_a_channel_who_may_see_more_is_shown_it_alone(office: Bot) -> None:
    asked = office.slack.say("UANA", "CGENERAL", f"{office.slack.mention} {QUESTION}")
    reply = office.slack.wait_for_reply("CGENERAL", thread_ts=asked.ts)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    (alone,) = office.slack.ephemerals("UANA")
    assert "secret" not in json.dumps([reply.text, reply.blocks, reply.metadata]).casefold()
    assert alone.text.startswith(ONLY_YOU)
    assert SECRET in alone.text
    assert alone.thread_ts == asked.ts
    assert "Share in thread" not in labels(alone.blocks)
    assert office.slack.ephemerals("UBEN") == []


def test_a_follow_up_is_answered_alone_with_the_question_before_it(office: Bot) -> None:
    first = office.slack.say("UANA", "CGENERAL", f"{office.slack.mention} how do I book travel?")
    office.slack.wait_for_reply("CGENERAL", thread_ts=first.ts)
    follow_up = "and ask for leave form days portal?"
    office.slack.say("UANA", "CGENERAL", f"{office.slack.mention} {follow_up}", thread_ts=first.ts)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    assert SECRET in office.slack.ephemerals("UANA")[0].text
    assert office.asked[-1] == f"how do I book travel? {follow_up}"


def test_who_may_not_see_it_learns_nothing_of_it(office: Bot) -> None:
    for place in ("CGENERAL", office.slack.dm("UBEN")):
        asked = office.slack.say("UBEN", place, f"{office.slack.mention} {QUESTION}")
        office.slack.wait_for_reply(place, thread_ts=asked.ts if place == "CGENERAL" else None)
    office.slack.command("UBEN", "CGENERAL", "/ask", QUESTION)
    office.slack.command("UBEN", "CGENERAL", "/ask", "help")
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UBEN")) == 2)
    office.slack.settled()
    assert "secret" not in everything(office).casefold()
    assert "pay.md" not in everything(office)


def test_in_its_own_channel_and_alone_it_is_quoted(office: Bot) -> None:
    asked = office.slack.say("UANA", "CPAY", f"{office.slack.mention} {QUESTION}")
    assert SECRET in office.slack.wait_for_reply("CPAY", thread_ts=asked.ts).text
    office.slack.say("UANA", office.slack.dm("UANA"), QUESTION)
    assert SECRET in office.slack.wait_for_reply(office.slack.dm("UANA")).text
    office.slack.settled()
    assert office.slack.ephemerals("UANA") == []


def test_a_command_in_a_channel_may_show_it_and_offers_no_sharing(office: Bot) -> None:
    office.slack.command("UANA", "CGENERAL", "/ask", QUESTION)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    (shown,) = office.slack.ephemerals("UANA")
    assert SECRET in shown.text
    assert SHARE_HERE not in labels(shown.blocks)
    office.slack.command("UANA", "CPAY", "/ask", QUESTION)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 2)
    assert SHARE_HERE in labels(office.slack.ephemerals("UANA")[1].blocks)


def test_who_left_the_channel_s_audience_can_t_share_into_it(office: Bot) -> None:
    office.slack.command("UANA", "CPAY", "/ask", QUESTION)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    button = office.slack.ephemerals("UANA")[0]
    value = next(
        element["value"]
        for block in button.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "footnote_share"
    )
    office.slack.command("UANA", "CGENERAL", "/ask", "how do I ask for leave?")
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 2)
    elsewhere = office.slack.ephemerals("UANA")[1]
    office.slack.click_ephemeral("UANA", elsewhere, "footnote_share", value)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 3)
    assert office.slack.ephemerals("UANA")[2].text.startswith("Not everyone in this channel may read")
    assert office.slack.messages("CGENERAL") == []


def test_a_guest_is_told_privately_that_there_is_no_answer(office: Bot) -> None:
    office.slack.person("UEVE", guest=True)
    asked = office.slack.say("UEVE", "CGENERAL", f"{office.slack.mention} {QUESTION}")
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UEVE")) == 1)
    assert office.slack.ephemerals("UEVE")[0].text == NO_GUESTS
    office.slack.settled()
    assert office.slack.bots_replies("CGENERAL", asked.ts) == []
    assert office.asked == []


@pytest.mark.parametrize("channel", ["CHELP", "CPAY"])
def test_a_question_for_a_person_quotes_only_what_all_where_it_goes_may_read(
    office: Bot, channel: str
) -> None:
    office.channels["CGENERAL"] = ChannelSettings(owner=channel)
    office.slack.join("CHELP", "UBEN")
    office.slack.command("UANA", "CGENERAL", "/ask", QUESTION)
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    office.slack.click_ephemeral("UANA", office.slack.ephemerals("UANA")[0], "footnote_person")
    office.slack.wait_until(lambda: bool(office.slack.views()))
    typed = {"question": {"words": {"type": "plain_text_input", "value": "what am I paid?"}}}
    office.slack.submit("UANA", office.slack.views()[-1]["id"], typed)
    letter = office.slack.wait_for_reply(channel)
    said = json.dumps([letter.text, letter.blocks])
    assert "what am I paid?" in said
    assert ("secret" in said.casefold()) == (channel == "CPAY")
    assert (NOT_SHOWN in said) == (channel == "CHELP")
    value = next(block for block in letter.blocks if block["type"] == "actions")["elements"][0]["value"]
    assert AnswerReference.from_value(value).places == ()


def test_a_private_answer_is_not_shared_with_other_organisations(office: Bot) -> None:
    office.slack.channel("COUTSIDE", is_ext_shared=True)
    office.slack.command("UANA", "COUTSIDE", "/ask", "how do I book travel?")
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 1)
    office.slack.click_ephemeral("UANA", office.slack.ephemerals("UANA")[0], "footnote_share")
    office.slack.wait_until(lambda: len(office.slack.ephemerals("UANA")) == 2)
    assert office.slack.ephemerals("UANA")[1].text == NO_SHARED
    assert office.slack.messages("COUTSIDE") == []

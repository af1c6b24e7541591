"""`/ask` and the message shortcut: answered privately, shared by a button, in both of Slack's modes."""

import json
import logging

import pytest

from bot.channel_settings import ChannelSettings
from bot.slack.answering import SHARE_HERE, SHARE_IN_THREAD
from bot.slack.help import HOW, PRIVACY
from bot.slack.recalling import CHANGED
from bot.slack.sharing import NO_PLACE
from tests.scenarios.conftest import Bot, shown_blocks

QUESTION = "how do I ask for leave?"
QUOTE = "Ask for leave three days ahead."
ANSWER = f"“{QUOTE}” [1] Working here › Leave"


def labels(blocks: object) -> list[str]:
    """Return what the buttons of a message say."""
    found = [block for block in blocks if block["type"] == "actions"]  # type: ignore[attr-defined]
    return [element["text"]["text"] for block in found for element in block["elements"]]


def test_a_command_is_answered_to_who_typed_it_alone(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL", bot_in=False)
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    (shown,) = bot.slack.ephemerals(ana)
    assert shown.text.startswith(ANSWER)
    assert shown.channel == general
    assert labels(shown.blocks) == ["Go deeper", SHARE_HERE]
    bot.slack.settled()
    assert bot.slack.messages(general) == []
    assert bot.asked == [QUESTION]


@pytest.mark.parametrize("text", ["", "  ", "help"])
def test_the_command_alone_gets_help(bot: Bot, text: str) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", text)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    said = bot.slack.ephemerals(ana)[0].text
    assert said == f"{HOW}\n\nI know 1 guide: Working here.\n\n{PRIVACY}"
    assert bot.asked == []


def test_what_a_command_is_not_answered_says_so(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", "who won the football match?")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    assert bot.slack.ephemerals(ana)[0].text.startswith("The guides don't cover this.")
    assert SHARE_HERE not in labels(bot.slack.ephemerals(ana)[0].blocks)


def test_a_private_answer_is_shared_with_citations_and_disclaimer_once(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    (shown,) = bot.slack.ephemerals(ana)
    for _ in range(2):
        bot.slack.click_ephemeral(ana, shown, "footnote_share")
    bot.slack.wait_until(lambda: len(bot.slack.messages(general)) == 1)
    bot.slack.settled()
    (shared,) = bot.slack.messages(general)
    assert shared.text.startswith(f"Asked: {QUESTION}\n{ANSWER}")
    assert shared.text.endswith("Pointers, not legal advice.")
    assert shared.blocks[1]["elements"] == shown.blocks[0]["elements"]
    assert labels(shared.blocks) == ["Go deeper"]


def test_where_the_bot_is_not_in_the_channel_sharing_says_so(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL", bot_in=False)
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 2)
    assert bot.slack.ephemerals(ana)[1].text == NO_PLACE
    assert bot.slack.messages(general) == []
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    bot.slack.channel("CGENERAL")  # the bot was invited
    bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share")
    assert bot.slack.wait_for_reply(general).text.startswith(f"Asked: {QUESTION}")


def test_what_changed_since_is_not_shared(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.edited = True
    bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 2)
    assert bot.slack.ephemerals(ana)[1].text == CHANGED
    assert bot.slack.messages(general) == []


def test_a_button_of_another_release_says_so(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    for value in ("0.old", "1.!!", "1.eJwDAAAAAAE=", ""):
        bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share", value)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 5)
    assert {one.text for one in bot.slack.ephemerals(ana)[1:]} == {
        "I can't read this button any more: it is from another release of mine. Please ask again."
    }
    warned = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warned == ["block_actions footnote_share failed: refused"] * 4


def test_the_shortcut_answers_a_message_privately_and_in_its_thread_when_shared(bot: Bot) -> None:
    ana, ben, general = bot.slack.person("UANA"), bot.slack.person("UBEN"), bot.slack.channel("CGENERAL")
    said = bot.slack.say(ben, general, QUESTION)
    bot.slack.shortcut(ana, general, said.ts, "footnote_ask")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    (shown,) = bot.slack.ephemerals(ana)
    assert shown.text.startswith(ANSWER)
    assert shown.thread_ts == said.ts
    assert labels(shown.blocks) == ["Go deeper", SHARE_IN_THREAD]
    assert bot.slack.bots_replies(general, said.ts) == []
    bot.slack.click_ephemeral(ana, shown, "footnote_share")
    assert ANSWER in bot.slack.wait_for_reply(general, thread_ts=said.ts).text
    assert bot.slack.ephemerals(ben) == []


def test_a_message_without_words_is_refused_privately(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    said = bot.slack.say(ana, general, "", files=True)
    bot.slack.shortcut(ana, general, said.ts, "footnote_ask")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    assert bot.slack.ephemerals(ana)[0].text == "That message has no text that I could look up."


def test_a_message_that_is_deleted_meanwhile_is_answered_all_the_same(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    said = bot.slack.say(ana, general, QUESTION)
    bot.slack.shortcut(ana, general, said.ts, "footnote_ask")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.slack.delete(general, said.ts)
    bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 2)
    assert bot.slack.ephemerals(ana)[1].text == NO_PLACE


def test_a_failure_is_an_apology_to_who_asked_alone(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    bot.failure = ValueError(f"secret detail about {QUESTION}")
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    assert bot.slack.ephemerals(ana)[0].text.startswith("Sorry, something went wrong")
    assert QUESTION not in caplog.text
    assert "secret detail" not in caplog.text


def test_in_a_channel_of_private_answers_only_the_asker_sees_one(bot: Bot) -> None:
    bot.channels["CQUIET"] = ChannelSettings(answers="private")
    ana, quiet = bot.slack.person("UANA"), bot.slack.channel("CQUIET")
    asked = bot.slack.say(ana, quiet, f"{bot.slack.mention} {QUESTION}")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    (shown,) = bot.slack.ephemerals(ana)
    assert shown.text.startswith(ANSWER)
    assert (shown.channel, shown.thread_ts) == (quiet, asked.ts)
    assert bot.slack.bots_replies(quiet, asked.ts) == []
    bot.slack.click_ephemeral(ana, shown, "footnote_share")
    assert ANSWER in bot.slack.wait_for_reply(quiet, thread_ts=asked.ts).text


def test_nothing_of_a_private_question_is_kept_once_it_is_answered(bot: Bot) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0 and len(bot.slack.ephemerals(ana)) == 1)
    (row,) = bot.rows("questions")
    assert row["state"] == "done"
    assert (row["text"], row["user"], row["response_url"], row["found"]) == ("", "", "", "")
    assert ana not in json.dumps(row)


@pytest.mark.parametrize("shown_to", ["ephemeral", "thread"])
def test_a_private_answer_has_all_that_a_public_one_has(bot: Bot, shown_to: str) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    if shown_to == "ephemeral":
        bot.slack.command(ana, general, "/ask", QUESTION)
        bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
        blocks = bot.slack.ephemerals(ana)[0].blocks
    else:
        asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
        blocks = bot.slack.wait_for_reply(general, thread_ts=asked.ts).blocks
    assert [block["type"] for block in blocks] == ["rich_text", "context", "actions", "context_actions"]
    assert QUOTE in shown_blocks(blocks)
    assert "Pointers, not legal advice." in shown_blocks(blocks)

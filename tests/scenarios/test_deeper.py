"""Going deeper into an answer, and saying whether it helped, in both of Slack's modes."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import text

from bot.inbox.asked_about import SectionPlace
from bot.inbox.feedback import FeedbackCount, read_feedback
from bot.slack.deeper import NOT_FOR_YOU
from bot.slack.listeners.feedback import NOT_KEPT, TAKEN_BACK, THANKS, WHY
from knowledge.answerer import Answerer
from tests.answering import GUIDE, create_answerer
from tests.scenarios.conftest import Bot, shown_blocks
from tests.scenarios.test_asking import labels
from tests.standin.workspace import Message

QUESTION = "how do I ask for leave?"
LONG = "# Long\n## Leave\n" + "\n\n".join(
    f"Leave form {n}: ask three days ahead, and keep a copy of it for your own files." for n in range(400)
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return create_answerer(tmp_path_factory.mktemp("answerer"), {"work.md": GUIDE, "long.md": LONG})


def answered(bot: Bot, question: str = QUESTION) -> Message:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {question}")
    return bot.slack.wait_for_reply(general, thread_ts=asked.ts)


def press(bot: Bot, reply: Message, action_id: str, value: str | None = None) -> Any:
    return bot.slack.click("UANA", "CGENERAL", reply.ts, action_id, value)


def go_deeper(bot: Bot, reply: Message) -> dict[str, Any]:
    press(bot, reply, "footnote_deeper")
    bot.slack.wait_until(lambda: len(bot.slack.views()) == 1)
    return bot.slack.views()[0]


def test_the_whole_section_is_shown_and_then_what_comes_near(bot: Bot) -> None:
    reply = answered(bot, "the form is blue, keep it for leave")
    view = go_deeper(bot, reply)
    said = shown_blocks(view["blocks"])
    for words in ("Ask for leave three days ahead.", "The form is ", "Book travel through the portal."):
        assert words in said
    assert reply.metadata is not None
    assert (
        f"Page 1 of 1. Answer {reply.metadata['event_payload']['answer_id']}" in said or "Page 1 of" in said
    )
    assert "Pointers, not legal advice." in said
    assert "Updated after" not in said


def page_of(view: dict[str, Any]) -> str:
    """Return what a page says, without the ids that Slack gives its blocks."""
    return shown_blocks([{k: v for k, v in block.items() if k != "block_id"} for block in view["blocks"]])


def test_its_pages_can_be_turned(bot: Bot) -> None:
    reply = answered(bot, "leave form ask days")
    view = go_deeper(bot, reply)
    assert labels(view["blocks"]) == ["Next"]
    seen = [page_of(view)]
    while "Next" in labels(view["blocks"]):
        bot.slack.click_view("UANA", view, "footnote_deeper_page_next")
        bot.slack.wait_until(lambda: page_of(bot.slack.views()[0]) != seen[-1])
        view = bot.slack.views()[0]
        seen.append(page_of(view))
    assert len(seen) > 3
    assert all(f"Page {n} of {len(seen)}." in page for n, page in enumerate(seen, start=1))
    everything = "".join(seen)
    assert [f"Leave form {n}:" in everything for n in range(400)] == [True] * 400
    bot.slack.click_view("UANA", view, "footnote_deeper_page_previous")
    bot.slack.wait_until(lambda: page_of(bot.slack.views()[0]) == seen[-2])


def test_who_presses_twice_is_not_told_that_it_failed(bot: Bot) -> None:
    view = go_deeper(bot, answered(bot, "leave form ask days"))
    for _ in range(2):
        bot.slack.click_view("UANA", view, "footnote_deeper_page_next")
    bot.slack.wait_until(lambda: "Page 2 of" in page_of(bot.slack.views()[0]))
    bot.slack.settled()
    assert bot.slack.messages("DANA") == []


def test_what_changed_since_is_said_first_and_shown_as_it_is_now(bot: Bot) -> None:
    reply = answered(bot)
    bot.edited = True
    said = shown_blocks(go_deeper(bot, reply)["blocks"])
    assert "Updated after this answer, on 2026-10-01: this is what Working here says now." in said


def test_what_is_gone_is_said(bot: Bot) -> None:
    reply = answered(bot)
    bot.removed = {"work.md", "long.md"}
    said = shown_blocks(go_deeper(bot, reply)["blocks"])
    assert "work.md doesn't hold this section any more" in said


def test_a_press_that_comes_too_late_is_told_privately(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    reply = answered(bot)
    caplog.clear()
    payload = {
        "type": "block_actions",
        "actions": [next(e for e in reply.blocks[-2]["elements"] if e["action_id"] == "footnote_deeper")],
        "container": {"type": "message", "message_ts": reply.ts, "channel_id": "CGENERAL"},
        "trigger_id": "1.1.expired",
    }
    bot.slack.interact("UANA", payload, "CGENERAL", reply.ts)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    assert bot.slack.ephemerals("UANA")[0].text == "Sorry, that didn't work. Please try again in a minute."
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ["block_actions footnote_deeper failed: SlackApiError"]


def test_a_value_of_nobody_s_shows_nothing(bot: Bot) -> None:
    reply = answered(bot)
    press(bot, reply, "footnote_deeper", "1.AAAA")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    assert bot.slack.ephemerals("UANA")[0].text.startswith("I can't read this button any more")
    assert bot.slack.views() == []


def feedback_values(reply: Message) -> tuple[str, str]:
    (buttons,) = reply.blocks[-1]["elements"]
    return buttons["positive_button"]["value"], buttons["negative_button"]["value"]


def counts(bot: Bot) -> list[FeedbackCount]:
    with bot.inbox.transaction() as connection:
        return read_feedback(connection, "")


def test_what_helped_is_counted_once_a_person(bot: Bot) -> None:
    reply = answered(bot)
    helpful, unhelpful = feedback_values(reply)
    press(bot, reply, "footnote_feedback", helpful)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    assert bot.slack.ephemerals("UANA")[0].text == THANKS
    press(bot, reply, "footnote_feedback", helpful)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 2)
    (place,) = {(row["path"], row["anchor"]) for row in bot.rows("feedback")}
    assert counts(bot) == [FeedbackCount(SectionPlace(*map(str, place)), 1, 0, {})]
    press(bot, reply, "footnote_feedback", unhelpful)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 3)
    assert [(one.helpful, one.unhelpful) for one in counts(bot)] == [(0, 1)]
    assert "UANA" not in json.dumps(bot.rows("feedback"))


def test_why_it_did_not_help_takes_one_press_more(bot: Bot) -> None:
    reply = answered(bot)
    press(bot, reply, "footnote_feedback", feedback_values(reply)[1])
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    (asked,) = bot.slack.ephemerals("UANA")
    assert asked.text == WHY
    assert labels(asked.blocks) == ["Wrong section", "Out of date", "Not clear", "Something is missing"]
    bot.slack.click_ephemeral("UANA", asked, "footnote_reason_outdated")
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 2)
    assert bot.slack.ephemerals("UANA")[1].text.endswith("sees it: out of date.")
    assert [(one.unhelpful, dict(one.reasons)) for one in counts(bot)] == [(1, {"outdated": 1})]
    press(bot, reply, "footnote_feedback", feedback_values(reply)[0])
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 3)  # presses are taken side by side
    bot.slack.click_ephemeral("UANA", asked, "footnote_reason_unclear")
    bot.slack.wait_until(lambda: TAKEN_BACK in [one.text for one in bot.slack.ephemerals("UANA")])
    assert [(one.helpful, one.unhelpful) for one in counts(bot)] == [(1, 0)]


def test_what_can_t_be_kept_is_told(bot: Bot) -> None:
    reply = answered(bot)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    with bot.inbox.transaction() as connection:
        connection.execute(text("drop table feedback"))
    press(bot, reply, "footnote_feedback", feedback_values(reply)[0])
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    assert bot.slack.ephemerals("UANA")[0].text == NOT_KEPT


def test_who_may_not_read_the_guide_sees_nothing_more(bot: Bot) -> None:
    reply = answered(bot)
    bot.slack.person("UEVE", guest=True)
    bot.slack.click("UEVE", "CGENERAL", reply.ts, "footnote_deeper")
    bot.slack.wait_until(lambda: len(bot.slack.views()) == 1)
    said = shown_blocks(bot.slack.views()[0]["blocks"])
    assert NOT_FOR_YOU in said
    assert "Ask for leave" not in said

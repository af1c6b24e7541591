"""Asking a person: sent once, replies relayed once, resolved once, and learned from; in both modes."""

import json
import logging
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import text

from bot.places import exported_folder
from bot.settings import Settings
from bot.slack.app import FAILED
from bot.slack.listeners.person import ALREADY, NOT_YOURS, RESOLVED_BEFORE
from bot.slack.person.asking import NOT_REACHED, WHERE
from bot.slack.person.relaying import OFFER, RESOLVED
from bot.slack.person.replies import UNREADABLE
from bot.slack.refusals import MAINTAINERS_ONLY
from index.exported_model import ExportedModel
from tests.scenarios.conftest import Bot, shown_blocks, unfinished, wire
from tests.scenarios.test_asking import labels
from tests.scenarios.test_counts import at_rest
from tests.standin.bots import over_socket
from tests.standin.faults import LOST_REQUEST, CallFault, rate_limited, server_error, slack_error
from tests.standin.workspace import Message

pytestmark = pytest.mark.early(3)

QUESTION = "how do I ask for leave?"
ASKED = "I asked #people. What they reply I bring here."


@pytest.fixture
def changes(tmp_path: Path, exported_model: ExportedModel) -> dict[str, object]:
    place = exported_folder(Settings(state=tmp_path))
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    return {
        "owners": {"#people": "CPEOPLE"},
        "help_channel": "CHELP",
        "maintainers": frozenset({"UMAIN"}),
        "state": tmp_path,
    }


@pytest.fixture
def office(bot: Bot) -> Bot:
    return furnished(bot)


def furnished(bot: Bot) -> Bot:
    bot.slack.app.scopes |= {"im:write"}
    bot.slack.app.subscriptions |= {"message.channels"}
    for user in ("UANA", "UPAT", "UMAIN", "UBEN"):
        bot.slack.person(user)
    for channel in ("CGENERAL", "CPEOPLE", "CHELP"):
        bot.slack.channel(channel)
    bot.slack.join("CPEOPLE", "UPAT", "UMAIN")
    return bot


def answered(bot: Bot, question: str = QUESTION) -> Message:
    asked = bot.slack.say("UANA", "CGENERAL", f"{bot.slack.mention} {question}")
    return bot.slack.wait_for_reply("CGENERAL", thread_ts=asked.ts)


def send(bot: Bot, reply: Message, words: str | None = None) -> None:
    """Press "Ask a person", and send what is in the modal, or other words."""
    bot.slack.click("UANA", "CGENERAL", reply.ts, "footnote_person")
    bot.slack.wait_until(lambda: bool(bot.slack.views()))
    submit(bot, "UANA", words)


def sent_privately(bot: Bot) -> Message:
    """Ask by command, and then a person below the private answer; return what that one is sent."""
    bot.slack.command("UANA", "CGENERAL", "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals("UANA")) == 1)
    bot.slack.click_ephemeral("UANA", bot.slack.ephemerals("UANA")[0], "footnote_person")
    bot.slack.wait_until(lambda: bool(bot.slack.views()))
    submit(bot, "UANA")
    return bot.slack.wait_for_reply("CPEOPLE")


def kept_modal(bot: Bot) -> dict[str, Any]:
    """Have a person reply, and a maintainer press the button below; return the modal that is opened."""
    letter = sent(bot, answered(bot))
    bot.slack.say("UPAT", "CPEOPLE", "Just ask.", thread_ts=letter.ts)
    offer = bot.slack.wait_for_reply("CPEOPLE", thread_ts=letter.ts)
    bot.slack.click("UMAIN", "CPEOPLE", offer.ts, "footnote_keep")
    bot.slack.wait_until(lambda: len(bot.slack.views()) == 2)
    return bot.slack.views()[-1]


def submit(bot: Bot, user: str, words: str | None = None) -> None:
    view = bot.slack.views()[-1]
    element = next(block for block in view["blocks"] if block["type"] == "input")["element"]
    value = element.get("initial_value") if words is None else words
    bot.slack.submit(user, view["id"], {"question": {"words": {"type": "plain_text_input", "value": value}}})


def sent(bot: Bot, reply: Message, words: str | None = None, channel: str = "CPEOPLE") -> Message:
    send(bot, reply, words)
    letter = bot.slack.wait_for_reply(channel)
    bot.slack.wait_until(lambda: [row["owner_ts"] for row in bot.rows("handovers")] == [letter.ts])
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    return letter


def test_the_owner_s_channel_gets_question_answer_and_link(office: Bot) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    said = shown_blocks(letter.blocks)
    assert letter.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "UANA"}
    assert QUESTION in said
    assert "Ask for leave three days ahead." in said
    assert "Pointers, not legal advice." in said
    (link,) = letter.blocks[2]["elements"][0]["elements"]
    assert link["text"] == WHERE
    assert f"/CGENERAL/p{reply.ts.replace('.', '')}" in link["url"]
    told = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=2)
    assert told.text == ASKED
    assert labels(told.blocks) == ["That's answered"]


def test_what_the_asker_takes_out_is_not_sent_nor_is_personal_data(office: Bot) -> None:
    letter = sent(office, answered(office), "how does jo@example.com ask?")
    assert "how does [e-mail address] ask?" in shown_blocks(letter.blocks)
    assert QUESTION not in shown_blocks(letter.blocks)


def test_it_is_sent_once_however_often_it_is_submitted(office: Bot) -> None:
    reply = answered(office)
    sent(office, reply)
    submit(office, "UANA")
    office.slack.wait_until(lambda: ALREADY in [m.text for m in office.slack.messages("DANA")])
    office.slack.settled()
    assert len(office.slack.messages("CPEOPLE")) == 1


def test_a_reply_in_the_thread_comes_back_once(office: Bot) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    said = office.slack.say("UPAT", "CPEOPLE", "Yes, *but* ask <!here> Pat &amp; me", thread_ts=letter.ts)
    back = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3)
    assert back.text == "Reply from a person:\nYes, but ask here Pat &amp; me"
    assert f"/CPEOPLE/p{said.ts.replace('.', '')}" in shown_blocks(back.blocks)
    assert office.slack.wait_for_reply("CPEOPLE", thread_ts=letter.ts).text == OFFER
    office.slack.redeliver(said.events[0])
    office.slack.settled(0.5)
    assert len(office.slack.bots_replies("CGENERAL", str(reply.thread_ts))) == 3
    office.slack.say("UMAIN", "CPEOPLE", "And more", thread_ts=letter.ts)
    assert office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=4).text.endswith(
        "And more"
    )


def test_a_reply_s_words_are_never_stored_and_one_that_was_deleted_is_not_told(
    office: Bot, tmp_path: Path
) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    office.slack.storm("chat.postMessage", 2.0, channel="CGENERAL")
    first = office.slack.say("UPAT", "CPEOPLE", "Write to marked.pat@example.com", thread_ts=letter.ts)
    second = office.slack.say("UPAT", "CPEOPLE", "No, forget it", thread_ts=letter.ts)
    office.slack.wait_until(lambda: office.inbox.backlog().depth == 2)
    office.slack.delete("CPEOPLE", second.ts)
    assert b"marked.pat" not in at_rest(tmp_path)
    back = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3)
    assert back.text == "Reply from a person:\nWrite to marked.pat@example.com"
    office.slack.wait_until(lambda: office.inbox.backlog().depth == 0)
    assert len(office.slack.bots_replies("CGENERAL", str(reply.thread_ts))) == 3
    assert b"marked.pat" not in at_rest(tmp_path)
    assert f"/CPEOPLE/p{first.ts.replace('.', '')}" in shown_blocks(back.blocks)


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        ((server_error(), rate_limited()), "Just ask."),
        ((slack_error("not_in_channel"),), UNREADABLE),
        ((slack_error("missing_scope"),), UNREADABLE),
    ],
    ids=["for a moment", "not in there any more", "no scope"],
)
def test_a_reply_that_slack_does_not_show_is_told_later_or_pointed_to(
    office: Bot, faults: tuple[CallFault, ...], words: str
) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    office.slack.fail("conversations.replies", *faults)
    office.slack.say("UPAT", "CPEOPLE", "Just ask.", thread_ts=letter.ts)
    back = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3, timeout_seconds=20)
    assert back.text == f"Reply from a person:\n{words}"


def test_a_reply_to_a_question_that_is_just_being_posted_is_left_with_slack(office: Bot) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    with office.inbox.transaction() as connection:
        connection.execute(text("update handovers set owner_ts = null"))
        connection.execute(
            text("update questions set state = 'taken', taken_until = 1e12 where task = 'ask_person'")
        )
    said = office.slack.say("UPAT", "CPEOPLE", "So soon", thread_ts=letter.ts)
    sleep(0.3)  # nothing that could be waited for comes
    assert office.slack.deliveries(said.events[0].event_id)[0].status != 200
    with office.inbox.transaction() as connection:
        connection.execute(text("update handovers set owner_ts = :ts"), {"ts": letter.ts})
    office.slack.redeliver(said.events[0])
    back = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3)
    assert back.text.endswith("So soon")


def test_what_others_say_elsewhere_is_not_relayed(office: Bot) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    other = office.slack.say("UPAT", "CPEOPLE", "something else")
    office.slack.say("UMAIN", "CPEOPLE", "an aside", thread_ts=other.ts)
    office.slack.say("UANA", "CPEOPLE", "my own words", thread_ts=letter.ts)
    office.slack.settled()
    assert len(office.slack.bots_replies("CGENERAL", str(reply.thread_ts))) == 2


@pytest.mark.parametrize("who", ["asker", "owner"])
def test_either_side_resolves_it_and_never_twice(office: Bot, who: str) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    told = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=2)
    places = {"asker": ("UANA", "CGENERAL", told.ts), "owner": ("UPAT", "CPEOPLE", letter.ts)}
    office.slack.click("UBEN", "CGENERAL", told.ts, "footnote_resolve")
    office.slack.wait_until(lambda: [one.text for one in office.slack.ephemerals("UBEN")] == [NOT_YOURS])
    office.slack.click(*places[who], "footnote_resolve")
    assert office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3).text == RESOLVED
    message = office.slack.backend.workspace.message
    office.slack.wait_until(lambda: RESOLVED in shown_blocks(message("CPEOPLE", letter.ts).blocks))
    assert labels(message("CPEOPLE", letter.ts).blocks) == []
    office.slack.click("UANA", "CGENERAL", told.ts, "footnote_resolve")
    office.slack.wait_until(
        lambda: [one.text for one in office.slack.ephemerals("UANA")] == [RESOLVED_BEFORE]
    )
    office.slack.say("UPAT", "CPEOPLE", "too late", thread_ts=letter.ts)
    office.slack.settled(0.5)
    assert len(office.slack.bots_replies("CGENERAL", str(reply.thread_ts))) == 3
    assert "UANA" not in json.dumps([office.rows("handovers"), office.rows("questions")])


def test_what_can_t_be_told_is_not_resolved(office: Bot) -> None:
    reply = answered(office)
    letter = sent(office, reply)
    with office.inbox.transaction() as connection:
        full = "create trigger full before insert on questions begin select raise(abort, 'full'); end"
        connection.execute(text(full))
    office.slack.click("UPAT", "CPEOPLE", letter.ts, "footnote_resolve")
    office.slack.wait_until(lambda: [one.text for one in office.slack.ephemerals("UPAT")] == [FAILED])
    assert [row["state"] for row in office.rows("handovers")] == ["open"]
    with office.inbox.transaction() as connection:
        connection.execute(text("drop trigger full"))
    office.slack.click("UPAT", "CPEOPLE", letter.ts, "footnote_resolve")
    told = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=3)
    assert told.text == RESOLVED


def test_who_asked_privately_is_told_directly(office: Bot) -> None:
    letter = sent_privately(office)
    assert "Where it was asked" not in shown_blocks(letter.blocks)
    assert office.slack.wait_for_reply("DANA").text == ASKED
    office.slack.say("UPAT", "CPEOPLE", "Just ask.", thread_ts=letter.ts)
    assert office.slack.wait_for_reply("DANA", count=2).text.endswith("Just ask.")
    office.slack.wait_for_reply("CPEOPLE", thread_ts=letter.ts)
    office.slack.settled()
    assert office.slack.messages("CGENERAL") == []


def test_where_slack_does_not_say_where_replies_belong_it_is_asked_again(office: Bot) -> None:
    office.slack.fail("conversations.open", server_error(503))
    letter = sent_privately(office)
    assert office.slack.wait_for_reply("DANA").text == ASKED
    assert [row["channel"] for row in office.rows("handovers")] == ["DANA"]
    office.slack.fail("chat.postMessage", LOST_REQUEST)
    office.slack.say("UPAT", "CPEOPLE", "Just ask.", thread_ts=letter.ts)
    assert office.slack.wait_for_reply("DANA", count=2).text.endswith("Just ask.")
    assert len(office.slack.messages("CPEOPLE")) == len(
        {one.text for one in office.slack.messages("CPEOPLE")}
    )


def test_what_no_owner_is_known_for_goes_to_the_default_channel(office: Bot) -> None:
    reply = answered(office, "who won the football match?")
    letter = sent(office, reply, channel="CHELP")
    assert "who won the football match?" in shown_blocks(letter.blocks)
    told = office.slack.wait_for_reply("CGENERAL", thread_ts=reply.thread_ts, count=2)
    assert told.text == "I asked #help. What they reply I bring here."


def test_where_the_bot_is_not_in_the_owner_s_channel_the_asker_is_told(office: Bot) -> None:
    office.slack.channel("CPEOPLE", bot_in=False)
    send(office, answered(office))
    office.slack.wait_until(lambda: [m.text for m in office.slack.messages("DANA")] == [NOT_REACHED])
    assert office.rows("handovers") == []


def test_a_maintainer_keeps_a_reply_as_a_learned_question(office: Bot, tmp_path: Path) -> None:
    letter = sent(office, answered(office))
    office.slack.say("UPAT", "CPEOPLE", "Just ask three days ahead.", thread_ts=letter.ts)
    offer = office.slack.wait_for_reply("CPEOPLE", thread_ts=letter.ts)
    assert offer.text == OFFER
    office.slack.click("UPAT", "CPEOPLE", offer.ts, "footnote_keep")
    office.slack.wait_until(lambda: [o.text for o in office.slack.ephemerals("UPAT")] == [MAINTAINERS_ONLY])
    office.slack.click("UMAIN", "CPEOPLE", offer.ts, "footnote_keep")
    office.slack.wait_until(lambda: len(office.slack.views()) == 2)
    view = office.slack.views()[-1]
    question, section, words = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert question["initial_value"] == QUESTION
    assert words["initial_value"] == "Just ask three days ahead."
    assert [option["text"]["text"] for option in section["options"]] == [
        "Working here › Leave",
        "Working here › Travel",
        "None of these: it needs new text",
    ]
    values = {
        "question": {"input": {"type": "plain_text_input", "value": QUESTION}},
        "words": {"input": {"type": "plain_text_input", "value": words["initial_value"]}},
    }
    keep(office, view, values, section["options"][0])
    office.slack.wait_until(lambda: bool(office.slack.messages("DMAIN")))
    (file,) = tmp_path.rglob("learned/questions.jsonl")
    assert json.loads(file.read_text()) == {"question": QUESTION, "path": "work.md", "anchor": "leave"}
    keep(office, view, values, section["options"][-1])
    office.slack.wait_until(lambda: len(office.slack.messages("DMAIN")) == 2)
    (draft,) = (tmp_path / "drafts").iterdir()
    assert str(draft) in office.slack.messages("DMAIN")[1].text
    head = f'---\ntitle: "{QUESTION}"\nupdated: {date.today().isoformat()}\n---\n\n'
    assert draft.read_text() == head + "Just ask three days ahead.\n"


def keep(bot: Bot, view: dict[str, Any], values: dict[str, Any], option: dict[str, Any]) -> None:
    chosen = {"section": {"input": {"type": "static_select", "selected_option": option}}}
    bot.slack.submit("UMAIN", view["id"], values | chosen)


def test_only_maintainers_keep_replies_whoever_submits(office: Bot) -> None:
    view = kept_modal(office)
    office.slack.submit("UPAT", view["id"], {})
    office.slack.wait_until(lambda: [m.text for m in office.slack.messages("DPAT")] == [MAINTAINERS_ONLY])


def test_a_crash_between_post_and_record_neither_loses_nor_doubles(
    offline: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    office = furnished(offline)
    caplog.set_level(logging.INFO)
    service = wire(office)
    with service.running(5, unfinished), over_socket(service.app, office.slack):
        reply = answered(office)
        letter = sent(office, reply)
        office.slack.wait_until(lambda: office.inbox.backlog().depth == 0)
        with office.inbox.transaction() as connection:  # as if the process had died before it took note
            connection.execute(text("update handovers set owner_ts = null"))
            connection.execute(
                text(
                    "update questions set state = 'taken', taken_until = 0, may_be_answered = true,"
                    " user = 'UANA', text = :text where task = 'ask_person'"
                ),
                {"text": office.slack.views()[-1]["private_metadata"]},
            )
        service.workers.wake()
        office.slack.wait_until(lambda: office.rows("handovers")[0]["owner_ts"] == letter.ts)
        office.slack.settled(0.5)
    assert len(office.slack.messages("CPEOPLE")) == 1
    assert len(office.slack.bots_replies("CGENERAL", str(reply.thread_ts))) == 2

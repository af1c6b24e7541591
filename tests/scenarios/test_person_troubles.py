"""Asking a person on a bad day: nobody is told that they were asked for who weren't, and no reply is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.slack.listeners.person import ALREADY
from bot.slack.person.asking import NOT_REACHED, THE_ANSWER
from bot.slack.words import TOO_LATE
from tests.scenarios.conftest import Bot, unfinished, wire
from tests.scenarios.test_person import QUESTION, answered, furnished, keep, kept_modal, send, sent, submit
from tests.standin.bots import over_socket
from tests.standin.faults import slack_error

REFUSED, FAILING = slack_error("invalid_blocks"), slack_error("internal_error")


@pytest.fixture
def changes(tmp_path: Path) -> dict[str, object]:
    owners = {"owners": {"#people": "CPEOPLE"}, "help_channel": "CHELP"}
    return {**owners, "maintainers": frozenset({"UMAIN"}), "state": tmp_path}


@pytest.fixture
def office(offline: Bot) -> Iterator[Bot]:
    furnished(offline)
    service = wire(offline)
    with service.running(5, unfinished), over_socket(service.app, offline.slack):
        yield offline


def told_directly(office: Bot) -> list[str]:
    return [message.text for message in office.slack.messages("DANA")]


def change(office: Bot, statement: str, **values: object) -> None:
    with office.inbox.transaction() as connection:
        connection.execute(text(statement), values)


def test_what_slack_refuses_to_post_was_not_asked_and_can_be_sent_again(office: Bot) -> None:
    reply = answered(office)
    office.slack.troubles.tell("chat.postMessage", [REFUSED])
    send(office, reply)
    office.slack.wait_until(lambda: told_directly(office) == [NOT_REACHED])
    office.slack.settled()
    assert office.slack.messages("CPEOPLE") == []
    assert len(office.slack.bots_replies("CGENERAL", reply.thread_ts)) == 1
    assert office.rows("handovers") == []
    submit(office, "UANA")
    letter = office.slack.wait_for_reply("CPEOPLE")
    assert QUESTION in letter.text


def wait_again(office: Bot, seconds: float) -> None:
    """Have a question that was posted wait as if it never had been, and had come so long ago."""
    change(
        office,
        "update questions set state = 'waiting', received_at = :then, due_at = 0, user = 'UANA', text = :text"
        " where task = 'ask_person'",
        text=office.slack.views()[-1]["private_metadata"],
        then=time.time() - seconds,
    )


def test_what_waited_out_an_outage_is_asked_all_the_same(office: Bot) -> None:
    letter = sent(office, answered(office))
    change(office, "delete from handovers")
    wait_again(office, 3600)
    again = office.slack.wait_for_reply("CPEOPLE", count=2)
    assert again.text != TOO_LATE
    assert again.blocks[0]["elements"] == letter.blocks[0]["elements"]


def test_while_the_database_fails_a_question_waits(office: Bot) -> None:
    letter = sent(office, answered(office))
    office.slack.delete("CPEOPLE", letter.ts)
    change(office, "delete from handovers")
    change(office, "alter table handovers rename to hidden")
    wait_again(office, 1)
    office.slack.wait_until(lambda: office.inbox.trouble is not None)
    office.slack.settled()
    assert office.slack.messages("CPEOPLE") == []
    change(office, "alter table hidden rename to handovers")
    letter = office.slack.wait_for_reply("CPEOPLE", timeout_seconds=20)
    office.slack.wait_until(lambda: [row["owner_ts"] for row in office.rows("handovers")] == [letter.ts])
    assert THE_ANSWER in letter.text


def test_a_question_that_nobody_knows_was_posted_keeps_no_other_thread_from_being_heard(office: Bot) -> None:
    sent(office, answered(office))
    change(office, "update handovers set owner_ts = null")
    start = office.slack.say("UPAT", "CPEOPLE", "something else")
    said = office.slack.say("UPAT", "CPEOPLE", "an aside", thread_ts=start.ts)
    office.slack.wait_for_acks()
    assert office.slack.deliveries(said.events[0].event_id)[0].acked_at is not None


def test_what_was_sent_is_not_sent_again_weeks_later(office: Bot) -> None:
    reply = answered(office)
    sent(office, reply)
    change(office, "delete from questions")  # as if they had been finished long ago
    send(office, reply)
    office.slack.wait_until(lambda: told_directly(office) == [ALREADY])
    office.slack.settled()
    assert len(office.slack.messages("CPEOPLE")) == 1


def test_a_reply_that_can_t_be_brought_to_its_place_is_brought_directly(office: Bot) -> None:
    letter = sent(office, answered(office))
    office.slack.channel("CGENERAL", bot_in=False)
    office.slack.say("UPAT", "CPEOPLE", "Just ask.", thread_ts=letter.ts)
    office.slack.wait_until(lambda: told_directly(office) == ["Reply from a person:\nJust ask."])


def test_what_was_kept_is_not_called_failed_where_the_maintainer_can_t_be_told(
    office: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    view = kept_modal(office)
    inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    values = {
        "question": {"input": {"type": "plain_text_input", "value": QUESTION}},
        "words": {"input": {"type": "plain_text_input", "value": "Just ask."}},
    }
    office.slack.troubles.tell("chat.postMessage", [FAILING])
    keep(office, view, values, inputs[1]["options"][-1])
    office.slack.wait_for_acks()
    office.slack.settled()
    assert len(list((tmp_path / "drafts").iterdir())) == 1
    assert office.slack.messages("DMAIN") == []
    assert "footnote_keep_send failed" not in caplog.text

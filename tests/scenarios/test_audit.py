"""Answers in the audit as they are posted, whatever the surface; nothing of them by default."""

import os
from pathlib import Path

import pytest

from bot.audit.chain import find
from bot.audit.verifying import verify
from tests.scenarios.conftest import Bot, wire

QUESTION = "how do I ask for leave?"


@pytest.fixture(params=["on", "off"])
def changes(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    return {"audit": request.param, "state": tmp_path}


def test_each_answer_that_was_shown_is_proven_by_its_id(
    bot: Bot, changes: dict[str, object], tmp_path: Path
) -> None:
    ana, general = bot.slack.person("UANA"), bot.slack.channel("CGENERAL")
    asked = bot.slack.say(ana, general, f"{bot.slack.mention} {QUESTION}")
    reply = bot.slack.wait_for_reply(general, thread_ts=asked.ts)
    bot.slack.command(ana, general, "/ask", QUESTION)
    bot.slack.wait_until(lambda: len(bot.slack.ephemerals(ana)) == 1)
    bot.slack.click_ephemeral(ana, bot.slack.ephemerals(ana)[0], "footnote_share")
    bot.slack.wait_until(lambda: len(bot.slack.messages(general)) == 3)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    assert len(bot.rows("audit")) == (3 if changes["audit"] == "on" else 0)
    assert (tmp_path / "audit").exists() is (changes["audit"] == "on")
    if changes["audit"] == "off":
        return
    assert reply.metadata is not None
    answer_id = reply.metadata["event_payload"]["answer_id"]
    guide = bot.answerer.guide("work.md")
    assert guide is not None
    with bot.inbox.transaction() as connection:
        found = verify(connection, tmp_path / "audit", answer_id, {"work.md": guide.sha256})
        assert find(connection, answer_id) == found.record
    assert found.is_proven
    assert found.verdicts[0].said == "a slice of the guide as it was; the guide is the same since"
    assert QUESTION not in str(bot.rows("audit"))


def test_what_can_t_be_deleted_now_ends_no_upkeep(
    offline: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = tmp_path / "audit" / "guides" / "stuck"
    stuck.mkdir(parents=True)
    os.utime(stuck, (0, 0))
    for runner in wire(offline).upkeep:
        runner.target()
    assert "IsADirectoryError" in caplog.text
    assert stuck.exists()

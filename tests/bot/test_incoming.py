"""What is a question, and where its reply belongs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channel_settings import EVERYWHERE, ChannelSettings
from bot.inbox.question import IncomingQuestion
from bot.slack.access import NEEDED_SCOPES, RECOVERY_SCOPES, SIGN_SCOPES
from bot.slack.incoming import QuestionReader

SETTINGS = {"C9PRIVATE": ChannelSettings(answers="private")}
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MENTION = {"type": "app_mention", "user": "U1", "text": "<@UBOT> when?", "channel": "C1", "ts": "1.1"}
DIRECT = {**MENTION, "type": "message", "channel_type": "im", "channel": "D1"}


def read(event: dict[str, Any], **changes: Any) -> IncomingQuestion | None:
    body = {"team_id": "T1", "event_id": "Ev1", "event": {**event, **changes}}
    return QuestionReader(lambda channel: SETTINGS.get(channel, EVERYWHERE))(body, "UBOT")


def test_a_mention_belongs_in_its_thread() -> None:
    asked = IncomingQuestion("T1", "C1", "1.1", "1.1", "when?", "mention", "Ev1", "U1")
    assert read(MENTION) == asked
    assert read(MENTION, thread_ts="0.9") == replace(asked, thread_ts="0.9")


def test_a_direct_message_belongs_beside_itself() -> None:
    assert read(DIRECT) == IncomingQuestion("T1", "D1", "1.1", None, "when?", "direct", "Ev1", "U1")


def test_a_mention_in_a_direct_message_is_the_same_message() -> None:
    asked, mentioned = read(DIRECT), read(MENTION, channel="D1")
    assert asked is not None
    assert asked == mentioned


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"bot_profile": {}, "bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "2.0"}},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"channel_type": "channel", "channel": "C1"},
    ],
)
def test_what_nobody_asked_is_no_question(changes: dict[str, Any]) -> None:
    assert read(DIRECT, **changes) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_questions_with_files_and_broadcasts_are_questions(subtype: str) -> None:
    assert read(DIRECT, subtype=subtype) is not None


def test_what_no_database_could_hold_is_left_out() -> None:
    asked = read(DIRECT, text="when\x00 and \ud83d where?")
    assert asked is not None
    assert asked.text == "when and  where?"


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_manifests_ask_for_what_is_used_and_no_more(mode: str) -> None:
    manifest = yaml.safe_load((DEPLOY / f"slack-manifest-{mode}.yaml").read_text("utf-8"))
    assert tuple(manifest["oauth_config"]["scopes"]["bot"]) == (
        *NEEDED_SCOPES,
        *RECOVERY_SCOPES,
        *SIGN_SCOPES,
    )
    settings = manifest["settings"]
    assert settings["event_subscriptions"]["bot_events"] == ["app_mention", "message.im"]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    assert ("request_url" in settings["event_subscriptions"]) is (mode == "http")
    home = manifest["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)

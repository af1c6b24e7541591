"""What is a question, and where its reply belongs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channel_settings import EVERYWHERE, ChannelSettings
from bot.inbox.errors import InboxUnavailable
from bot.inbox.question import IncomingQuestion
from bot.slack.access import (
    AGENT_SCOPES,
    AUDIENCE_SCOPES,
    COMMAND_SCOPES,
    NEEDED_SCOPES,
    PERSON_SCOPES,
    RECOVERY_SCOPES,
    SIGN_SCOPES,
)
from bot.slack.incoming import OverheardReader, QuestionReader
from bot.slack.listeners.asking import COMMAND, SHORTCUT

URL = {"socket": None, "http": "https://footnote.example.com/slack/events"}
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
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(
        (
            *NEEDED_SCOPES,
            *RECOVERY_SCOPES,
            *SIGN_SCOPES,
            *AUDIENCE_SCOPES,
            *COMMAND_SCOPES,
            *AGENT_SCOPES,
            *PERSON_SCOPES,
        )
    )
    settings, features = manifest["settings"], manifest["features"]
    assert settings["event_subscriptions"]["bot_events"] == [
        *("app_mention", "message.im", "app_home_opened", "message.channels", "message.groups")
    ]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    assert settings["interactivity"]["is_enabled"] is True
    places = (settings["event_subscriptions"], settings["interactivity"], features["slash_commands"][0])
    assert [place.get("request_url") or place.get("url") for place in places] == [URL[mode]] * 3
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert [(one["type"], one["callback_id"]) for one in features["shortcuts"]] == [("message", SHORTCUT)]
    home = features["app_home"]
    tabs = ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled")
    assert [home[tab] for tab in tabs] == [True, True, False]
    assert features["agent_view"]["agent_description"]


OVERHEARD = {**MENTION, "type": "message", "channel_type": "channel", "text": "how do I ask for leave?"}


def overhear(event: dict[str, Any], *, knows: bool = False, follow_ups: bool = False) -> bool:
    channels = {"CAUTO": ChannelSettings(auto_answer=True), "CNOT": ChannelSettings(follow_ups=False)}
    reader = OverheardReader(lambda c: channels.get(c, EVERYWHERE), follow_ups, lambda *_: knows)
    return reader({"team_id": "T1", "event_id": "Ev1", "event": event}, "UBOT") is not None


def test_what_nobody_asked_the_bot_is_read_where_that_is_wanted_alone() -> None:
    assert not overhear(OVERHEARD)
    assert overhear({**OVERHEARD, "channel": "CAUTO"})
    assert not overhear({**OVERHEARD, "channel": "CAUTO", "thread_ts": "0.9"})
    assert not overhear({**OVERHEARD, "channel": "CAUTO", "bot_id": "B1"})
    in_thread = {**OVERHEARD, "thread_ts": "0.9"}
    assert overhear(in_thread, knows=True, follow_ups=True)
    assert not overhear(in_thread, knows=True)
    assert not overhear(in_thread, follow_ups=True)
    assert not overhear({**in_thread, "channel": "CNOT"}, knows=True, follow_ups=True)


def test_in_a_private_channel_a_mention_is_answered_privately() -> None:
    asked = read(MENTION, channel="C9PRIVATE")
    assert asked is not None
    assert asked.is_private


def test_without_the_database_what_nobody_asked_is_left_alone() -> None:
    def fails(*_: str) -> bool:
        raise InboxUnavailable("disk full")

    reader = OverheardReader(lambda _: EVERYWHERE, True, fails)
    event = {**OVERHEARD, "thread_ts": "0.9"}
    assert reader({"team_id": "T1", "event_id": "Ev1", "event": event}, "UBOT") is None

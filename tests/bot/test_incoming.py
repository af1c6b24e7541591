"""What is a question, where its reply belongs, and that none is taken up twice."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from bot.slack.deliveries import Deliveries
from bot.slack.incoming import IncomingQuestion, read_event
from bot.slack_checks import SCOPES

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MENTION = {"type": "app_mention", "user": "U1", "text": "<@UBOT> when?", "channel": "C1", "ts": "1.1"}
DIRECT = {**MENTION, "type": "message", "channel_type": "im", "channel": "D1"}


def read(event: dict[str, Any], **changes: Any) -> IncomingQuestion | None:
    body = {"team_id": "T1", "event_id": "Ev1", "event": {**event, **changes}}
    return read_event(body, "UBOT")


def test_a_mention_belongs_in_its_thread() -> None:
    asked = IncomingQuestion("when?", ("C1", "1.1"), (("T1", "C1", "1.1"), "Ev1"))
    assert read(MENTION) == asked
    assert read(MENTION, thread_ts="0.9") == IncomingQuestion("when?", ("C1", "0.9"), asked.keys)


def test_a_direct_message_belongs_beside_itself() -> None:
    asked = read(DIRECT)
    assert asked is not None
    assert asked.place == ("D1", None)


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


def test_a_message_is_taken_once_by_any_of_its_keys() -> None:
    deliveries = Deliveries()
    assert deliveries.take("place", "event")
    assert not deliveries.take("place", "another event")
    assert not deliveries.take("elsewhere", "event")
    assert not deliveries.take("elsewhere", "new")
    assert deliveries.take("new place", "newest")


def test_the_oldest_keys_are_forgotten_first() -> None:
    deliveries = Deliveries(kept=2)
    assert [deliveries.take(key) for key in "abca"] == [True, True, True, True]
    assert not deliveries.take("c")


def test_threads_take_a_message_once_between_them() -> None:
    deliveries, taken = Deliveries(), list[bool]()
    threads = [Thread(target=lambda: taken.append(deliveries.take("key"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 15 + [True]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_manifests_ask_for_what_is_used_and_no_more(mode: str) -> None:
    manifest = yaml.safe_load((DEPLOY / f"slack-manifest-{mode}.yaml").read_text("utf-8"))
    assert tuple(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES
    settings = manifest["settings"]
    assert settings["event_subscriptions"]["bot_events"] == ["app_mention", "message.im"]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    assert ("request_url" in settings["event_subscriptions"]) is (mode == "http")
    home = manifest["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)

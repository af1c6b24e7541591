"""The Slack apps' manifests: whatever the bot listens for, they ask for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.bootstrap_surfaces import Surfaces
from bot.inbox.inbox import Inbox
from bot.metrics import Metrics
from bot.privacy.pseudonyms import Pseudonyms
from bot.settings import Settings
from bot.slack.agent_view import AgentView
from bot.slack.home.maintenance import NO_UPKEEP
from bot.slack.home.suggestions import Suggestions
from bot.slack.intake import Intake
from tests.standin.app import SCOPE_OF_EVENT
from tests.standin.methods_conversations import SCOPE_PREFIX
from tests.standin.web_api import METHODS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
EVENT_KINDS = {"message.im": "message", "message.channels": "message", "message.groups": "message"}


@dataclass
class Listening:
    """Stands in for a Bolt app, and notes what is listened for."""

    names: dict[str, set[str]] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], Any]]:
        def register(name: Any) -> Callable[[Any], Any]:
            self.names.setdefault(kind, set()).add(name if isinstance(name, str) else name.pattern)
            return lambda listener: listener

        return register


@pytest.fixture
def listening(tmp_path: Path) -> Listening:
    client, metrics = WebClient("xoxb-none"), Metrics()
    identity = cast("SlackResponse", {"user_id": "UBOT", "bot_id": "BBOT"})

    def no_answerer(*_: object) -> Any:
        raise AssertionError("nothing is answered here")

    intake = Intake(Inbox(None), lambda: None, no_answerer, metrics)
    surfaces = Surfaces(
        settings=Settings(state=tmp_path),
        answerer=no_answerer,
        client=client,
        identity=identity,
        intake=intake,
        pseudonyms=Pseudonyms(b"k"),
        metrics=metrics,
        upkeep=NO_UPKEEP,
        agent_view=AgentView(client, metrics, is_allowed=True),
        suggestions=Suggestions(no_answerer),
        record=None,
    )
    listening = Listening()
    for listen in surfaces.listeners():
        listen(cast("App", listening))
    return listening


def manifest(mode: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / f"slack-manifest-{mode}.yaml").read_text("utf-8"))
    return read


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_what_is_listened_for_is_asked_for_and_nothing_else(mode: str, listening: Listening) -> None:
    features, settings = manifest(mode)["features"], manifest(mode)["settings"]
    events = settings["event_subscriptions"]["bot_events"]
    assert {EVENT_KINDS.get(event, event) for event in events} == listening.names["event"]
    assert {one["command"] for one in features["slash_commands"]} == listening.names["command"]
    assert {one["callback_id"] for one in features["shortcuts"]} == listening.names["message_shortcut"]
    assert listening.names["action"]
    assert settings["interactivity"]["is_enabled"]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_every_scope_is_one_that_an_event_a_feature_or_a_call_takes(mode: str) -> None:
    scopes = set(manifest(mode)["oauth_config"]["scopes"]["bot"])
    events = manifest(mode)["settings"]["event_subscriptions"]["bot_events"]
    assert {SCOPE_OF_EVENT[event] for event in events if event in SCOPE_OF_EVENT} <= scopes
    taken = {scope for method in METHODS.values() for scope in method.scopes} | set(SCOPE_OF_EVENT.values())
    taken |= {f"{kind}:read" for kind in SCOPE_PREFIX.values()}  # conversations.members
    assert scopes - taken == {"commands"}
    assert {"assistant:write", "commands"} <= scopes

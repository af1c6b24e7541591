"""Slash commands, shortcuts, buttons and modals: what people press, and what the app hears of it."""

import json
from collections.abc import Sequence
from dataclasses import replace

from tests.standin import shapes
from tests.standin.deliveries import Delivery
from tests.standin.method import Backend
from tests.standin.methods_chat import answer_command
from tests.standin.wire import Json
from tests.standin.workspace import Channel, Ephemeral


class Interactions:
    """The presses of people."""

    backend: Backend

    def command(self, user: str, channel: str, command: str, text: str = "") -> Delivery:
        """Type a slash command; its answer, if one comes with the acknowledgement, is posted."""
        enter(self.backend, user, channel)
        body = {
            "token": self.backend.app.verification_token,
            **self._team(),
            "channel_id": channel,
            "channel_name": channel.lower(),
            "user_id": user,
            "user_name": user.lower(),
            "command": command,
            "text": text,
            "api_app_id": self.backend.app.app_id,
            "is_enterprise_install": "false",
            "response_url": self.backend.issue_response_url(channel, user),
            "trigger_id": self.backend.issue_trigger(),
        }
        delivery = Delivery("slash_commands", body)
        delivery.on_answer = lambda answer: answer_command(self.backend, channel, user, answer)
        return self.backend.outbox.deliver(delivery)

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Delivery:
        """Choose a message shortcut in a message's menu."""
        enter(self.backend, user, channel)
        message = self.backend.workspace.message(channel, ts)
        payload = {"type": "message_action", "callback_id": callback_id, "message_ts": ts}
        return self.interact(user, payload | {"message": shapes.message_json(message)}, channel, ts)

    def click(self, user: str, channel: str, ts: str, action_id: str, value: str | None = None) -> Delivery:
        """Press a button of a message; `value` says which one of two feedback buttons.

        Raises:
            StopIteration: if the message has no element with that action_id.
        """
        message = self.backend.workspace.message(channel, ts)
        found = next(one for one in _actions(message.blocks) if one["action_id"] == action_id)
        payload = {
            "type": "block_actions",
            "actions": [self._pressed(found, value)],
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
            "message": shapes.message_json(message),
            "state": {"values": {}},
        }
        return self.interact(user, payload, channel, ts)

    def click_ephemeral(
        self, user: str, shown: Ephemeral, action_id: str, value: str | None = None
    ) -> Delivery:
        """Press a button of a message that one person sees: Slack sends no message along."""
        found = next(one for one in _actions(shown.blocks) if one["action_id"] == action_id)
        container: Json = {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel}
        container |= {"is_ephemeral": True} | ({"thread_ts": shown.thread_ts} if shown.thread_ts else {})
        payload = {"type": "block_actions", "actions": [self._pressed(found, value)], "container": container}
        return self.interact(user, payload | {"state": {"values": {}}}, shown.channel)

    def click_view(
        self, user: str, view: Json, action_id: str, value: str | None = None, n: int = 0
    ) -> Delivery:
        """Press the ``n``-th button of that action_id in a modal or in App Home."""
        found = [one for one in _actions(view["blocks"]) if one["action_id"] == action_id][n]
        container = {"type": "view", "view_id": view["id"]}
        payload = {"type": "block_actions", "actions": [self._pressed(found, value)], "container": container}
        return self.interact(user, payload | {"view": view})

    def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app's home tab, or its messages."""
        channel = self.backend.workspace.dm_with(user, self.backend.app.bot_user)
        event = {"type": "app_home_opened", "user": user, "channel": channel.channel_id, "tab": tab}
        stamped = event | {"event_ts": self.backend.workspace.next_ts()}
        self.backend.outbox.publish("app_home_opened", stamped, channel)

    def _pressed(self, found: Json, value: str | None) -> Json:
        pressed = {**found, "action_ts": self.backend.workspace.next_ts()}
        return pressed if value is None else pressed | {"value": value}

    def submit(self, user: str, view_id: str, values: Json) -> Delivery:
        """Submit a modal, with the state of its fields as `{block_id: {action_id: {...}}}`."""
        view = self.backend.views[view_id] | {"state": {"values": values}}
        return self.interact(user, {"type": "view_submission", "view": view, "response_urls": []})

    def interact(
        self, user: str, payload: Json, channel: str | None = None, ts: str | None = None
    ) -> Delivery:
        """Send an interaction of any shape, filled up with what every one has."""
        filled = {
            "user": {"id": user, "username": user.lower(), "team_id": self.backend.workspace.team_id},
            "team": {"id": self.backend.workspace.team_id, "domain": self.backend.workspace.domain},
            "api_app_id": self.backend.app.app_id,
            "token": self.backend.app.verification_token,
            "trigger_id": self.backend.issue_trigger(),
            **payload,
        }
        if channel is not None:
            filled["channel"] = {"id": channel, "name": channel.lower()}
            filled["response_url"] = self.backend.issue_response_url(channel, user, ts)
        return self.backend.outbox.deliver(Delivery("interactive", json.loads(json.dumps(filled))))

    def _team(self) -> Json:
        return {"team_id": self.backend.workspace.team_id, "team_domain": self.backend.workspace.domain}


def enter(backend: Backend, user: str, channel_id: str) -> Channel:
    """Return the channel, the person being in it now."""
    assert user in backend.workspace.people, f"nobody called {user}: add them with person()"
    channel = backend.workspace.channel(channel_id)
    if user not in channel.members:
        assert channel.kind != "im", f"{user} isn't in the direct message {channel_id}"
        channel = replace(channel, members=channel.members | {user})
        backend.workspace.add_channel(channel)
    return channel


def _actions(blocks: Sequence[Json]) -> list[Json]:
    found = []
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if "action_id" in element:
                found.append({**element, "block_id": block["block_id"]})
    return found

"""What a Web API method is, and what all of them stand on."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin.app import InstalledApp
from tests.standin.deliveries import Outbox
from tests.standin.socket_mode import SocketHub
from tests.standin.wire import Json, SlackError, refused
from tests.standin.workspace import Channel, Workspace

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5


@dataclass
class ResponseUrl:
    """Where an answer to a command or an interaction may be posted, five times in 30 minutes."""

    channel: str
    user: str
    message_ts: str | None
    made_at: float = field(default_factory=time.monotonic)
    uses: int = 0

    def refusal(self) -> str | None:
        """Return Slack's word for why nothing more may be posted, None while it may."""
        if time.monotonic() > self.made_at + RESPONSE_URL_SECONDS:
            return "expired_url"
        return "used_url" if self.uses >= RESPONSE_URL_USES else None


@dataclass
class Backend:
    """Everything that the methods act on."""

    workspace: Workspace
    app: InstalledApp
    outbox: Outbox
    hub: SocketHub
    host: str = ""
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    triggers: dict[str, float] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue_trigger(self) -> str:
        """Return a trigger id, good for one view within three seconds."""
        trigger = f"{time.time_ns()}.{uuid.uuid4().hex[:12]}"
        self.triggers[trigger] = time.monotonic() + TRIGGER_SECONDS
        return trigger

    def issue_response_url(self, channel: str, user: str, message_ts: str | None = None) -> str:
        identifier = uuid.uuid4().hex
        self.response_urls[identifier] = ResponseUrl(channel, user, message_ts)
        return f"http://{self.host}/response/{identifier}"

    def joined(self, channel_id: Any) -> Channel:
        """Return a channel where the bot may post; a person's id stands for the DM with them."""
        if channel_id in self.workspace.people:
            return self.workspace.dm_with(channel_id, self.app.bot_user)
        channel = self.workspace.channel(channel_id)
        if channel.is_archived:
            raise SlackError("is_archived")
        if self.app.bot_user not in channel.members:
            raise SlackError("not_in_channel")
        return channel


@dataclass(frozen=True)
class Method:
    """One method: what runs it, the scopes of which it needs any, the arguments that must be there."""

    run: Callable[[Backend, Json], Json]
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    token: str = "bot"

    def answer(self, backend: Backend, args: Json, token: str | None) -> Json:
        """Return what the method answers; raise SlackError where Slack refuses."""
        backend.app.require_token(token, self.token)
        backend.app.require_scope(self.scopes)
        missing = [name for name in self.required if args.get(name) in (None, "")]
        if missing:
            raise refused("invalid_arguments", [f"missing required field: {name}" for name in missing])
        with backend.workspace.changed:
            return {"ok": True, **self.run(backend, args)}


Methods = Mapping[str, Method]


def flag(args: Json, name: str) -> bool:
    """Return a yes or no, however it was sent."""
    return args.get(name) in (True, "1", "true", "True")


def parsed(args: Json, name: str, code: str) -> Any:
    """Return an argument that is JSON: sent as such, or as text within a form."""
    value = args.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError(code) from error

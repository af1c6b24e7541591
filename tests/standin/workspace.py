"""The workspace: its people, its channels and what was said, behind one lock."""

import re
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any, Literal

from tests.standin.wire import Json, SlackError

Kind = Literal["channel", "group", "im", "mpim"]
TS = re.compile(r"\d{10}\.\d{6}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace; a guest is restricted."""

    user_id: str
    name: str
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    team_id: str = ""
    """Of another organisation, "" for this one."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to talk; a DM (`im`) is with one person."""

    channel_id: str
    kind: Kind
    members: frozenset[str]
    is_archived: bool = False
    is_ext_shared: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, as of its last edit. `thread_ts` is the parent's `ts`, None outside threads."""

    channel: str
    ts: str
    text: str
    user: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    thread_ts: str | None = None
    parent_user: str | None = None
    subtype: str | None = None
    blocks: tuple[Json, ...] = ()
    files: tuple[Json, ...] = ()
    metadata: Json | None = None
    edited: Json | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    arguments: Json = field(default_factory=dict)
    """How the app posted it: all that it gave besides the above, such as `unfurl_links`."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """What one person saw, for a while."""

    channel: str
    user: str
    ts: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None


class Workspace:
    """People, channels and messages; every change is made, and told, under `changed`."""

    team_id = "T0STANDIN"
    domain = "standin"

    def __init__(self) -> None:
        self.changed = Condition()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Ephemeral] = []
        self.groups: dict[str, frozenset[str]] = {}
        self._messages: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._replies: defaultdict[tuple[str, str], dict[str, Message]] = defaultdict(dict)
        self._last_ts = 0

    def next_ts(self) -> str:
        """Return the moment, in microseconds, later than any given before."""
        with self.changed:
            self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_person(self, person: Person) -> None:
        with self.changed:
            self.people[person.user_id] = person

    def add_channel(self, channel: Channel) -> None:
        with self.changed:
            self.channels[channel.channel_id] = channel

    def channel(self, channel_id: Any) -> Channel:
        """Return a channel, or refuse as Slack does."""
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def dm_with(self, user_id: str, bot_user: str) -> Channel:
        """Return the DM of a person with the bot, opened if it wasn't."""
        if user_id not in self.people:
            raise SlackError("user_not_found")
        if self.people[user_id].is_bot:
            raise SlackError("cannot_dm_bot")
        channel = Channel(f"D{user_id[1:]}", "im", frozenset({user_id, bot_user}))
        with self.changed:
            return self.channels.setdefault(channel.channel_id, channel)

    def put(self, message: Message) -> Message:
        """Store a message, or what became of it, and wake whoever waits for it."""
        with self.changed:
            self._messages[message.channel][message.ts] = message
            if message.is_reply:
                self._replies[message.channel, str(message.thread_ts)][message.ts] = message
            self.changed.notify_all()
        return message

    def remove(self, message: Message) -> None:
        with self.changed:
            del self._messages[message.channel][message.ts]
            self._replies.get((message.channel, str(message.thread_ts)), {}).pop(message.ts, None)
            self.changed.notify_all()

    def add_ephemeral(self, ephemeral: Ephemeral) -> None:
        with self.changed:
            self.ephemerals.append(ephemeral)
            self.changed.notify_all()

    def message(self, channel_id: str, ts: Any, code: str = "message_not_found") -> Message:
        """Return a message, or refuse with a code as Slack does."""
        with self.changed:
            found = self._messages.get(channel_id, {}).get(ts)
            if found is None:
                raise SlackError(code)
            return found

    def messages(self, channel_id: str) -> list[Message]:
        """Return all that was said in a channel, replies too, oldest first."""
        with self.changed:
            found = list(self._messages.get(channel_id, {}).values())
        return sorted(found, key=lambda message: message.ts)

    def replies(self, channel_id: str, thread_ts: str) -> list[Message]:
        """Return the replies in a thread, oldest first, without its parent."""
        with self.changed:
            found = list(self._replies.get((channel_id, thread_ts), {}).values())
        return sorted(found, key=lambda message: message.ts)

    def parent(self, channel_id: str, thread_ts: Any) -> Message:
        """Return the message that a thread hangs on, marked as its parent.

        Slack lets a reply hang on another reply, or on nothing; here it is refused so that it shows up.
        """
        parent = self.message(channel_id, thread_ts, "thread_not_found")
        if parent.is_reply:
            raise SlackError("thread_not_found")
        return parent if parent.thread_ts else self.put(replace(parent, thread_ts=parent.ts))

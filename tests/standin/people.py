"""What people do in the workspace, and what the app hears of it."""

import re
import uuid
from dataclasses import dataclass, replace

from tests.standin import shapes
from tests.standin.deliveries import Delivery, Event
from tests.standin.interactions import enter
from tests.standin.method import Backend
from tests.standin.methods_chat import publish_changed, publish_deleted
from tests.standin.wire import Json
from tests.standin.workspace import Channel, Kind, Message, Person


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said or edited, and the events that told the app of it."""

    channel: str
    ts: str
    thread_ts: str | None
    events: tuple[Event, ...]


class People:
    """The acts of people; ids are Slack's: `U…` for a person, `C…`, `G…`, `D…` for a channel."""

    backend: Backend

    def person(self, user_id: str, *, guest: bool = False, team_id: str = "") -> str:
        """Add a person, a guest or one of another organisation perhaps; return their id."""
        person = Person(user_id, user_id.lower(), is_restricted=guest, team_id=team_id)
        self.backend.workspace.add_person(person)
        return user_id

    def channel(
        self, channel_id: str, *, kind: Kind = "channel", bot_in: bool = True, is_ext_shared: bool = False
    ) -> str:
        """Add a channel, with the bot in it or not; return its id."""
        members = frozenset({self.backend.app.bot_user} if bot_in else ())
        self.backend.workspace.add_channel(Channel(channel_id, kind, members, is_ext_shared=is_ext_shared))
        return channel_id

    def group(self, group_id: str, *users: str) -> str:
        """Make a user group of people; return its id."""
        with self.backend.workspace.changed:
            self.backend.workspace.groups[group_id] = frozenset(users)
        return group_id

    def join(self, channel_id: str, *users: str) -> None:
        """Have people in a channel."""
        for user in users:
            enter(self.backend, user, channel_id)

    def dm(self, user: str) -> str:
        """Open the direct message of a person with the bot; return its id."""
        return self.backend.workspace.dm_with(user, self.backend.app.bot_user).channel_id

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        *,
        files: bool = False,
        broadcast: bool = False,
    ) -> Said:
        """Say something, in a thread or not, with a file or not, shown in the channel too or not."""
        place = enter(self.backend, user, channel)
        subtype = "file_share" if files else "thread_broadcast" if broadcast else None
        shared = ({"id": "F0STANDIN", "name": "note.txt", "mimetype": "text/plain"},) if files else ()
        message = self._message(place, text, thread_ts)
        return self._publish(replace(message, user=user, subtype=subtype, files=shared), place)

    def say_as_bot(
        self, channel: str, text: str, thread_ts: str | None = None, *, bot_id: str = "B0OTHER"
    ) -> Said:
        """Say something as another app's bot."""
        place = self.backend.workspace.channel(channel)
        message = self._message(place, text, thread_ts)
        return self._publish(replace(message, bot_id=bot_id, subtype="bot_message"), place)

    def edit(self, channel: str, ts: str, text: str) -> Said:
        """Edit what a person said; if it mentions the bot, Slack sends a new `app_mention` with `edited`."""
        place = self.backend.workspace.channel(channel)
        old = self.backend.workspace.message(channel, ts)
        edited = {"user": old.user, "ts": self.backend.workspace.next_ts()}
        new = replace(old, text=text, blocks=_as_blocks(text), edited=edited)
        changed = publish_changed(self.backend, old, new, place)
        return Said(channel, ts, new.thread_ts, (*self._mention(new, place), *changed))

    def delete(self, channel: str, ts: str) -> tuple[Event, ...]:
        """Delete what was said."""
        place = self.backend.workspace.channel(channel)
        return tuple(publish_deleted(self.backend, self.backend.workspace.message(channel, ts), place))

    def emit(self, subscription: str, event: Json, channel: str | None = None) -> Event | None:
        """Send an event of any shape, if the app subscribed to such; return None if it doesn't hear of it."""
        stamped = {"event_ts": self.backend.workspace.next_ts(), **event}
        place = self.backend.workspace.channel(channel) if channel else None
        told = self.backend.outbox.publish(subscription, stamped, place)
        return told[0] if told else None

    def redeliver(
        self, event: Event, *, attempt: int = 1, reason: str = "timeout", same_envelope: bool = False
    ) -> Delivery:
        """Send an event again with its `event_id`; attempt 0 looks like a first delivery."""
        first = self.backend.outbox.of_event[event.event_id][0]
        again = Delivery("events_api", event.body, attempt, reason if attempt else "", is_extra=True)
        if same_envelope:
            again.envelope_id = first.envelope_id
        return self.backend.outbox.deliver(again)

    def _message(self, channel: Channel, text: str, thread_ts: str | None) -> Message:
        workspace = self.backend.workspace
        parent = workspace.parent(channel.channel_id, thread_ts) if thread_ts else None
        return Message(
            channel.channel_id,
            workspace.next_ts(),
            text,
            thread_ts=thread_ts,
            parent_user=parent.user if parent else None,
            blocks=_as_blocks(text),
        )

    def _publish(self, message: Message, channel: Channel) -> Said:
        self.backend.workspace.put(message)
        subscription = shapes.SUBSCRIPTION_OF_KIND[channel.kind]
        event = shapes.said_event(message, channel)
        events = [
            *self._mention(message, channel),
            *self.backend.outbox.publish(subscription, event, channel),
        ]
        return Said(message.channel, message.ts, message.thread_ts, tuple(events))

    def _mention(self, message: Message, channel: Channel) -> list[Event]:
        """Slack sends `app_mention` everywhere but in a direct message with the bot."""
        named = re.search(rf"<@{self.backend.app.bot_user}(\|[^>]*)?>", message.text)
        if channel.kind == "im" or not named:
            return []
        return self.backend.outbox.publish("app_mention", shapes.mention_event(message), channel)


def _as_blocks(text: str) -> tuple[Json, ...]:
    """Return the rich text that Slack makes of what a person types, its markup left as it was typed."""
    if not text:
        return ()
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return ({"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [section]},)

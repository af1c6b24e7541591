"""What Slack's JSON looks like: messages, people, channels and the events about them."""

from collections.abc import Sequence

from tests.standin.app import InstalledApp
from tests.standin.wire import Json
from tests.standin.workspace import Channel, Message, Person, Workspace

SUBSCRIPTION_OF_KIND = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


def message_json(message: Message, *, with_metadata: bool = False) -> Json:
    """Return a message as Slack's Web API gives it; the metadata comes only when it is asked for."""
    shape = {
        "type": "message",
        "subtype": message.subtype,
        "user": message.user,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "text": message.text,
        "ts": message.ts,
        "team": Workspace.team_id,
        "thread_ts": message.thread_ts,
        "parent_user_id": message.parent_user,
        "blocks": list(message.blocks) or None,
        "files": list(message.files) or None,
        "edited": message.edited,
        "reactions": _reactions(message.reactions) or None,
        "metadata": message.metadata if with_metadata else None,
    }
    return {key: value for key, value in shape.items() if value is not None}


def parent_json(parent: Message, replies: Sequence[Message], *, with_metadata: bool = False) -> Json:
    """Return a message with what Slack says of the thread below it."""
    shape = message_json(parent, with_metadata=with_metadata)
    if not replies:
        return shape
    users = list(dict.fromkeys(reply.user for reply in replies if reply.user))
    return shape | {
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
        "subscribed": False,
    }


def _reactions(reactions: Sequence[tuple[str, str]]) -> list[Json]:
    names = dict.fromkeys(name for name, _ in reactions)
    users = {name: [user for given, user in reactions if given == name] for name in names}
    return [{"name": name, "users": users[name], "count": len(users[name])} for name in names]


def person_json(person: Person) -> Json:
    """Return a person as `users.info` gives them."""
    return {
        "id": person.user_id,
        "team_id": person.team_id or Workspace.team_id,
        "name": person.name,
        "real_name": person.name,
        "profile": {"display_name": person.name, "real_name": person.name},
        "deleted": False,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }


def channel_json(channel: Channel, bot_user: str) -> Json:
    """Return a channel as `conversations.info` gives it."""
    shape: Json = {
        "id": channel.channel_id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
    }
    if channel.kind == "im":
        return shape | {"user": min(channel.members - {bot_user})}
    return shape | {"name": channel.channel_id.lower(), "is_member": bot_user in channel.members}


def said_event(message: Message, channel: Channel) -> Json:
    """Return the `message` event about something said."""
    shape = message_json(message)
    return shape | {"channel": channel.channel_id, "channel_type": channel.kind, "event_ts": message.ts}


def mention_event(message: Message) -> Json:
    """Return the `app_mention` event about something said, which has no channel_type."""
    shape = message_json(message) | {"channel": message.channel, "event_ts": message.ts}
    return shape | {"type": "app_mention"}


def changed_event(old: Message, new: Message, channel: Channel, ts: str) -> Json:
    """Return the `message_changed` event."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message_json(new),
        "previous_message": message_json(old),
        "channel": channel.channel_id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def deleted_event(old: Message, channel: Channel, ts: str) -> Json:
    """Return the `message_deleted` event."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": old.ts,
        "previous_message": message_json(old),
        "channel": channel.channel_id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def event_callback(event: Json, event_id: str, app: InstalledApp, channel: Channel | None) -> Json:
    """Return the body that carries an event to the app."""
    authorization = {
        "enterprise_id": None,
        "team_id": Workspace.team_id,
        "user_id": app.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": app.verification_token,
        "team_id": Workspace.team_id,
        "context_team_id": Workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event["event_ts"])),
        "authorizations": [authorization],
        "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
        "event_context": f"4-{event_id}",
    }

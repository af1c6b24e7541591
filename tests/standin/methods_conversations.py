"""The methods that read channels and threads, and open direct messages."""

from dataclasses import replace
from typing import Any, TypeVar

from tests.standin import shapes
from tests.standin.method import Backend, Method, Methods, flag
from tests.standin.wire import Json, SlackError
from tests.standin.workspace import Channel, Message

_T = TypeVar("_T")
SCOPE_PREFIX = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def replies(backend: Backend, args: Json) -> Json:
    channel = _readable(backend, args, "history")
    found = backend.workspace.message(channel.channel_id, args["ts"], "thread_not_found")
    thread = [] if found.is_reply else backend.workspace.replies(channel.channel_id, found.ts)
    wanted = [found, *(one for one in thread if _within(one, args))]
    page, paging = _page(wanted, args, 1000)
    with_metadata = flag(args, "include_all_metadata")
    return {"messages": [_shape(backend, one, with_metadata=with_metadata) for one in page], **paging}


def history(backend: Backend, args: Json) -> Json:
    channel = _readable(backend, args, "history")
    everything = reversed(backend.workspace.messages(channel.channel_id))
    shown = [one for one in everything if not one.is_reply or one.subtype == "thread_broadcast"]
    page, paging = _page([one for one in shown if _within(one, args)], args, 100)
    with_metadata = flag(args, "include_all_metadata")
    return {"messages": [_shape(backend, one, with_metadata=with_metadata) for one in page], **paging}


def open_dm(backend: Backend, args: Json) -> Json:
    if args.get("channel"):
        return {"channel": {"id": backend.workspace.channel(args["channel"]).channel_id}}
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if len(users) != 1:
        raise SlackError("not_enough_users" if not users else "too_many_users")
    was_open = any(user in users for one in backend.workspace.channels.values() for user in _dm_with(one))
    channel = backend.workspace.dm_with(users[0], backend.app.bot_user)
    return {"channel": {"id": channel.channel_id}, "already_open": was_open, "no_op": was_open}


def info(backend: Backend, args: Json) -> Json:
    channel = _readable(backend, args, "read")
    return {"channel": shapes.channel_json(channel, backend.app.bot_user)}


def members(backend: Backend, args: Json) -> Json:
    channel = _readable(backend, args, "read")
    page, paging = _page(sorted(channel.members), args, 100)
    return {"members": page, **paging}


def _dm_with(channel: Channel) -> frozenset[str]:
    return channel.members if channel.kind == "im" else frozenset()


def _readable(backend: Backend, args: Json, what: str) -> Channel:
    channel = backend.workspace.channel(args["channel"])
    backend.app.require_scope([f"{SCOPE_PREFIX[channel.kind]}:{what}"])
    if what == "history" and backend.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(message: Message, args: Json) -> bool:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9" * 10)
    if flag(args, "inclusive"):
        return oldest <= message.ts <= latest
    return oldest < message.ts < latest


def _page(found: list[_T], args: Json, default: int) -> tuple[list[_T], Json]:
    """Return one page and what tells of the next; the cursor is the number of those before it."""
    size = int(args.get("limit") or default)
    start = _start(args.get("cursor"))
    paging: Json = {"has_more": start + size < len(found)}
    if paging["has_more"]:
        paging["response_metadata"] = {"next_cursor": f"after:{start + size}"}
    return found[start : start + size], paging


def _start(cursor: Any) -> int:
    if not cursor:
        return 0
    name, _, number = str(cursor).partition(":")
    if name != "after" or not number.isdigit():
        raise SlackError("invalid_cursor")
    return int(number)


def _shape(backend: Backend, message: Message, *, with_metadata: bool) -> Json:
    if message.is_reply:
        return shapes.message_json(message, with_metadata=with_metadata)
    below = backend.workspace.replies(message.channel, message.ts)
    return shapes.parent_json(message, below, with_metadata=with_metadata)


def add_reaction(backend: Backend, args: Json) -> Json:
    message, given = _reacted(backend, args)
    if given in message.reactions:
        raise SlackError("already_reacted")
    backend.workspace.put(replace(message, reactions=(*message.reactions, given)))
    return {}


def remove_reaction(backend: Backend, args: Json) -> Json:
    message, given = _reacted(backend, args)
    if given not in message.reactions:
        raise SlackError("no_reaction")
    left = tuple(one for one in message.reactions if one != given)
    backend.workspace.put(replace(message, reactions=left))
    return {}


def _reacted(backend: Backend, args: Json) -> tuple[Message, tuple[str, str]]:
    name = str(args["name"])
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    channel = backend.joined(args["channel"])
    message = backend.workspace.message(channel.channel_id, args["timestamp"])
    return message, (name, backend.app.bot_user)


REACT, REACTION = ("reactions:write",), ("channel", "name", "timestamp")
METHODS: Methods = {
    "conversations.replies": Method(replies, (), ("channel", "ts")),
    "conversations.history": Method(history, (), ("channel",)),
    "conversations.open": Method(open_dm, ("im:write",)),
    "conversations.members": Method(members, (), ("channel",)),
    "conversations.info": Method(info, (), ("channel",)),
    "reactions.add": Method(add_reaction, REACT, REACTION),
    "reactions.remove": Method(remove_reaction, REACT, REACTION),
}

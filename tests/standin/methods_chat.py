"""The methods that post, change and take back messages, and what is posted to a response_url."""

import uuid
from dataclasses import replace
from typing import Any

from tests.standin import shapes
from tests.standin.deliveries import Event
from tests.standin.limits import problems
from tests.standin.method import Backend, Method, Methods, flag, parsed
from tests.standin.wire import Json, SlackError, refused
from tests.standin.workspace import Channel, Ephemeral, Message

KEPT_APART = {"channel", "text", "blocks", "metadata", "thread_ts", "token", "ts"}


def post_message(backend: Backend, args: Json) -> Json:
    channel = backend.joined(args["channel"])
    thread_ts = args.get("thread_ts")
    subtype = "thread_broadcast" if thread_ts and flag(args, "reply_broadcast") else None
    message = bots_message(backend, channel, accepted(args), thread_ts)
    message = replace(message, subtype=subtype)
    publish_said(backend, message, channel)
    shape = shapes.message_json(message, with_metadata=True)
    return {"channel": channel.channel_id, "ts": message.ts, "message": shape}


def post_ephemeral(backend: Backend, args: Json) -> Json:
    channel = backend.joined(args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    given = accepted(args)
    seen = show_once(backend, channel.channel_id, args["user"], given, args.get("thread_ts"))
    return {"message_ts": seen.ts}


def update(backend: Backend, args: Json) -> Json:
    channel = backend.joined(args["channel"])
    old = _own(backend, channel, args["ts"], "cant_update_message")
    given = accepted({"text": old.text, "metadata": old.metadata} | args)
    if len(given["text"]) > 4000:
        raise SlackError("msg_too_long")
    edited = {"user": backend.app.bot_user, "ts": backend.workspace.next_ts()}
    new = replace(old, text=given["text"], blocks=given["blocks"], metadata=given["metadata"], edited=edited)
    publish_changed(backend, old, new, channel)
    shape = shapes.message_json(new, with_metadata=True)
    return {"channel": channel.channel_id, "ts": new.ts, "text": new.text, "message": shape}


def delete(backend: Backend, args: Json) -> Json:
    channel = backend.joined(args["channel"])
    publish_deleted(backend, _own(backend, channel, args["ts"], "cant_delete_message"), channel)
    return {"channel": channel.channel_id, "ts": args["ts"]}


def permalink(backend: Backend, args: Json) -> Json:
    channel = backend.workspace.channel(args["channel"]).channel_id
    message = backend.workspace.message(channel, args["message_ts"])
    url = f"https://{backend.workspace.domain}.slack.com/archives/{channel}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        url += f"?thread_ts={message.thread_ts}&cid={channel}"
    return {"channel": channel, "permalink": url}


def respond(backend: Backend, identifier: str, payload: Json) -> tuple[int, str]:
    """Take what was posted to a response_url; return the HTTP status and text."""
    place = backend.response_urls.get(identifier)
    if place is None:
        return 404, "no_service"
    refusal = place.refusal()
    if refusal:
        return 404, refusal
    place.uses += 1
    try:
        with backend.workspace.changed:
            _respond(backend, place.channel, place.user, place.message_ts, payload)
    except SlackError as error:
        return 400, error.code
    return 200, "ok"


def answer_command(backend: Backend, channel: str, user: str, answer: Any) -> None:
    """Post what came with the acknowledgement of a command: JSON, or plain text."""
    payload = answer if isinstance(answer, dict) else {"text": answer}
    _respond(backend, channel, user, None, payload)


def _respond(backend: Backend, channel_id: str, user: str, message_ts: str | None, payload: Json) -> None:
    channel = backend.workspace.channel(channel_id)
    if flag(payload, "delete_original"):
        publish_deleted(backend, backend.workspace.message(channel_id, message_ts), channel)
        return
    given = accepted(payload)
    if flag(payload, "replace_original") and message_ts is not None:
        old = backend.workspace.message(channel_id, message_ts)
        publish_changed(backend, old, replace(old, text=given["text"], blocks=given["blocks"]), channel)
    elif payload.get("response_type") == "in_channel":
        publish_said(backend, bots_message(backend, channel, given, payload.get("thread_ts")), channel)
    else:
        show_once(backend, channel_id, user, given, payload.get("thread_ts"))


def accepted(args: Json) -> Json:
    """Return what a message holds, its blocks with ids, once it is within Slack's limits."""
    if args.get("attachments"):
        raise SlackError("invalid_attachments")
    given = {
        "text": args.get("text"),
        "blocks": parsed(args, "blocks", "invalid_blocks_format") or [],
        "metadata": parsed(args, "metadata", "invalid_metadata_format"),
    }
    found = problems(given)
    if found:
        code = found[0].partition(": ")[0]
        raise refused(code, [one.partition(": ")[2] for one in found if one.startswith(f"{code}: ")])
    blocks = tuple({"block_id": uuid.uuid4().hex[:5], **block} for block in given["blocks"])
    rest = {name: value for name, value in args.items() if name not in KEPT_APART}
    return given | {"blocks": blocks, "arguments": rest}


def bots_message(backend: Backend, channel: Channel, given: Json, thread_ts: Any) -> Message:
    """Return a message of the bot's, not yet stored."""
    parent = backend.workspace.parent(channel.channel_id, thread_ts) if thread_ts else None
    return Message(
        channel.channel_id,
        backend.workspace.next_ts(),
        user=backend.app.bot_user,
        bot_id=backend.app.bot_id,
        app_id=backend.app.app_id,
        thread_ts=parent.ts if parent else None,
        parent_user=parent.user if parent else None,
        **given,
    )


def show_once(backend: Backend, channel: str, user: str, given: Json, thread_ts: Any) -> Ephemeral:
    """Show something to one person."""
    ts = backend.workspace.next_ts()
    seen = Ephemeral(channel, user, ts, given["text"], given["blocks"], thread_ts)
    backend.workspace.add_ephemeral(seen)
    return seen


def publish_said(backend: Backend, message: Message, channel: Channel) -> None:
    backend.workspace.put(message)
    subscription = shapes.SUBSCRIPTION_OF_KIND[channel.kind]
    backend.outbox.publish(subscription, shapes.said_event(message, channel), channel)


def publish_changed(backend: Backend, old: Message, new: Message, channel: Channel) -> list[Event]:
    """Put a message in the place of its older self."""
    backend.workspace.put(new)
    event = shapes.changed_event(old, new, channel, backend.workspace.next_ts())
    return backend.outbox.publish(shapes.SUBSCRIPTION_OF_KIND[channel.kind], event, channel)


def publish_deleted(backend: Backend, old: Message, channel: Channel) -> list[Event]:
    """Take a message away; where a thread hangs on it, its tombstone stays."""
    if backend.workspace.replies(channel.channel_id, old.ts):
        tombstone = Message(
            old.channel,
            old.ts,
            "This message was deleted.",
            user="USLACKBOT",
            thread_ts=old.ts,
            subtype="tombstone",
        )
        return publish_changed(backend, old, tombstone, channel)
    backend.workspace.remove(old)
    event = shapes.deleted_event(old, channel, backend.workspace.next_ts())
    return backend.outbox.publish(shapes.SUBSCRIPTION_OF_KIND[channel.kind], event, channel)


def _own(backend: Backend, channel: Channel, ts: Any, code: str) -> Message:
    message = backend.workspace.message(channel.channel_id, ts)
    if message.bot_id != backend.app.bot_id:
        raise SlackError(code)
    return message


WRITE = ("chat:write",)
METHODS: Methods = {
    "chat.postMessage": Method(post_message, WRITE, ("channel",)),
    "chat.postEphemeral": Method(post_ephemeral, WRITE, ("channel", "user")),
    "chat.update": Method(update, WRITE, ("channel", "ts")),
    "chat.delete": Method(delete, WRITE, ("channel", "ts")),
    "chat.getPermalink": Method(permalink, (), ("channel", "message_ts")),
}

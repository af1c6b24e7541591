"""The methods that open, stack, change and publish views."""

import time
import uuid
from typing import Any

from tests.standin.limits import view_problems
from tests.standin.method import Backend, Method, Methods, parsed
from tests.standin.wire import Json, SlackError, refused
from tests.standin.workspace import Workspace

DEEPEST_STACK = 3


def open_view(backend: Backend, args: Json) -> Json:
    _use_trigger(backend, args)
    view = _accepted(args, "modal")
    return {"view": _keep(backend, view)}


def push(backend: Backend, args: Json) -> Json:
    _use_trigger(backend, args)
    view = _accepted(args, "modal")
    if not backend.views:
        raise SlackError("not_found")
    root = next(reversed(backend.views.values()))["root_view_id"]
    if sum(one["root_view_id"] == root for one in backend.views.values()) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    return {"view": _keep(backend, view, root_view_id=root)}


def update(backend: Backend, args: Json) -> Json:
    view = _accepted(args, "modal")
    old = _find(backend, args)
    _check_hash(args, old)
    return {"view": _keep(backend, view, id=old["id"], root_view_id=old["root_view_id"])}


def publish(backend: Backend, args: Json) -> Json:
    if args["user_id"] not in backend.workspace.people:
        raise SlackError("user_not_found")
    view = _accepted(args, "home")
    old = backend.homes.get(args["user_id"], {})
    _check_hash(args, old)
    kept = _shape(backend, view, **{key: old[key] for key in ("id", "root_view_id") if old})
    backend.homes[args["user_id"]] = kept
    backend.workspace.changed.notify_all()
    return {"view": kept}


def _use_trigger(backend: Backend, args: Json) -> None:
    until = backend.triggers.get(args["trigger_id"])
    if until is None:
        raise SlackError("invalid_trigger_id")
    if until == 0:
        raise SlackError("exchanged_trigger_id")
    if time.monotonic() > until:
        raise SlackError("expired_trigger_id")
    backend.triggers[args["trigger_id"]] = 0


def _accepted(args: Json, kind: str) -> Json:
    view = parsed(args, "view", "invalid_arguments")
    found = view_problems(view)
    if not found and view["type"] != kind:
        found = [f"invalid_arguments: must be a {kind} [json-pointer:/view/type]"]
    if found:
        raise refused("invalid_arguments", [one.partition(": ")[2] for one in found])
    return dict(view)


def _find(backend: Backend, args: Json) -> Json:
    if args.get("view_id") in backend.views:
        return backend.views[args["view_id"]]
    for view in backend.views.values():
        if args.get("external_id") and view["external_id"] == args["external_id"]:
            return view
    raise SlackError("not_found")


def _check_hash(args: Json, old: Json) -> None:
    if args.get("hash") and args["hash"] != old.get("hash"):
        raise SlackError("hash_conflict")


def _keep(backend: Backend, view: Json, **known: Any) -> Json:
    kept = _shape(backend, view, **known)
    backend.views[kept["id"]] = kept
    backend.workspace.changed.notify_all()
    return kept


def _shape(backend: Backend, view: Json, **known: Any) -> Json:
    identifier = known.get("id", f"V{uuid.uuid4().hex[:10].upper()}")
    filled = {"private_metadata": "", "callback_id": "", "external_id": "", **view}
    blocks = [{"block_id": uuid.uuid4().hex[:5], **block} for block in view["blocks"]]
    own = {
        "id": identifier,
        "team_id": Workspace.team_id,
        "app_id": backend.app.app_id,
        "bot_id": backend.app.bot_id,
        "root_view_id": known.get("root_view_id", identifier),
        "state": {"values": {}},
        "hash": f"{time.time_ns()}",
        "blocks": blocks,
    }
    return filled | own


METHODS: Methods = {
    "views.open": Method(open_view, (), ("trigger_id", "view")),
    "views.push": Method(push, (), ("trigger_id", "view")),
    "views.update": Method(update, (), ("view",)),
    "views.publish": Method(publish, (), ("user_id", "view")),
}

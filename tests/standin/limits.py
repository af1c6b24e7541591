"""What Slack would refuse of a message or a view, and why, in Slack's own words where they are known."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tests.standin.kit.blocks import MessageKit, ViewKit

Json = dict[str, Any]

TEXT_LIMIT = 40_000
"""Characters of `text`."""
ALL_TEXT_LIMIT = 13_200
"""Characters of all the blocks' texts together: not documented, seen by others."""

WORDS = {
    "string_too_long": "must be less than {more} characters",
    "string_too_short": "must be more than {less} characters",
    "too_long": "no more than {max_length} items allowed",
    "too_short": "no fewer than {min_length} items allowed",
    "missing": "missing required field: {name}",
    "extra_forbidden": "invalid additional property: {name}",
    "union_tag_invalid": "unsupported type: {tag}",
    "union_tag_not_found": "missing required field: type",
}


def problems(payload: Json) -> list[str]:
    """Return what Slack would refuse of a message (text, blocks, metadata), each as `error_code: words`.

    The words end with a JSON pointer to the fault. `text` has to be there beside blocks as well: Slack only
    warns of its absence, yet without it a notification and a screen reader have nothing to say.
    """
    blocks = payload.get("blocks") or []
    return [
        *_problems_of_text(payload.get("text")),
        *_problems_of_kit(MessageKit, {"blocks": blocks}, "invalid_blocks"),
        *_problems_of_size(blocks),
        *_problems_of_metadata(payload.get("metadata")),
    ]


def view_problems(view: Any) -> list[str]:
    """Return what Slack would refuse of a modal or a home tab, each as `error_code: words`."""
    return _problems_of_kit(ViewKit, {"view": view}, "invalid_arguments")


def _problems_of_text(text: Any) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield "no_text: `text` must be given, beside blocks too [json-pointer:/text]"
    elif len(text) > TEXT_LIMIT:
        yield f"msg_too_long: must be less than {TEXT_LIMIT + 1} characters [json-pointer:/text]"


def _problems_of_size(blocks: Any) -> Iterator[str]:
    total = sum(map(len, _texts(blocks)))
    if total > ALL_TEXT_LIMIT:
        yield f"msg_blocks_too_long: {total} characters in all, of {ALL_TEXT_LIMIT} [json-pointer:/blocks]"


def _problems_of_metadata(metadata: Any) -> Iterator[str]:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        yield "invalid_metadata_format: needs event_type and event_payload alone [json-pointer:/metadata]"
    elif not isinstance(metadata["event_type"], str) or not 0 < len(metadata["event_type"]) <= 255:
        yield "invalid_metadata_format: must be less than 256 characters [json-pointer:/metadata/event_type]"
    elif not isinstance(metadata["event_payload"], dict):
        yield "invalid_metadata_format: must be an object [json-pointer:/metadata/event_payload]"


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for inner in node:
            yield from _texts(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)


def _problems_of_kit(kit: type[BaseModel], payload: Json, code: str) -> list[str]:
    try:
        kit.model_validate(payload)
    except ValidationError as error:
        found = error.errors(include_url=False)
        return [f"{code}: {_words(one)} [json-pointer:{_pointer(one, payload)}]" for one in found]
    return []


def _words(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    words = WORDS.get(error["type"])
    if words is None:
        return error["msg"]
    return words.format(
        **context,
        name=error["loc"][-1] if error["loc"] else "",
        more=context.get("max_length", 0) + 1,
        less=context.get("min_length", 1) - 1,
    )


def _pointer(error: ErrorDetails, payload: Any) -> str:
    """Return the way to the fault; a union's tag (a block's type) is no step of it."""
    steps, node, tagged = "", payload, False
    for step in error["loc"]:
        if isinstance(node, dict) and node.get("type") == step and not tagged:
            tagged = True
            continue
        node = _inside(node, step)
        steps, tagged = f"{steps}/{step}", False
    return steps


def _inside(node: Any, step: int | str) -> Any:
    if isinstance(node, list) and isinstance(step, int):
        return node[step]
    return node.get(step) if isinstance(node, dict) else None

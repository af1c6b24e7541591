"""What can be pressed below an answer."""

from collections.abc import Sequence
from typing import Any

from bot.slack.message import Block
from bot.slack.reference import AnswerReference
from knowledge.answer import Status

DEEPER, PERSON, SHARE, FEEDBACK = "footnote_deeper", "footnote_person", "footnote_share", "footnote_feedback"
HELPFUL, UNHELPFUL = "1", "0"


def answer_buttons(
    reference: AnswerReference, *, can_ask_person: bool, share_label: str = ""
) -> tuple[Block, ...]:
    """Return the blocks below an answer; ``share_label`` is what a private one is shared by.

    Every button carries the answer's reference: nothing needs to be kept for the day it is pressed.
    """
    value = reference.to_value()
    kept = AnswerReference.from_value(value).places  # fewer than the answer's where their paths are endless
    pressed = [
        *([_button(DEEPER, "Go deeper", value)] if kept else []),
        *([_button(SHARE, share_label, value)] if share_label and kept == reference.places != () else []),
        *([_button(PERSON, "Ask a person", value)] if can_ask_person else []),
    ]
    blocks: list[Block] = [{"type": "actions", "elements": pressed}] if pressed else []
    if reference.status is not Status.NOT_COVERED:
        blocks.append({"type": "context_actions", "elements": [_feedback(reference)]})
    return tuple(blocks)


def in_modal(below: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks below an answer as a modal takes them: feedback is ordinary buttons there."""
    return tuple(_ordinary(block) if block["type"] == "context_actions" else block for block in below)


def feedback_value(verdict: str, reference: AnswerReference) -> str:
    """Return what a feedback button carries: the verdict, and the answer with no more than it cited."""
    slim = AnswerReference(reference.id, "", reference.status, "", places=reference.places[:1])
    return verdict + slim.to_value()


def _ordinary(block: Block) -> Block:
    given = [
        element[side] for element in block["elements"] for side in ("positive_button", "negative_button")
    ]
    buttons = [
        _button(f"{FEEDBACK}_{side['value'][:1]}", side["text"]["text"], side["value"])
        | {"accessibility_label": side["accessibility_label"]}
        for side in given
    ]
    return {"type": "actions", "elements": buttons}


def _button(action_id: str, label: str, value: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": value,
    }


def _feedback(reference: AnswerReference) -> dict[str, Any]:
    return {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _verdict("Helpful", HELPFUL, reference),
        "negative_button": _verdict("Not helpful", UNHELPFUL, reference),
    }


def _verdict(label: str, verdict: str, reference: AnswerReference) -> dict[str, Any]:
    return {
        "text": {"type": "plain_text", "text": label},
        "value": feedback_value(verdict, reference),
        "accessibility_label": f"Say that this answer was {label.lower()}",
    }

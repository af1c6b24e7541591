"""What a maintainer makes of a person's reply: a learned question, or the draft of a guide."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.inbox.handovers import Handover
from bot.new_guide import TitleUnusable, file_stem
from bot.printable import printable
from bot.slack.modals import LONGEST_METADATA, Modal
from bot.slack.mrkdwn import disarm, plain_text
from bot.slack.person.asking import RESOLVE
from bot.slack.posting import failures_told
from bot.slack.reference import AnswerReference
from bot.slack.shortening import cut, cut_middle
from bot.slack.words import words_block
from index.folders import replace_file
from knowledge.citing import section_at
from knowledge.guide import Guide

KEEP_SEND = "footnote_keep_send"
QUESTION, SECTION, WORDS, INPUT = "question", "section", "words", "input"
NEW_TEXT = "new"
LONGEST_LABEL, LONGEST_INPUT, MOST_SECTIONS = 75, 3000, 12
EXPLANATION = (
    "If a section answers the question already, choose it: similar questions will find it. If none does, "
    "what is below becomes the draft of a guide, for you to review and add to the guides."
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked of persons in a thread, and what they said."""

    question: str
    replies: str

    @classmethod
    def read(cls, client: WebClient, handover: Handover, bot_user: str) -> "Conversation":
        """Read the thread in Slack, where it is.

        Raises:
            PostFailed: Slack doesn't show it.
        """
        with failures_told():
            found = client.conversations_replies(
                channel=handover.owner_channel, ts=str(handover.owner_ts), limit=200
            )
        parent, *replies = found["messages"]
        said = [reply for reply in replies if not reply.get("bot_id") and not reply.get("subtype")]
        words = [printable(plain_text(reply.get("text") or "", bot_user)).strip() for reply in said]
        return cls(_question_of(parent), "\n\n".join(filter(None, words)))


def _question_of(parent: dict[str, Any]) -> str:
    """Return the question that the button below it carries, "" where it is resolved and the button gone."""
    for block in parent.get("blocks") or []:
        for element in block.get("elements") or []:
            if isinstance(element, dict) and element.get("action_id") == RESOLVE:
                return AnswerReference.from_value(element["value"]).question
    return ""


def keep_modal(answer_id: str, conversation: Conversation, places: Sequence[tuple[str, str, str]]) -> Modal:
    """Return the modal; ``places`` are the path, anchor and name of sections that may answer the question."""
    shown = list(places[:MOST_SECTIONS])
    while len(metadata := _metadata(answer_id, shown)) > LONGEST_METADATA:
        shown.pop()
    options = [_option(name, str(i)) for i, (_, _, name) in enumerate(shown)]
    options.append(_option("None of these: it needs new text", NEW_TEXT))
    select = {"type": "static_select", "action_id": INPUT, "options": options, "initial_option": options[-1]}
    return Modal(
        title="Keep this answer",
        blocks=(
            words_block(EXPLANATION),
            _input(QUESTION, "The question", _text(conversation.question)),
            _input(SECTION, "The section that answers it", select),
            _input(WORDS, "The reply, for the draft", _text(conversation.replies, is_long=True)),
        ),
        callback_id=KEEP_SEND,
        submit="Keep",
        metadata=metadata,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What a maintainer chose: ``place`` is the section's path and anchor, None where it needs new text."""

    answer_id: str
    question: str
    place: tuple[str, str] | None
    words: str

    @classmethod
    def from_view(cls, view: dict[str, Any]) -> "Kept":
        """Read the modal as it was submitted."""
        values, metadata = view["state"]["values"], json.loads(view["private_metadata"])
        chosen = values[SECTION][INPUT]["selected_option"]["value"]
        place = None if chosen == NEW_TEXT else tuple(metadata["places"][int(chosen)])
        question = " ".join((values[QUESTION][INPUT].get("value") or "").split())
        return cls(metadata["id"], question, place, (values[WORDS][INPUT].get("value") or "").strip())


def section_names(guides: Sequence[tuple[Guide | None, str]]) -> list[tuple[str, str, str]]:
    """Return the path, anchor and name of each section that is still there."""
    named = []
    for guide, anchor in guides:
        if guide and (section := section_at(guide, anchor)):
            named.append((guide.path, anchor, cut_middle(list(section.trail), LONGEST_LABEL, " › ")))
    return list(dict.fromkeys(named))


def write_draft(folder: Path, kept: Kept, today: date) -> Path:
    """Write the draft of a guide, never into the guides themselves; the same answer's replaces its draft."""
    try:
        stem = file_stem(kept.question)
    except TitleUnusable:
        stem = "question"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stem[:60]}-{kept.answer_id[:8]}.md"
    title = json.dumps(kept.question or "A question", ensure_ascii=False)
    replace_file(file, f"---\ntitle: {title}\nupdated: {today.isoformat()}\n---\n\n{kept.words}\n")
    return file


def _metadata(answer_id: str, places: Sequence[tuple[str, str, str]]) -> str:
    return json.dumps({"id": answer_id, "places": [[path, anchor] for path, anchor, _ in places]})


def _option(label: str, value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": cut(disarm(label), LONGEST_LABEL) or "…"}, "value": value}


def _input(block_id: str, label: str, element: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    return {"type": "input", "block_id": block_id, "label": text, "element": element}


def _text(words: str, *, is_long: bool = False) -> dict[str, Any]:
    shown = cut(printable(words), LONGEST_INPUT)
    element = {"type": "plain_text_input", "action_id": INPUT, "multiline": is_long}
    return element | ({"initial_value": shown} if shown else {})

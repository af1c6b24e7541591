"""App Home as blocks, within Slack's limits for any guides."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.slack.blocks import linked, words_block
from bot.slack.help import PRIVACY
from bot.slack.message import Block
from bot.slack.mrkdwn import WEB, disarm, safe_url
from bot.slack.shortening import cut
from knowledge.guide_cards import GuideCard

SUGGESTED, FORGET, REINDEX = "footnote_suggested", "footnote_forget", "footnote_reindex"
MOST_GUIDES, MOST_LINES, LONGEST_TITLE, LONGEST_SUMMARY, LARGEST = 60, 30, 150, 300, 30_000
"""Guides and lines that are shown; characters; bytes of all guides' blocks as JSON."""
KEPT = "Kept of you are what you said of answers, under a keyed hash, and questions that a person still has."


@dataclass(frozen=True, slots=True)
class HomePage:
    """What one person sees; ``maintenance`` is None for who isn't a maintainer."""

    cards: Sequence[GuideCard]
    suggestions: Sequence[str]
    today: date
    maintenance: Sequence[str] | None = None
    said: str = ""
    """What came of the last press, "" where there was none."""

    def to_view(self) -> dict[str, Any]:
        """Return what Slack takes."""
        blocks = [
            *([words_block(self.said)] if self.said else []),
            *self._suggested(),
            *self._guides(),
            *self._privacy(),
            *self._maintained(),
        ]
        return {"type": "home", "blocks": blocks}

    def _suggested(self) -> list[Block]:
        buttons = [
            _button(f"{SUGGESTED}_{i}", words, words)
            for i, words in enumerate(filter(str.strip, self.suggestions[:5]))
        ]
        if not buttons:
            return []
        return [_header("Ask me, for example"), {"type": "actions", "elements": buttons}]

    def _guides(self) -> list[Block]:
        if not self.cards:
            return [_header("The guides"), words_block("There is no guide that you may read yet.")]
        blocks: list[Block] = []
        for card in self.cards[:MOST_GUIDES]:
            if len(json.dumps(blocks)) > LARGEST:
                break
            blocks.append(self._guide(card))
        left = len(self.cards) - len(blocks)
        more = [words_block(f"… and {left} more.")] if left else []
        return [_header(f"The guides that answer you: {len(self.cards)}"), *blocks, *more]

    def _guide(self, card: GuideCard) -> Block:
        notes = [f"{card.sections} sections"] if card.sections else []
        notes += [f"updated {card.updated.isoformat()}"] if card.updated else []
        notes += ["due for review"] if card.review_by and card.review_by < self.today else []
        summary = cut(card.summary, LONGEST_SUMMARY)
        about = "".join([f"  ·  {note}" for note in notes] + ([f"\n{summary}"] if summary else []))
        return linked(cut(card.title, LONGEST_TITLE) or card.path, safe_url(card.url, WEB), about)

    def _privacy(self) -> list[Block]:
        button = _button(FORGET, "Delete my data", "forget") | {
            "style": "danger",
            "confirm": {
                "title": _plain("Delete my data?"),
                "text": _plain("Your feedback and your open questions are deleted. Messages in Slack stay."),
                "confirm": _plain("Delete"),
                "deny": _plain("Keep"),
            },
        }
        return [
            _header("Your privacy"),
            words_block(f"{PRIVACY} {KEPT}"),
            {"type": "actions", "elements": [button]},
        ]

    def _maintained(self) -> list[Block]:
        if self.maintenance is None:
            return []
        lines = [cut(line, 500) for line in self.maintenance[:MOST_LINES]]
        return [
            _header("For maintainers"),
            words_block("\n".join(lines) or "…"),
            {"type": "actions", "elements": [_button(REINDEX, "Re-index", "reindex")]},
        ]


def _header(words: str) -> Block:
    return {"type": "header", "text": _plain(words)}


def _button(action_id: str, label: str, value: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": _plain(cut(disarm(label), 75)), "value": value}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}

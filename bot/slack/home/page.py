"""App Home as blocks, within Slack's limits for any guides."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.printable import printable
from bot.slack.message import Block
from bot.slack.mrkdwn import disarm
from bot.slack.shortening import cut
from bot.slack.words import linked, words_block
from knowledge.guide_cards import GuideCard

SUGGESTED, FORGET, REINDEX = "footnote_suggested", "footnote_forget", "footnote_reindex"
GUIDES_PAGE = "footnote_guides"
MOST_SUGGESTED, MOST_GUIDES, LARGEST = 5, 20, 30_000
"""Suggestions; guides of a page, and bytes of their blocks as JSON."""
MOST_LINES, LONGEST_LINE, LONGEST_LABEL = 40, 300, 75
KEPT = "Kept of you are what you said of answers, under a keyed hash, and questions that a person still has."
NO_GUIDES = "There is no guide here that you may read."
NOT_NOW = "I can't look at the guides just now. Please open this page again in a minute."


@dataclass(frozen=True, slots=True)
class HomePage:
    """What one person sees; ``maintenance`` is None for who isn't a maintainer, ``number`` a page from 0."""

    cards: Sequence[GuideCard]
    suggestions: Sequence[str]
    today: date
    privacy: str
    maintenance: Sequence[str] | None = None
    said: str = ""
    """What came of the last press, "" where there was none."""
    instead: str = NO_GUIDES
    """What is said where there are no guides."""
    number: int = 0

    def to_view(self) -> dict[str, Any]:
        """Return what Slack takes."""
        said = [words_block(cut(self.said, LONGEST_LINE))] if self.said else []
        blocks = [*said, *self._suggested(), *self._guides(), *self._privacy(), *self._maintained()]
        return {"type": "home", "blocks": blocks}

    def _suggested(self) -> list[Block]:
        shown = [words for words in self.suggestions if words.strip()][:MOST_SUGGESTED]
        if not shown:
            return []
        buttons = [_button(f"{SUGGESTED}_{i}", words, words) for i, words in enumerate(shown)]
        return [_header("Ask me, for example"), {"type": "actions", "elements": buttons}]

    def _guides(self) -> list[Block]:
        if not self.cards:
            return [_header("The guides"), words_block(self.instead)]
        pages = list(self._pages())
        at = max(0, min(self.number, len(pages) - 1))
        buttons = [*_turn("Previous", at - 1, len(pages)), *_turn("Next", at + 1, len(pages))]
        turned = [{"type": "actions", "elements": buttons}] if buttons else []
        return [_header(self._title(at, len(pages))), *pages[at], *turned]

    def _title(self, at: int, count: int) -> str:
        title = f"The guides that answer you: {len(self.cards)}"
        return f"{title} (page {at + 1} of {count})" if count > 1 else title

    def _pages(self) -> Iterator[list[Block]]:
        """Yield as many guides at a time as a page holds."""
        page: list[Block] = []
        size = 0
        for card in self.cards:
            block = self._guide(card)
            own = len(json.dumps(block))
            if page and (len(page) == MOST_GUIDES or size + own > LARGEST):
                yield page
                page, size = [], 0
            page.append(block)
            size += own
        yield page

    def _guide(self, card: GuideCard) -> Block:
        count = f"{card.sections} section{'' if card.sections == 1 else 's'}"
        notes = [count] if card.sections else []
        notes += [f"updated {card.updated.isoformat()}"] if card.updated else []
        notes += ["due for review"] if card.review_by and card.review_by < self.today else []
        return linked((card.title, card.path), card.url, notes, card.summary)

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
        said = words_block(f"{self.privacy} {KEPT}")
        return [_header("Your privacy"), said, {"type": "actions", "elements": [button]}]

    def _maintained(self) -> list[Block]:
        if self.maintenance is None:
            return []
        lines = [cut(printable(line), LONGEST_LINE) for line in self.maintenance[:MOST_LINES]]
        return [
            _header("For maintainers"),
            words_block("\n".join(lines) or "…"),
            {"type": "actions", "elements": [_button(REINDEX, "Re-index", "reindex")]},
        ]


def _turn(label: str, to: int, count: int) -> Sequence[dict[str, Any]]:
    """Return the button that turns to a page, if there is such a page."""
    return [_button(f"{GUIDES_PAGE}_{label.lower()}", label, str(to))] if 0 <= to < count else ()


def _header(words: str) -> Block:
    return {"type": "header", "text": _plain(words)}


def _button(action_id: str, label: str, value: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action_id,
        "text": _plain(cut(disarm(label), LONGEST_LABEL)),
        "value": value,
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}

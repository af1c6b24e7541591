"""What `/ask` alone gets: what the bot does, what it knows, how private it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.message import Message
from bot.slack.shortening import cut
from bot.slack.words import render_words
from knowledge.guide_cards import GuideCard

MOST_TITLES, LONGEST_TITLE = 12, 80
PRIVACY = (
    "Nothing that you ask leaves our machine but for Slack itself, no model learns from it, and your words "
    "are erased once you have your answer. Please leave out personal data all the same."
)
KEPT_DAYS = (
    "With one exception: questions that the guides don't answer are kept for at most {days} days, without "
    "your name and without the personal data that I find, so that what is missing gets written."
)
HOW = (
    "Ask me a question: /ask may I paste customer data into ChatGPT? Only you see the answer, and you can "
    "share it. Or mention me in a channel, write to me directly, or choose “Answer from the guides” in a "
    "message's menu. I answer with passages from our guides, word for word, and say so when they are silent."
)


def privacy_notice(kept_days: int) -> str:
    """Return what happens to questions; unanswered ones are kept for ``kept_days``, for 0 not at all."""
    return f"{PRIVACY} {KEPT_DAYS.format(days=kept_days)}" if kept_days else PRIVACY


@dataclass(frozen=True, slots=True)
class Help:
    """The help for somebody who may see the guides of ``cards``; ``privacy`` says what is kept."""

    cards: Sequence[GuideCard]
    privacy: str = PRIVACY

    def render(self) -> Message:
        """Return the message."""
        titles = [cut(card.title, LONGEST_TITLE) for card in self.cards[:MOST_TITLES]]
        more = len(self.cards) - len(titles)
        known = (
            f"I know {len(self.cards)} {'guide' if len(self.cards) == 1 else 'guides'}: {', '.join(titles)}"
        )
        known += f" and {more} more." if more else "."
        return render_words("\n\n".join([HOW, known if self.cards else "I know no guide yet.", self.privacy]))

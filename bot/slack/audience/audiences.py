"""Which guides may be shown in reply to a question: by their audience, the channel, and who asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from bot.channel_settings import ChannelSettings
from bot.inbox.question import IncomingQuestion, Task
from bot.slack.audience.people import People, union
from knowledge.guide_cards import GuideCard, for_everyone

NO_GUESTS = "I answer members of this organisation only. Please ask somebody here."
NO_SHARED = "I don't answer in channels that are shared with other organisations. Please ask me directly."
NOBODY: frozenset[str] = frozenset()
_PRESSED = frozenset({Task.SHARE, Task.ASK_PERSON})
"""What a press leads to: unlike an event it doesn't say whether the channel is shared."""


@dataclass(frozen=True, slots=True)
class Visible:
    """The paths of guides that may be shown ``here``, where the reply goes, and to the ``asker`` alone.

    ``refusal`` says why nothing may be, "" where something may.
    """

    here: frozenset[str]
    asker: frozenset[str]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Audiences:
    """Knows who may see what; what can't be looked up is shown to nobody but in guides for everyone.

    ``channel`` returns what holds in a channel. Guests, and channels of several organisations, get guides for
    everyone if ``answers_outsiders``, else nothing.
    """

    people: People
    channel: Callable[[str], ChannelSettings]
    answers_outsiders: bool
    bot_user: str

    def visible(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> Visible:
        """Return what may be shown in reply to a question."""
        there = _named(self.channel(asked.channel).guides, cards)
        public = for_everyone(there)
        is_shared = asked.is_shared or (asked.task in _PRESSED and self.people.is_shared(asked.channel))
        is_outsider = is_shared or self._is_outsider(asked)
        if is_outsider and not self.answers_outsiders:
            return Visible(NOBODY, NOBODY, NO_SHARED if is_shared else NO_GUESTS)
        limited = [card for card in there if not card.is_for_everyone]
        if is_outsider is not False or not limited:
            return Visible(public, public)
        asker = public | {card.path for card in limited if asked.user in self._readers(card)}
        if asked.is_private or asked.channel.startswith("D"):
            return Visible(asker, asker)
        here = public | {card.path for card in limited if self._all_may(asked.channel, card)}
        return Visible(here & asker, asker)

    def _is_outsider(self, asked: IncomingQuestion) -> bool | None:
        return self.people.is_outsider(asked.team, asked.user) if asked.user else None

    def _readers(self, card: GuideCard) -> frozenset[str]:
        """Return who may read a guide, as far as that is known."""
        groups = (self.people.of_group(named) for named in card.audience if named.startswith("S"))
        channels = (self.people.of_channel(named) for named in card.audience if named[0] in "CG")
        return union(groups) | union(channels)

    def _all_may(self, channel: str, card: GuideCard) -> bool:
        """Tell whether everybody in a channel may read a guide: one who may not decides."""
        if channel in card.audience:
            return True
        members = self.people.of_channel(channel)
        return members is not None and members - {self.bot_user} <= self._readers(card)


def _named(patterns: Sequence[str], cards: Sequence[GuideCard]) -> Sequence[GuideCard]:
    """Return the guides that a channel is to be answered from."""
    if not patterns:
        return cards
    return [card for card in cards if any(fnmatchcase(card.path, pattern) for pattern in patterns)]

"""Who can be asked about an answer: the channel of its guide's owner, or the default one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.settings import Settings
from knowledge.guide_cards import GuideCard

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")


@dataclass(frozen=True, slots=True)
class Owners:
    """Finds the channel where a person is asked."""

    settings: Settings
    cards: Callable[[], Sequence[GuideCard]]

    def channel_of(self, asked_in: str, owner: str | None) -> str | None:
        """Return the channel for a question asked in a channel and answered from ``owner``'s guide.

        The channel's own setting comes first, then the owner's channel, then the default; None: there is
        none.
        """
        named = self.settings.channel(asked_in).owner or self.settings.owners.get(owner or "")
        if named is None and owner and _CHANNEL.fullmatch(owner):
            named = owner
        return named or self.settings.help_channel

    def may_be(self, channel: str) -> bool:
        """Tell whether persons are asked in a channel."""
        settings = self.settings
        named = {settings.help_channel, *settings.owners.values()}
        named |= {one.owner for one in settings.channels.values()}
        return channel in named or channel in {card.owner for card in self.cards()}

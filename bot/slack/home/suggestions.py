"""Questions to begin with, in the guides' own words: only those that the guides answer."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.printable import printable_line
from bot.slack.answering import ProvingAnswerer
from bot.slack.mrkdwn import mentions_anybody
from knowledge.answer import Status
from knowledge.guide_cards import GuideCard
from knowledge.templates import mask

MOST_TRIED, MOST_FOUND, ENOUGH = 200, 40, 12
"""What is tried, and kept, of a generation; mere headings are tried only until there are enough."""
LONGEST = 75
"""Characters of a suggestion: a button takes no more."""
BEGINS_AFTER_SECONDS, RESTS = 30.0, 4
"""When the search begins, unless somebody looks before; and how many times as long as a question took nothing
is tried: starting and answering have the processor first."""
_ASKS = ("?", "？", "؟")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, or a heading, that the guide at ``path`` answers."""

    path: str
    words: str


@dataclass(slots=True)
class Suggestions:
    """Finds suggestions once for each generation of the guides, one question at a time."""

    answerer: Callable[[], ProvingAnswerer]
    clock: Callable[[], float] = time.monotonic
    _generation: str = ""
    _search: Iterator[Suggestion | None] = field(default_factory=lambda: iter(()))
    _before: tuple[Suggestion, ...] = ()
    """Those of the generation before, until the search has ended."""
    _found: tuple[Suggestion, ...] = ()
    _not_before: float = field(init=False)
    _is_wanted: bool = False

    def __post_init__(self) -> None:
        self._not_before = self.clock() + BEGINS_AFTER_SECONDS

    def for_reader(self, visible: frozenset[str], most: int) -> list[str]:
        """Return at most ``most`` suggestions for somebody who may read the guides at some paths."""
        self._is_wanted = True
        known = (*self._found, *self._before)
        return list(dict.fromkeys(one.words for one in known if one.path in visible))[:most]

    def look_further(self) -> None:
        """Try one more question; to be called in the background, again and again."""
        started = self.clock()
        if started < self._not_before and (self._generation or not self._is_wanted):
            return
        try:
            self._try_next()
        except Exception as error:  # noqa: BLE001 - without suggestions all else goes on
            # The text of an error may quote a guide.
            _LOG.warning("No more suggestions are looked for: %s", type(error).__name__)
            self._search = iter(())
        self._not_before = started + (1 + RESTS) * (self.clock() - started)

    def _try_next(self) -> None:
        answerer = self.answerer()
        if answerer.generation != self._generation:
            self._generation, self._search = answerer.generation, _search(answerer)
            self._before, self._found = self._found, ()
        try:
            found = next(self._search)
        except StopIteration:
            self._before = ()
        else:
            self._found += (found,) if found else ()


def _search(answerer: ProvingAnswerer) -> Iterator[Suggestion | None]:
    """Yield what is answered by the guide that it is from, and None for every other step."""
    everything = frozenset(card.path for card in answerer.cards)
    # First those that everybody sees: whoever opens the page has something to begin with.
    cards = sorted(answerer.cards, key=lambda card: not card.is_for_everyone)
    tried, found = set[str](), 0
    for most, offers in ((MOST_FOUND, _questions), (ENOUGH, _headings)):
        for offer in _in_turn([offers(card, answerer) for card in cards]):
            if len(tried) >= MOST_TRIED or found >= most:
                break
            if offer is None or offer.words.casefold() in tried:
                yield None
                continue
            tried.add(offer.words.casefold())
            is_good = _is_answered(offer, answerer, everything)
            found += is_good
            yield offer if is_good else None


def _is_answered(offer: Suggestion, answerer: ProvingAnswerer, everything: frozenset[str]) -> bool:
    answer = answerer.answer(offer.words, everything)
    is_its_own = bool(answer.citations) and answer.citations[0].path == offer.path
    return answer.status is Status.ANSWERED and is_its_own


def _in_turn(offers: Sequence[Iterator[Suggestion]]) -> Iterator[Suggestion | None]:
    """Yield the first of each guide, then the second of each; None where a guide has no more."""
    waiting = deque(offers)
    while waiting:
        own = waiting.popleft()
        offer = next(own, None)
        if offer:
            waiting.append(own)
        yield offer


def _questions(card: GuideCard, answerer: ProvingAnswerer) -> Iterator[Suggestion]:
    """Yield the questions that a guide names, then the headings that ask."""
    yield from _fit(card, card.questions)
    yield from _fit(card, [said for said in _all_headings(card, answerer) if said.endswith(_ASKS)])


def _headings(card: GuideCard, answerer: ProvingAnswerer) -> Iterator[Suggestion]:
    """Yield the headings of more than a word that don't ask."""
    said = [said for said in _all_headings(card, answerer) if not said.endswith(_ASKS)]
    yield from _fit(card, [words for words in said if len(words.split()) > 1])


def _all_headings(card: GuideCard, answerer: ProvingAnswerer) -> Sequence[str]:
    guide = answerer.guide(card.path)
    return [section.heading for section in guide.sections] if guide else []


def _fit(card: GuideCard, offered: Sequence[str]) -> Iterator[Suggestion]:
    """Yield what a button can say in full; a site generator's remains are nobody's words."""
    for words in map(printable_line, offered):
        if words and len(words) <= LONGEST and mask(words) == words and not mentions_anybody(words):
            yield Suggestion(card.path, words)

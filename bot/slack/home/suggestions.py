"""Questions to begin with, in the guides' own words: only those that the guides answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from bot.printable import printable
from bot.slack.answering import ProvingAnswerer
from bot.slack.mrkdwn import mentions_anybody
from knowledge.answer import Status
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard

MOST_TRIED, MOST_FOUND, LONGEST = 40, 12, 75
"""Questions that are asked to find those that are answered; characters of one, as a button takes."""
LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, or a heading, that the guide at ``path`` answers."""

    path: str
    words: str


@dataclass(slots=True)
class Suggestions:
    """Finds suggestions once for each generation of the guides."""

    answerer: Callable[[], ProvingAnswerer]
    _generation: str = ""
    _found: tuple[Suggestion, ...] = field(default=())

    def for_reader(self, visible: frozenset[str], most: int) -> list[str]:
        """Return at most ``most`` suggestions for somebody who may read the guides at some paths."""
        answerer = self.answerer()
        if self._generation != answerer.generation:
            self._found = tuple(islice(_answered(answerer), MOST_FOUND))
            self._generation = answerer.generation
        return [found.words for found in self._found if found.path in visible][:most]


def _answered(answerer: ProvingAnswerer) -> Iterator[Suggestion]:
    everything = frozenset(card.path for card in answerer.cards)
    for suggestion in islice(_in_turn(answerer), MOST_TRIED):
        answer = answerer.answer(suggestion.words, everything)
        is_its_own = bool(answer.citations) and answer.citations[0].path == suggestion.path
        if answer.status is Status.ANSWERED and is_its_own:
            yield suggestion


def _in_turn(answerer: ProvingAnswerer) -> Iterator[Suggestion]:
    """Yield what each guide offers, the guides by turns: the first of each, then the second of each."""
    offers = [_offered(card, answerer.guide(card.path)) for card in answerer.cards]
    seen: set[str] = set()
    for round_ in zip_longest(*offers):
        for suggestion in round_:
            if suggestion and suggestion.words.casefold() not in seen:
                seen.add(suggestion.words.casefold())
                yield suggestion


def _offered(card: GuideCard, guide: Guide | None) -> Sequence[Suggestion]:
    """Return a guide's own questions, then its headings, those that ask first."""
    headings = [section.heading for section in guide.sections] if guide else []
    headings.sort(key=lambda heading: not heading.endswith("?"))
    words = (" ".join(printable(said).split()) for said in (*card.questions, *headings))
    return [Suggestion(card.path, said) for said in words if _is_fit(said)]


def _is_fit(words: str) -> bool:
    return len(words.split()) >= LEAST_WORDS and len(words) <= LONGEST and not mentions_anybody(words)

"""From counts to what a maintainer wants to know: where to write next, and what nobody gets to see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.gaps.sections import KnownSections, NamedSection
from bot.inbox.asked_about import SectionPlace
from bot.inbox.feedback import FeedbackCount
from bot.inbox.tallies import Tally
from knowledge.answer import Status


@dataclass(frozen=True, slots=True)
class Counts:
    """Questions by what came of them; ``share_answered`` is None where there were none."""

    asked: int
    answered: int
    related: int
    not_covered: int
    share_answered: float | None

    @classmethod
    def from_tallies(cls, tallies: Iterable[Tally]) -> "Counts":
        """Add up the questions of some counts."""
        found: Counter[Status] = Counter()
        for tally in tallies:
            found[tally.status] += tally.questions
        asked, answered = found.total(), found[Status.ANSWERED]
        share = answered / asked if asked else None
        return cls(asked, answered, found[Status.RELATED], found[Status.NOT_COVERED], share)

    @property
    def unanswered(self) -> int:
        """How many got links at best."""
        return self.related + self.not_covered


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """The questions of an ISO week."""

    week: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class SectionGap:
    """A section near which questions went unanswered; ``by_week`` has those of each week."""

    section: NamedSection
    counts: Counts
    by_week: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SectionFeedback:
    """A section whose answers didn't help; ``reasons`` has how often which was given."""

    section: NamedSection
    unhelpful: int
    helpful: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that ask for much the same; ``name`` is the most central, ``others`` come after it."""

    name: str
    others: tuple[str, ...]
    questions: int
    related: int
    not_covered: int
    latest: str
    nearest: NamedSection


@dataclass(frozen=True, slots=True)
class Topics:
    """What was asked more than once, most often first; ``alone`` questions are like no other, and hidden."""

    topics: tuple[Topic, ...]
    alone: int


@dataclass(frozen=True, slots=True)
class GapsReport:
    """Where the guides fall short; ``topics`` is None where no question was kept.

    ``never_cited`` are the sections with text that no reply quoted or linked, none where nothing was asked.
    """

    guides: str
    generation: str
    at: datetime
    counts: Counts
    weeks: tuple[WeekCounts, ...]
    sections: tuple[SectionGap, ...]
    never_cited: tuple[NamedSection, ...]
    feedback: tuple[SectionFeedback, ...]
    topics: Topics | None


def week_counts(tallies: Sequence[Tally], weeks: Sequence[str]) -> tuple[WeekCounts, ...]:
    """Return the questions of each week, in order."""
    return tuple(
        WeekCounts(week, Counts.from_tallies(t for t in tallies if t.week == week)) for week in weeks
    )


def section_gaps(
    tallies: Sequence[Tally], weeks: Sequence[str], known: KnownSections
) -> tuple[SectionGap, ...]:
    """Return the sections with unanswered questions near them, the most first."""
    places: dict[SectionPlace, list[Tally]] = {}
    for tally in tallies:
        places.setdefault(tally.place, []).append(tally)
    gaps = [
        SectionGap(
            known.named(place), Counts.from_tallies(own), tuple(_unanswered(own, week) for week in weeks)
        )
        for place, own in sorted(places.items())
    ]
    return tuple(sorted((g for g in gaps if g.counts.unanswered), key=lambda gap: -gap.counts.unanswered))


def never_cited(tallies: Sequence[Tally], known: KnownSections) -> tuple[NamedSection, ...]:
    """Return the sections with text that no reply cited, in the order of the guides."""
    if not tallies:
        return ()
    cited = {tally.place for tally in tallies if tally.cited}
    return tuple(known.named(place) for place in known.quotable if place not in cited)


def unhelpful_sections(counts: Iterable[FeedbackCount], known: KnownSections) -> tuple[SectionFeedback, ...]:
    """Return the sections whose answers didn't help somebody, the most often first."""
    return tuple(
        SectionFeedback(known.named(count.place), count.unhelpful, count.helpful, count.reasons)
        for count in counts
        if count.unhelpful
    )


def _unanswered(tallies: Iterable[Tally], week: str) -> int:
    return sum(t.questions for t in tallies if t.week == week and t.status is not Status.ANSWERED)

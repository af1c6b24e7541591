"""What maintainers see of the index, of what went unanswered and of what people said."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.inbox.asked_about import weeks_until
from bot.inbox.errors import InboxUnavailable
from bot.inbox.feedback import REASONS, FeedbackCount, read_feedback, read_weeks
from bot.inbox.inbox import Inbox
from bot.inbox.tallies import Tally, read_tallies
from knowledge.answer import Status

WEEKS, MOST_SECTIONS = 4, 5
NO_COUNTS = "What was asked can't be read just now: the database fails."


def _nothing(asked_by: str, when_done: Callable[[], object]) -> None:
    del asked_by, when_done


@dataclass(frozen=True, slots=True)
class IndexUpkeep:
    """What a running bot can be told and asked about its index."""

    reindex: Callable[[str, Callable[[], object]], None] = _nothing
    """Asks for an indexing, with who wants it and what is called when it has ended, well or not."""
    state: Callable[[], Sequence[str]] = tuple
    """Returns lines on the index that answers, and on the last indexing."""
    topics: Callable[[], Sequence[str]] = tuple
    """Returns lines on what was asked more than once without an answer."""


NO_UPKEEP = IndexUpkeep()


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Reports to maintainers in lines of words."""

    inbox: Inbox
    upkeep: IndexUpkeep

    def lines(self) -> list[str]:
        """Return the state of the index, and what was counted in the last weeks."""
        since = weeks_until(self.inbox.clock(), WEEKS)[0]
        try:
            with self.inbox.transaction() as connection:
                counted, said = read_tallies(connection, since), read_feedback(connection, since)
                weeks = read_weeks(connection, since)
        except InboxUnavailable:
            return [*self.upkeep.state(), NO_COUNTS]
        unanswered = [*_unanswered(counted), *self.upkeep.topics()]
        return [*self.upkeep.state(), _questions(counted), *unanswered, *_feedback(said, weeks)]


def _questions(tallies: Sequence[Tally]) -> str:
    found: Counter[Status] = Counter()
    for tally in tallies:
        found[tally.status] += tally.questions
    parts = ", ".join(f"{found[status]} {status.value.replace('_', ' ')}" for status in Status)
    return f"Questions in the last {WEEKS} weeks: {parts}."


def _unanswered(tallies: Sequence[Tally]) -> list[str]:
    """Return the sections near which most went unanswered."""
    near: Counter[str] = Counter()
    for tally in tallies:
        if tally.status is not Status.ANSWERED and tally.questions:
            place = tally.place
            named = f"{place.path}#{place.anchor}" if place.anchor else place.path
            near[named or "nothing in the guides"] += tally.questions
    if not near:
        return []
    return [
        "Unanswered, by what came nearest:",
        *(f"• {n} × {name}" for name, n in near.most_common(MOST_SECTIONS)),
    ]


def _feedback(counts: Sequence[FeedbackCount], weeks: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    """Yield what was said in all with the reasons, and then by week."""
    helpful, unhelpful = sum(c.helpful for c in counts), sum(c.unhelpful for c in counts)
    reasons: Counter[str] = Counter()
    for count in counts:
        reasons.update(count.reasons)
    why = ", ".join(f"{label.lower()} {reasons[name]}" for name, label in REASONS.items() if reasons[name])
    yield f"Feedback: {helpful} helpful, {unhelpful} not" + (f" ({why})." if why else ".")
    for week, good, bad in weeks:
        yield f"• {week}: {good} helpful, {bad} not"

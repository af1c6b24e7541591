"""What people say of answers: whether they helped, and why not; one word a person and answer, the last."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, func, select, update

from bot.inbox.asked_about import SectionPlace
from bot.inbox.schema import FEEDBACK
from bot.inbox.tallies import UPSERTS

REASONS: Mapping[str, str] = {
    "wrong": "Wrong section",
    "outdated": "Out of date",
    "unclear": "Not clear",
    "missing": "Something is missing",
}
"""Why an answer didn't help, and how that is said."""
_F = FEEDBACK.c


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's word on an answer; ``asker`` is a keyed hash, ``place`` the first section that was cited."""

    answer_id: str
    asker: str
    is_helpful: bool
    week: str
    place: SectionPlace
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often answers from a section helped and didn't, and why not."""

    place: SectionPlace
    helpful: int
    unhelpful: int
    reasons: Mapping[str, int]


def keep(connection: Connection, feedback: Feedback) -> None:
    """Keep a word, in place of an earlier one of the same person on the same answer."""
    said = {
        "is_helpful": feedback.is_helpful,
        "reason": feedback.reason,
        "week": feedback.week,
        "path": feedback.place.path,
        "anchor": feedback.place.anchor,
    }
    new = UPSERTS[connection.dialect.name](FEEDBACK).values(
        answer_id=feedback.answer_id, asker=feedback.asker, **said
    )
    connection.execute(new.on_conflict_do_update(index_elements=list(FEEDBACK.primary_key), set_=said))


def give_reason(connection: Connection, answer_id: str, asker: str, reason: str) -> bool:
    """Add why an answer didn't help; return False where the person took their word back meanwhile."""
    theirs = (_F.answer_id == answer_id, _F.asker == asker, ~_F.is_helpful)
    return connection.execute(update(FEEDBACK).where(*theirs).values(reason=reason)).rowcount > 0


def read_feedback(connection: Connection, since: str) -> list[FeedbackCount]:
    """Return what was said from the week ``since`` on, by section, the least helpful first."""
    counted = select(_F.path, _F.anchor, _F.is_helpful, _F.reason, func.count()).where(_F.week >= since)
    grouped = counted.group_by(_F.path, _F.anchor, _F.is_helpful, _F.reason)
    found: dict[SectionPlace, Counter[str]] = {}
    for path, anchor, is_helpful, reason, count in connection.execute(grouped):
        said = found.setdefault(SectionPlace(path, anchor), Counter())
        said["helpful" if is_helpful else f"not {reason}"] += count
    return sorted(
        (_counted(place, said) for place, said in found.items()), key=lambda one: (-one.unhelpful, one.place)
    )


def read_weeks(connection: Connection, since: str) -> list[tuple[str, int, int]]:
    """Return the weeks from ``since`` on in which people said that answers helped, and didn't: how often."""
    helpful = func.sum(case((_F.is_helpful, 1), else_=0))
    counted = select(_F.week, helpful, func.count()).where(_F.week >= since).group_by(_F.week)
    found = connection.execute(counted.order_by(_F.week))
    return [(week, int(good), int(every) - int(good)) for week, good, every in found]


def forget_feedback(connection: Connection, before: str) -> int:
    """Delete what was said before the week ``before``; return how many words that were."""
    return connection.execute(delete(FEEDBACK).where(_F.week < before)).rowcount


def _counted(place: SectionPlace, said: Counter[str]) -> FeedbackCount:
    unhelpful = {name.removeprefix("not "): count for name, count in said.items() if name != "helpful"}
    reasons = {reason: unhelpful[reason] for reason in REASONS if reason in unhelpful}
    return FeedbackCount(place, said["helpful"], sum(unhelpful.values()), reasons)

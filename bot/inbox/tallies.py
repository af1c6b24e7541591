"""Counts of where questions led, and the redacted words of unanswered ones: written, read and forgotten."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.inbox.asked_about import AskedAbout, SectionPlace, week_of
from bot.inbox.schema import ASKED_ABOUT, UNANSWERED
from knowledge.answer import Status

KEPT_WEEKS = 104
"""So long counts are kept."""
_DAY_SECONDS = 86_400.0
UPSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a week and status were nearest to a section, and how many answers cited it."""

    week: str
    place: SectionPlace
    status: Status
    questions: int
    cited: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The redacted words of a question that wasn't answered."""

    week: str
    text: str
    status: Status
    nearest: SectionPlace


def note(connection: Connection, about: AskedAbout, week: str) -> None:
    """Count where a question of ``week`` led, and keep what is to be kept of its words."""
    for place, questions, cited in about.counts():  # sorted: processes lock rows in one order
        new = UPSERTS[connection.dialect.name](ASKED_ABOUT).values(
            week=week,
            path=place.path,
            anchor=place.anchor,
            status=about.status.value,
            questions=questions,
            cited=cited,
        )
        sums = {name: ASKED_ABOUT.c[name] + new.excluded[name] for name in ("questions", "cited")}
        connection.execute(new.on_conflict_do_update(index_elements=list(ASKED_ABOUT.primary_key), set_=sums))
    if about.redacted is not None:
        kept = {"text": about.redacted, "status": about.status.value}
        where = {"path": about.nearest.path, "anchor": about.nearest.anchor}
        connection.execute(insert(UNANSWERED).values(id=uuid.uuid4().hex, week=week, **kept, **where))


def read_tallies(connection: Connection, since: str) -> list[Tally]:
    """Return all counts from the week ``since`` on, by week and section."""
    kept = select(ASKED_ABOUT).where(ASKED_ABOUT.c.week >= since).order_by(*ASKED_ABOUT.primary_key)
    return [
        Tally(row.week, SectionPlace(row.path, row.anchor), Status(row.status), row.questions, row.cited)
        for row in connection.execute(kept)
    ]


def read_unanswered(connection: Connection, since: str, most: int) -> list[Unanswered]:
    """Return at most ``most`` unanswered questions from the week ``since`` on, the newest weeks first."""
    columns = UNANSWERED.c
    order = (columns.week.desc(), columns.text, columns.path, columns.anchor)
    kept = select(UNANSWERED).where(columns.week >= since).order_by(*order).limit(most)
    return [
        Unanswered(row.week, row.text, Status(row.status), SectionPlace(row.path, row.anchor))
        for row in connection.execute(kept)
    ]


def forget(connection: Connection, now: float, days: int) -> None:
    """Delete the words of questions whose week began ``days`` ago, all of them for 0, and counts of old.

    Only the week of a question is known, so its words are kept for ``days`` at most.
    """
    words = delete(UNANSWERED)
    if days:
        words = words.where(UNANSWERED.c.week <= week_of(now - days * _DAY_SECONDS))
    connection.execute(words)
    old = week_of(now - KEPT_WEEKS * 7 * _DAY_SECONDS)
    connection.execute(delete(ASKED_ABOUT).where(ASKED_ABOUT.c.week <= old))

"""`footnote gaps`: what to write next, in the terminal, as JSON and as a page."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.bootstrap_quality import group_questions, load_guides
from bot.eval_tables import print_rows
from bot.gaps.page import write_page
from bot.gaps.report import (
    Counts,
    GapsReport,
    Topics,
    never_cited,
    section_gaps,
    unhelpful_sections,
    week_counts,
)
from bot.gaps.rows import (
    TOPICS,
    feedback_rows,
    never_cited_rows,
    section_rows,
    summary,
    topic_note,
    week_rows,
)
from bot.gaps.sections import KnownSections
from bot.inbox.asked_about import weeks_until
from bot.inbox.database import open_database
from bot.inbox.feedback import FeedbackCount, read_feedback
from bot.inbox.tallies import Tally, Unanswered, read_tallies, read_unanswered
from bot.places import database_url
from bot.printable import printable, printable_json, printable_line
from bot.settings import Settings

MOST_SECTIONS, MOST_NEVER_CITED = 20, 20
MOST_QUESTIONS = 2000
"""The newest that topics are made of: each is compared with each."""
_JSON = TypeAdapter(GapsReport)


def show_gaps(settings: Settings, weeks: int, *, html: Path | None, as_json: bool) -> None:
    """Print what the last ``weeks`` weeks' questions tell of the guides, and write it as a page to ``html``.

    Raises:
        DatabaseOutOfReach: the inbox's database can't be opened.
        IndexMissing: there is no index.
    """
    report = find_gaps(settings, weeks, datetime.now(UTC))
    if as_json:
        sys.stdout.write(printable_json(_JSON.dump_json(report).decode()) + "\n")
    else:
        print_gaps(report, Console(highlight=False))
    if html:
        write_page(report, html)


def find_gaps(settings: Settings, weeks: int, now: datetime) -> GapsReport:
    """Hold what was counted in the last ``weeks`` weeks against the guides as they are indexed now."""
    names = weeks_until(now.timestamp(), weeks)
    tallies, kept, said = _counted(settings, names[0])
    generation, corpus = load_guides(settings)
    known = KnownSections.from_corpus(corpus)
    return GapsReport(
        guides=settings.guides.resolve().name,
        generation=generation,
        at=now,
        counts=Counts.from_tallies(tallies),
        weeks=week_counts(tallies, names),
        sections=section_gaps(tallies, names, known),
        never_cited=never_cited(tallies, known),
        feedback=unhelpful_sections(said, known),
        topics=group_questions(settings, kept, known) if kept else None,
    )


def print_gaps(report: GapsReport, console: Console) -> None:
    """Print the report's tables, what is most urgent first."""
    console.print(Text(printable(summary(report)), style="bold"))
    console.print()
    print_rows(section_rows(report.sections, MOST_SECTIONS), console)
    _print_topics(report.topics, console)
    print_rows(feedback_rows(report.feedback, MOST_SECTIONS), console)
    print_rows(never_cited_rows(report.never_cited, MOST_NEVER_CITED), console)
    print_rows(week_rows(report.weeks), console)


def _print_topics(topics: Topics | None, console: Console) -> None:
    """Print a few lines a topic: questions are too long for a table."""
    if topics and topics.topics:
        console.print(Text(TOPICS, style="bold"))
    for topic in topics.topics if topics else ():
        counted = (
            f"{topic.questions} questions, {topic.not_covered} not covered, the latest in {topic.latest}"
        )
        console.print(Text(f"  {printable_line(topic.name)}", style="bold"))
        lines = (counted, f"nearest: {topic.nearest.label}", *(f"also: {other}" for other in topic.others))
        for line in lines:
            console.print(Padding(Text(printable_line(line)), (0, 0, 0, 4)))
    if topics and topics.topics:
        console.print()
    if note := topic_note(topics):
        console.print(Text(note))
        console.print()


def _counted(settings: Settings, since: str) -> tuple[list[Tally], list[Unanswered], list[FeedbackCount]]:
    engine = open_database(database_url(settings))
    try:
        with engine.begin() as connection:
            kept = read_unanswered(connection, since, MOST_QUESTIONS)
            return read_tallies(connection, since), kept, read_feedback(connection, since)
    finally:
        engine.dispose()

"""A report of gaps as one page that loads nothing."""

from collections.abc import Iterator
from pathlib import Path

from bot.eval_rows import Rows
from bot.gaps.plots import NAMES, sections_plot, weeks_plot
from bot.gaps.report import GapsReport
from bot.gaps.rows import (
    feedback_rows,
    never_cited_rows,
    section_rows,
    summary,
    topic_note,
    topic_rows,
    week_rows,
)
from bot.markup import Markup, tag
from bot.page import figure, render_page, table

MOST_BARS, MOST_SECTIONS, MOST_NEVER_CITED = 10, 100, 500


def write_page(report: GapsReport, file: Path) -> None:
    """Write the page to ``file``."""
    file.write_text(render_gaps(report), "utf-8")


def render_gaps(report: GapsReport) -> str:
    """Return the page; whatever guides and questions say is escaped."""
    return render_page(f"What to write next: {report.guides}", _body(report))


def _body(report: GapsReport) -> Iterator[Markup]:
    yield tag("h1", f"What to write next: {report.guides}")
    yield tag("p", f"Generation {report.generation}, {report.at:%Y-%m-%d %H:%M} UTC.", class_="note")
    yield tag("p", summary(report))
    if report.counts.asked:
        yield from _plots(report)
    if report.topics:
        yield from _titled(topic_rows(report.topics))
    if note := topic_note(report.topics):
        yield tag("p", note, class_="note")
    yield from _titled(section_rows(report.sections, MOST_SECTIONS))
    yield from _titled(feedback_rows(report.feedback, MOST_SECTIONS))
    yield from _titled(never_cited_rows(report.never_cited, MOST_NEVER_CITED))
    yield from _titled(week_rows(report.weeks))


def _plots(report: GapsReport) -> Iterator[Markup]:
    key = tag(
        "div", *(tag("span", tag("i", class_=f"status-{s.value}"), NAMES[s]) for s in NAMES), class_="key"
    )
    weeks = figure(
        "Questions by week", "What came of the questions of each week.", weeks_plot(report.weeks), key
    )
    worst = report.sections[:MOST_BARS]
    told = "What was asked near these sections, and not answered: links at best, or nothing."
    sections = [figure("Where answers are missing", told, sections_plot(worst))] if worst else []
    yield tag("div", weeks, *sections, class_="plots")


def _titled(rows: Rows) -> Iterator[Markup]:
    if rows.rows:
        yield tag("h2", rows.title)
        yield table(rows)

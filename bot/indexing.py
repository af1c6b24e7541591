"""`footnote index`: builds with a progress bar, then says what changed. Everything goes to stderr."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.bootstrap_index import IndexReport, build_index
from bot.printable import printable
from bot.settings import Settings

_NAMED = 10
"""Guides named of each kind; the rest are counted."""


def index_with_progress(settings: Settings) -> IndexReport:
    """Build the index of the configured guides; stdout stays free for the answer."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Indexing passages", total=None)
        report = build_index(settings, lambda done, total: bar.update(task, completed=done, total=total))
    _print_report(report, console)
    return report


def _print_report(report: IndexReport, console: Console) -> None:
    for problem in report.library.problems:
        console.print(printable(f"left out: {problem}"), markup=False, style="red")
    for warning in report.library.warnings:
        console.print(printable(f"note: {warning}"), markup=False, style="yellow")
    for sign, name, paths in (
        ("+", "added", report.added),
        ("~", "changed", report.changed),
        ("-", "removed", report.removed),
    ):
        for path in paths[:_NAMED]:
            console.print(printable(f"{sign} {path}"), markup=False)
        if len(paths) > _NAMED:
            console.print(f"{sign} … {len(paths) - _NAMED} more {name}", markup=False)
    manifest = report.generation.manifest
    console.print(
        f"{manifest.guides} guides, {manifest.sections} sections, {manifest.passages} passages indexed "
        f"({len(report.added)} guides added, {len(report.changed)} changed, {len(report.removed)} removed; "
        f"{len(report.library.problems)} left out): generation {manifest.id}",
        markup=False,
    )

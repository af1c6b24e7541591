"""`footnote lint`: what is wrong with the guides, for people, for programs and for GitHub's annotations."""

import json
import os
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.places import converted_folder, guide_defaults
from bot.printable import printable
from bot.settings import Settings
from knowledge.conversion.cache import ConversionCache
from knowledge.errors import GuidesMissing
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.linter import lint
from knowledge.reading import read_guides

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_LOG_WIDTH = 120
"""Columns where there is no terminal to ask, as in a build's log."""


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings in a folder, by file and line, and how many guides were looked at."""

    folder: Path
    guides: int
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings are of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def passes(self, *, strict: bool) -> bool:
        """Tell whether there is no error and, if ``strict``, no warning either."""
        return not self.count(Severity.ERROR) and not (strict and self.count(Severity.WARNING))


def lint_guides(settings: Settings, today: date, off: Collection[str] = ()) -> LintReport:
    """Apply all rules but those named in ``off`` to the configured guides.

    Raises:
        GuidesMissing: the folder isn't there, or holds no Markdown file.
    """
    library = read_guides(
        settings.guides, guide_defaults(settings), ConversionCache(converted_folder(settings))
    )
    if not library.guides and not library.problems:
        raise GuidesMissing(f"{settings.guides} holds no guide. Add a Markdown file, or name another folder.")
    findings = lint(settings.guides, library, today, off)
    return LintReport(settings.guides, len(library.guides) + len(library.problems), findings)


def print_text(report: LintReport) -> None:
    """Print the findings by file, and the counts last."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _LOG_WIDTH
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        console.print(Text(printable(path), style="bold"))
        console.print(_table(list(findings)))
        console.print()
    console.print(Text(_summary(report), style="bold"))


def print_json(report: LintReport) -> None:
    """Print everything as one JSON object."""
    counts = {f"{severity}s": report.count(severity) for severity in Severity}
    findings = [asdict(finding) for finding in report.findings]
    typer.echo(json.dumps({"guides": report.guides, **counts, "findings": findings}, indent=2))


def print_github(report: LintReport) -> None:
    """Print GitHub's workflow commands, a line each, with files as seen from the current directory."""
    for finding in report.findings:
        file = os.path.relpath(report.folder / finding.path)
        place = f"file={_property(file)},line={finding.line},title={_property(finding.rule)}"
        message = _message(f"{finding.problem} {finding.cure}")
        typer.echo(f"::{_ANNOTATIONS[finding.severity]} {place}::{message}")
    typer.echo(_summary(report))


PRINTERS = {"text": print_text, "json": print_json, "github": print_github}


def _table(findings: list[Finding]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", min_width=5)
    for overflow in ("ellipsis", "ellipsis", "fold"):
        table.add_column(overflow=overflow)
    for finding in findings:
        severity = Text(finding.severity, style=_STYLES[finding.severity])
        said = Text(printable(f"{finding.problem} "))
        said.append(printable(finding.cure), style="dim")
        table.add_row(str(finding.line), severity, finding.rule, said)
    return table


def _summary(report: LintReport) -> str:
    guides = _counted(report.guides, "guide")
    counts = [_counted(n, severity) for severity in Severity if (n := report.count(severity))]
    if not counts:
        return f"{guides}, nothing to mend."
    files = len(Counter(finding.path for finding in report.findings))
    return f"{', '.join(counts)} in {_counted(files, 'file')}; {guides} looked at."


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _message(text: str) -> str:
    """Escape as GitHub's toolkit does (actions/toolkit, command.ts: escapeData)."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape as GitHub's toolkit does (escapeProperty)."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")

"""Applies every rule to a folder of guides."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from knowledge.errors import GuideInvalid
from knowledge.front_matter import read_front_matter
from knowledge.guide_source import LARGEST_BYTES
from knowledge.lint.contradictions import contradiction_findings
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.headings import heading_findings
from knowledge.lint.links import link_findings
from knowledge.lint.markup import GuideMarkup
from knowledge.lint.markup_reading import read_markup
from knowledge.lint.near_duplicates import duplicate_findings
from knowledge.lint.places import Places
from knowledge.lint.upkeep import date_findings, key_findings, lacking_findings
from knowledge.reading import Library

_REDIRECT = re.compile(r"^(?:redirect_to\s{0,9}:|layout\s{0,9}:\s{0,9}[\"']?redirect)", re.MULTILINE)


def lint(folder: Path, library: Library, today: date, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with the guides of ``library``, as read from ``folder``, by file and line.

    ``off`` are names of rules to leave out; a guide leaves out more by its `lint-ignore` comments.
    """
    markups = {guide.path: read_markup(guide) for guide in library.guides}
    findings = list(_guide_findings(folder, markups, today))
    said = {(finding.path, finding.problem) for finding in findings}
    # What reading warns of may be a rule of its own, which knows the line.
    findings += [f for f in _reading_findings(folder, library) if (f.path, f.problem) not in said]
    kept = [finding for finding in findings if finding.rule not in off and not _is_ignored(finding, markups)]
    return tuple(sorted(kept, key=lambda finding: finding.place))


def _guide_findings(folder: Path, markups: dict[str, GuideMarkup], today: date) -> Iterator[Finding]:
    places, guides = Places(folder, markups), list(markups.values())
    for markup in guides:
        if not markup.guide.original_sha256:  # a converter's links are not what somebody wrote
            yield from link_findings(markup, places)
        yield from heading_findings(markup)
        yield from date_findings(markup, today)
        yield from key_findings(markup)
    yield from lacking_findings(guides)
    yield from duplicate_findings(guides)
    yield from contradiction_findings(guides)


def _reading_findings(folder: Path, library: Library) -> Iterator[Finding]:
    for problem in library.problems:
        if not _is_redirect(folder, problem.path):
            yield _finding(problem, "unreadable", Severity.ERROR)
    for warning in library.warnings:
        yield _finding(warning, "odd-front-matter", Severity.WARNING)


def _finding(problem: GuideInvalid, rule: str, severity: Severity) -> Finding:
    return Finding(problem.path, problem.line, rule, severity, problem.problem, problem.cure)


def _is_redirect(folder: Path, path: str) -> bool:
    """Tell whether a file without text only sends its readers elsewhere: no guide, and nothing amiss."""
    file = folder / path
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST_BYTES:
            return False
        source = file.read_text("utf-8", "replace")
        body = read_front_matter(path, source).body_start
    except (OSError, GuideInvalid):
        return False
    return bool(_REDIRECT.search(source, 0, body)) and not source[body:].strip()


def _is_ignored(finding: Finding, markups: dict[str, GuideMarkup]) -> bool:
    """Tell whether a `lint-ignore` in the finding's section, or before all headings, names its rule."""
    markup = markups.get(finding.path)
    if markup is None or not markup.ignored:
        return False
    lines = sorted(markup.levels)
    return any(
        rule == finding.rule and _section(lines, line) in {-1, _section(lines, finding.line)}
        for line, rule in markup.ignored
    )


def _section(heading_lines: Sequence[int], line: int) -> int:
    return bisect_right(heading_lines, line) - 1

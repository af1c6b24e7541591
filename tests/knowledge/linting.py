"""A folder of guides to lint, written in a line each."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from knowledge.guide_files import GuideDefaults
from knowledge.lint.finding import Finding
from knowledge.lint.linter import lint
from knowledge.reading import read_guides

TODAY = date(2026, 11, 24)
DEFAULTS = GuideDefaults(owner="#people", disclaimer="Ask when in doubt.")


def write(folder: Path, **guides: str) -> Path:
    """Write guides by name; two underscores stand for a slash."""
    for name, source in guides.items():
        file = folder / f"{name.replace('__', '/')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, "utf-8", newline="")
    return folder


def findings(
    folder: Path, off: Collection[str] = (), defaults: GuideDefaults = DEFAULTS
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a folder of guides."""
    return lint(folder, read_guides(folder, defaults), TODAY, off)


def brief(folder: Path, off: Collection[str] = ()) -> list[tuple[str, int, str]]:
    """Return each finding's path, line and rule."""
    return [(finding.path, finding.line, finding.rule) for finding in findings(folder, off)]

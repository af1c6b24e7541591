"""Rules for what stands in front matter: dates, who answers for a guide, and what its keys point to."""

from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.anchors import one_of
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.markup import GuideMarkup

SETTINGS_FILE = "footnote.toml"
_FEW = 3
"""Guides that lack the same thing are named one by one up to here; more than that lack a common setting."""


def date_findings(markup: GuideMarkup, today: date) -> Iterator[Finding]:
    """Yield a finding where a guide's review is overdue or its date is yet to come."""
    guide = markup.guide
    if guide.review_by and guide.review_by < today:
        problem = f"its review was due by {guide.review_by}, {_ago((today - guide.review_by).days)}."
        cure = "Review the text, then set a later `review_by:`."
        yield _finding(markup, "past-review", problem, cure, "review_by")
    if guide.updated and guide.updated > today:
        problem = f"it says that it was updated on {guide.updated}, which is yet to come."
        yield _finding(markup, "future-date", problem, "Write the day of the last change.", "updated", "date")


def key_findings(markup: GuideMarkup) -> Iterator[Finding]:
    """Yield a finding for each anchor in `footnote.questions` that none of the guide's headings has."""
    known = [section.anchor for section in markup.guide.sections]
    for anchor in markup.guide.questions:
        if anchor not in known:
            problem = f"`footnote.questions` names `{anchor}`, which is no heading's anchor."
            yield _finding(markup, "unknown-anchor", problem, one_of(known), anchor)


def lacking_findings(markups: Sequence[GuideMarkup]) -> Iterator[Finding]:
    """Yield what guides lack, each by itself or, where many lack it, once for the whole folder."""
    ownerless = [markup for markup in markups if not markup.guide.owner]
    yield from _lacking(
        ownerless, len(markups), "no-owner", "no owner: staff aren't told whom to ask", 'owner = "#people"'
    )
    bare = [markup for markup in markups if not markup.guide.disclaimer]
    yield from _lacking(
        bare, len(markups), "no-disclaimer", "no disclaimer to show below an answer", 'disclaimer = "…"'
    )


def _lacking(
    markups: Sequence[GuideMarkup], guides: int, rule: str, what: str, line: str
) -> Iterator[Finding]:
    key = line.partition(" ")[0]
    if len(markups) > _FEW:
        problem = f"{len(markups)} of {guides} guides have {what}."
        cure = f"Set it once for all in {SETTINGS_FILE}: {line}, or guide by guide under `footnote:`."
        yield Finding(SETTINGS_FILE, 1, rule, Severity.WARNING, problem, cure)
        return
    for markup in markups:
        cure = f"Write `{key}:` under `footnote:`, or for all guides in {SETTINGS_FILE}."
        yield _finding(markup, rule, f"the guide has {what}.", cure, "footnote")


def _ago(days: int) -> str:
    return "yesterday" if days == 1 else f"{days} days ago"


def _finding(markup: GuideMarkup, rule: str, problem: str, cure: str, *keys: str) -> Finding:
    return Finding(markup.guide.path, markup.key_line(*keys), rule, Severity.WARNING, problem, cure)

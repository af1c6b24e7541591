"""Rules for links: broken-link and broken-anchor. Nothing is ever fetched."""

import posixpath
import re
from collections.abc import Iterator

from knowledge.lint.addresses import address_fault, is_address
from knowledge.lint.anchors import Landings
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.markup import GuideMarkup, Link
from knowledge.lint.places import Places, Reach
from knowledge.lint.wording import shorten
from knowledge.templates import BLANK

_SITE = re.compile(r"(?:https?/|www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|io|eu|info)(?:/|$))")
_TEMPLATE = (BLANK, "{{", "{%", "${", "<%")


def link_findings(markup: GuideMarkup, places: Places) -> Iterator[Finding]:
    """Yield a finding for each link of a guide that can't lead where it says."""
    for line, slip in markup.slips:
        yield _slip(markup, line, slip)
    for link in markup.links:
        if any(mark in link.target for mark in _TEMPLATE):
            continue
        if not is_address(link.target):
            yield from _relative(markup, link, places)
        elif fault := address_fault(link.target):
            yield _broken(markup, link, *fault)


def _slip(markup: GuideMarkup, line: int, slip: str) -> Finding:
    if slip.endswith("]"):
        label = slip[slip.rindex("[") :]
        why, cure = f"`{label}` is defined nowhere", f"Write a line `{label}: https://…`."
    elif "] (" in slip:
        why, cure = "a space parts its words from its address", "Take the space out."
    else:
        why, cure = "there is a space in its address", "Write %20 for it."
    problem = f"`{shorten(slip)}` is no link: {why}."
    return Finding(markup.guide.path, line, "broken-link", Severity.WARNING, problem, cure)


def _relative(markup: GuideMarkup, link: Link, places: Places) -> Iterator[Finding]:
    path, _, anchor = link.target.partition("#")
    path = path.partition("?")[0]
    if not link.target.strip():
        kind, problem = ("an image", "shows nothing") if link.image else ("a link", "leads nowhere")
        problem = f"{kind} {problem}: its brackets are empty."
        yield Finding(
            markup.guide.path, link.line, "broken-link", Severity.ERROR, problem, "Write what is meant."
        )
    elif not path:
        yield from _anchor(markup, link, anchor, markup)
    else:
        place = places.find(path, markup.guide.path)
        if place.reach is Reach.MISSING:
            yield _missing(markup, link, path, places)
        elif place.guide is not None:
            yield from _anchor(markup, link, anchor, place.guide)


def _missing(markup: GuideMarkup, link: Link, path: str, places: Places) -> Finding:
    if _SITE.match(path):
        return _broken(markup, link, "leads to no file", "If it is a site, begin it with https://.")
    suggestion = None if link.image else places.suggest(path, markup.guide.path)
    cure = f"Did you mean `{suggestion}`?" if suggestion else "Mend it, or take it out."
    # A generator may make a page of something else than a guide: only a file that is named is surely missing.
    surely = not path.startswith("/") and posixpath.splitext(path)[1]
    severity = Severity.ERROR if surely else Severity.WARNING
    return _broken(markup, link, "leads to no file", cure, severity)


def _anchor(markup: GuideMarkup, link: Link, anchor: str, target: GuideMarkup) -> Iterator[Finding]:
    landings = Landings.of(target)
    if landings.has(anchor):
        return
    where = "this guide" if target is markup else target.guide.path
    suggestion = landings.suggest(anchor)
    cure = f"Did you mean `#{suggestion}`?" if suggestion else "Name the anchor of a heading that is there."
    problem = f"no heading of {where} has the anchor `#{shorten(anchor)}`."
    yield Finding(markup.guide.path, link.line, "broken-anchor", Severity.WARNING, problem, cure)


def _broken(
    markup: GuideMarkup, link: Link, what: str, cure: str, severity: Severity = Severity.ERROR
) -> Finding:
    kind = "the image" if link.image else "the link"
    return Finding(
        markup.guide.path,
        link.line,
        "broken-link",
        severity,
        f"{kind} `{shorten(link.target)}` {what}.",
        cure,
    )

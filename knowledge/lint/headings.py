"""Rules for single sections: long-section, empty-section, vague-heading and repeated-heading."""

import re
from collections.abc import Iterator

from knowledge.guide import Section, StatementKind
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.markup import GuideMarkup
from knowledge.lint.wording import count_words, shorten

MOST_WORDS = 600
"""More than a printed page, five passages: who follows a citation to its heading has to search on there."""
# Headings that would fit any guide. "Tips" or "Rules" at least say what kind of thing follows.
VAGUE = frozenset(
    """overview|introduction|intro|general|general information|general info|misc|miscellaneous|notes|note
    |other|others|other information|more|more information|more info|additional information|additional notes
    |information|info|details|faq|faqs|frequently asked questions|untitled|welcome
    |überblick|übersicht|einleitung|einführung|allgemeines|allgemein|sonstiges|verschiedenes|hinweise
    |weitere informationen|vue d'ensemble|généralités|divers|remarques|autres|informations
    |introducción|generalidades|varios|notas|otros|información|introduzione|generalità|varie|note generali
    |inleiding|overzicht|algemeen|overig|diversen|introdução|visão geral|outros""".replace(
        "\n    ", ""
    ).split("|")
)
_COMMENT = re.compile(r"<!--(?:(?!<!--)[\s\S])*?-->")
_LONGEST_VAGUE = 40
_AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")


def heading_findings(markup: GuideMarkup) -> Iterator[Finding]:
    """Yield what is wrong with a guide's headings, and with how much text stands below each."""
    seen: dict[tuple[tuple[int, ...], str], int] = {}
    for section, parents in _with_parents(markup):
        yield from _length(markup, section)
        if section.passages and _is_vague(section.heading):
            yield _vague(markup, section)
        if section.anchor:
            line = _line(markup, section)
            first = seen.setdefault((parents, section.heading.casefold()), line)
            if first != line:
                yield _repeated(markup, section, first)


def _is_vague(heading: str) -> bool:
    return len(heading) < _LONGEST_VAGUE and _AROUND.sub("", heading.casefold()) in VAGUE


def _with_parents(markup: GuideMarkup) -> Iterator[tuple[Section, tuple[int, ...]]]:
    """Yield each section and the lines of the headings above it."""
    above: list[tuple[int, int]] = []
    for section in markup.guide.sections:
        line = _line(markup, section)
        level = markup.levels.get(line, 0)
        above = [(upper, at) for upper, at in above if upper < level]
        yield section, tuple(at for _, at in above)
        above.append((level, line))


def _length(markup: GuideMarkup, section: Section) -> Iterator[Finding]:
    statements = [s for p in section.passages for s in p.statements if s.kind is not StatementKind.CODE]
    words = sum(count_words(statement.text) for statement in statements)
    if words > MOST_WORDS:
        problem = f"{_name(section)} has {words} words without a subheading."
        cure = "Divide it: a citation leads to the heading, and the reader has to search on from there."
        last = markup.line_of(max(section.span.start, section.span.end - 1))
        if html := [line for line in markup.html_headings if _line(markup, section) < line <= last]:
            problem = (
                f"{_name(section)} has {words} words: HTML headings, as on line {html[0]}, begin no section."
            )
            cure = "Write them in Markdown, so that each can be cited: `### Release forms`."
        yield _finding(markup, section, "long-section", Severity.WARNING, problem, cure)
    elif not section.passages and section.anchor and _is_bare(markup, section):
        problem = f"{_name(section)} has nothing below it, so there is nothing to quote."
        cure = "Write it, or turn the heading into text."
        yield _finding(markup, section, "empty-section", Severity.WARNING, problem, cure)


def _is_bare(markup: GuideMarkup, section: Section) -> bool:
    """Tell whether a section is its heading alone: no picture or include either, and no subsection.

    A heading that ends as a sentence does ("3. Security sends you the form.") has said what it says.
    """
    if section.heading.endswith("."):
        return False
    heading, *rest = section.span.of(markup.guide.source).splitlines()
    if rest and re.fullmatch(r" {0,3}(=+|-+)\s*", rest[0]) and not heading.lstrip().startswith("#"):
        rest = rest[1:]
    if _COMMENT.sub("", "\n".join(rest)).strip():
        return False
    next_line = markup.line_of(section.span.end)
    return markup.levels.get(next_line, 0) <= markup.levels.get(_line(markup, section), 0)


def _vague(markup: GuideMarkup, section: Section) -> Finding:
    problem = f"{_name(section)} says nothing on its own, in a search result or above a quote."
    cure = "Say what it tells the reader."
    return _finding(markup, section, "vague-heading", Severity.NOTE, problem, cure)


def _repeated(markup: GuideMarkup, section: Section, first: int) -> Finding:
    problem = f"{_name(section)} stands under the same parent on line {first} already."
    cure = "Tell the two apart, or join them."
    return _finding(markup, section, "repeated-heading", Severity.WARNING, problem, cure)


def _name(section: Section) -> str:
    return f"“{shorten(' › '.join(section.trail))}”"


def _line(markup: GuideMarkup, section: Section) -> int:
    return markup.line_of(section.span.start)


def _finding(  # noqa: PLR0913 - what a finding is made of
    markup: GuideMarkup, section: Section, rule: str, severity: Severity, problem: str, cure: str
) -> Finding:
    return Finding(markup.guide.path, _line(markup, section), rule, severity, problem, cure)

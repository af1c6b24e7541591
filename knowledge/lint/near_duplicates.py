"""Rule near-duplicate: sections that say nearly the same, word for word."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from knowledge.guide import Section
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.markup import GuideMarkup
from knowledge.lint.wording import shorten, split_words

FEWEST_WORDS = 20
"""Below this, sections are alike by chance: "Ask #travel in Slack"."""
ALIKE = 0.7
"""The share of their runs of three words that two sections have in common (Broder 1997's resemblance)."""
_RUN = 3
_COMMONPLACE = 50
"""A run that more sections hold than this finds no pairs; sections that are the same are joined before."""
_NAMED = 2

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A section, where it stands, and its runs of words."""

    path: str
    line: int
    section: Section
    runs: Runs


def duplicate_findings(markups: Sequence[GuideMarkup]) -> Iterator[Finding]:
    """Yield one finding for each group of sections that are nearly the same, at the first of them."""
    copies = [copy for markup in markups for copy in _copies(markup)]
    groups = _Groups(len(copies))
    alike: dict[tuple[int, int], float] = {}
    for first, second, share in _pairs(copies):
        groups.join(first, second)
        alike[first, second] = share
    for group in groups.of_several():
        least = min(share for (first, _), share in alike.items() if first in group)
        yield _finding([copies[i] for i in group], least)


def _copies(markup: GuideMarkup) -> Iterator[_Copy]:
    for section in markup.guide.sections:
        words = split_words(" ".join(passage.text for passage in section.passages))
        if len(words) >= FEWEST_WORDS:
            runs = frozenset(zip(*(words[i:] for i in range(_RUN)), strict=False))
            yield _Copy(markup.guide.path, markup.line_of(section.span.start), section, runs)


def _pairs(copies: Sequence[_Copy]) -> Iterator[tuple[int, int, float]]:
    """Yield pairs that are alike, of each set of sections that are the same the first only, then the rest."""
    firsts: dict[Runs, int] = {}
    for i, copy in enumerate(copies):
        if (first := firsts.setdefault(copy.runs, i)) != i:
            yield first, i, 1.0
    shared: set[tuple[int, int]] = set()
    holders = defaultdict(list)
    for i in firsts.values():
        for run in copies[i].runs:
            holders[run].append(i)
    for found in holders.values():
        if len(found) <= _COMMONPLACE:
            shared.update(combinations(found, 2))
    for first, second in shared:
        share = _resemblance(copies[first].runs, copies[second].runs)
        if share >= ALIKE:
            yield first, second, share


def _resemblance(one: Runs, other: Runs) -> float:
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return 0.0  # too unlike in length to be alike, whatever they share
    common = len(one & other)
    return common / (len(one) + len(other) - common)


class _Groups:
    """Joins what is alike into groups (union–find)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def join(self, first: int, second: int) -> None:
        one, other = sorted((self._root(first), self._root(second)))
        self._parents[other] = one

    def of_several(self) -> list[list[int]]:
        groups = defaultdict(list)
        for i in range(len(self._parents)):
            groups[self._root(i)].append(i)
        return [group for group in groups.values() if len(group) > 1]

    def _root(self, i: int) -> int:
        while self._parents[i] != i:
            self._parents[i] = self._parents[self._parents[i]]
            i = self._parents[i]
        return i


def _finding(group: Sequence[_Copy], least: float) -> Finding:
    first, *others = group
    same = "the very same words as" if least == 1 else f"{least:.0%} of its wording in common with"
    named = [f"“{shorten(copy.section.heading)}” ({_place(copy, first)})" for copy in others[:_NAMED]]
    more = [f"{len(others) - _NAMED} more"] if len(others) > _NAMED else []
    problem = f"“{shorten(first.section.heading)}” has {same} {' and '.join(named + more)}."
    cure = "Keep one and link to it, or say in each what sets it apart: an answer may quote either."
    return Finding(first.path, first.line, "near-duplicate", Severity.WARNING, problem, cure)


def _place(copy: _Copy, first: _Copy) -> str:
    return f"line {copy.line}" if copy.path == first.path else f"{copy.path}:{copy.line}"

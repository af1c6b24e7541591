"""Rule contradiction: two guides that say nearly the same with another figure, or yes here and no there.

No program can tell that two texts contradict each other, so the rule looks only for what is nearly certain:
statements of two guides with nearly the same words around figures that differ, or with and without a "not".
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from knowledge.lint.claims import Claim, claims
from knowledge.lint.finding import Finding, Severity
from knowledge.lint.markup import GuideMarkup
from knowledge.lint.wording import shorten, split_words

SURE = 0.85
"""The share of their words, each weighted by its rarity, that makes two statements about the same thing."""
LIKELY = 0.55
"""The same where one statement adds words and swaps none, and their headings have a word in common."""
_RAREST = 4
_COMMONPLACE = 50
_FEW = 2
_SHOWN = 120


def contradiction_findings(markups: Sequence[GuideMarkup]) -> Iterator[Finding]:
    """Yield a note for each pair of statements of two guides that seem to contradict each other."""
    everything = [claim for markup in markups for claim in claims(markup)]
    rarity = _rarity(everything)
    opposed = [
        (one, other) for one, other in _candidates(everything, rarity) if _contradict(one, other, rarity)
    ]
    # A guide that says both, say for two grades, tells cases apart: none of them contradicts another guide.
    cases = {id(claim) for pair in opposed if pair[0].path == pair[1].path for claim in pair}
    # What many guides fill in, each with its own figure, is a form: "Last reviewed on 3 March by People".
    often = Counter(id(claim) for pair in opposed for claim in pair)
    for one, other in opposed:
        if one.path != other.path and not any(id(c) in cases or often[id(c)] > _FEW for c in (one, other)):
            yield _finding(one, other)


def _rarity(everything: Sequence[Claim]) -> dict[str, float]:
    counts = Counter(word for claim in everything for word in claim.words)
    return {word: math.log(1 + len(everything) / count) for word, count in counts.items()}


def _candidates(everything: Sequence[Claim], rarity: dict[str, float]) -> Iterator[tuple[Claim, Claim]]:
    """Yield each pair that shares one of both claims' rarest words, once."""
    holders = defaultdict(list)
    for i, claim in enumerate(everything):
        for word in sorted(claim.words, key=lambda word: (-rarity[word], word))[:_RAREST]:
            holders[word].append(i)
    pairs = {
        pair for found in holders.values() if len(found) <= _COMMONPLACE for pair in combinations(found, 2)
    }
    for first, second in sorted(pairs):
        yield everything[first], everything[second]


def _contradict(one: Claim, other: Claim, rarity: dict[str, float]) -> bool:
    figures = _one_figure_differs(one, other)
    if not figures and one.denies == other.denies:
        return False
    share = _weight(one.words & other.words, rarity) / _weight(one.words | other.words, rarity)
    if share >= SURE:
        return True
    # Words that each has and the other hasn't tell cases apart: "sick leave" here, "annual leave" there.
    swapped = bool(one.words - other.words) and bool(other.words - one.words)
    alike = share >= LIKELY and not swapped and _same_topic(one, other)
    return alike and figures and one.denies == other.denies


def _one_figure_differs(one: Claim, other: Claim) -> bool:
    """Tell whether both count the same things, and each has a figure that the other lacks for just one."""
    if one.figures.keys() != other.figures.keys():
        return False
    differing = [unit for unit in one.figures if one.figures[unit] != other.figures[unit]]
    if len(differing) != 1:
        return False
    mine, theirs = one.figures[differing[0]], other.figures[differing[0]]
    return bool(mine - theirs) and bool(theirs - mine)


def _same_topic(one: Claim, other: Claim) -> bool:
    mine, theirs = (
        {word for word in split_words(claim.section.heading) if len(word) > 3} for claim in (one, other)
    )
    return bool(mine & theirs)


def _weight(words: Iterable[str], rarity: dict[str, float]) -> float:
    return sum(rarity[word] for word in words)


def _finding(one: Claim, other: Claim) -> Finding:
    problem = (
        f"“{shorten(one.text, _SHOWN)}” may contradict “{shorten(other.text, _SHOWN)}” "
        f"(“{shorten(other.section.heading, _SHOWN)}”, {other.path}:{other.line})."
    )
    cure = "Let one guide say it, and the other link there."
    return Finding(one.path, one.line, "contradiction", Severity.NOTE, problem, cure)

"""National numbers and passport numbers of a person, by their check digits and the words beside them."""

import re
from collections.abc import Iterator, Sequence

from bot.guard.context import has_one, is_other_number
from bot.guard.finding import PASSPORT, Finding
from bot.guard.identity_rule import IdentityRule, Needs
from bot.guard.national_numbers import RULES

_FAR, _BEHIND, _NEAR = 60, 30, 80
"""In characters: how far before and behind a number the word for it may be, and how far other data."""
_FIGURES = re.compile(
    r"(?:\b[A-Za-z]{2,6}[ -]){0,2}+[^\W_]{0,20}?\d\w{0,34}+(?:[ ./+-]{1,2}[^\W\d_]{0,20}\d\w{0,34})*+"
    r"(?: ?[./-]? ?[A-Za-z]\b)?"
)
"""Figures with what letters and signs may belong to them: only there are the rules tried."""
_ENOUGH = re.compile(r"(?:\d[^\d]{0,3}){5}\d|[A-Za-z]{5} ?\d{4}")
_ANY_IDENTITY = re.compile(
    r"(?<![^\W_])(?:national id|national ident|identity n|identity card|id n|id card|personal id|personal n|"
    r"social sec|ssn|tax id|tax n|tax file|identification n|personalausweis|ausweisnummer|sozialvers)",
    re.IGNORECASE,
)
_LIKELY, _NAMED = 1, 2
_PASSPORT = re.compile(
    r"(?:passport|reisepass|passeport|pasaporte|passaporto|paszport\w*|paspoort\w*|passaporte|passnummer|"
    r"passin|pas)"
    r"[- ]?(?:nummer|number|num[eé]ro|no|nr|n°)?\b(?:[\s.:#=('\"]|\b(?:no|is|ist|est|es|number)\b){0,8}"
    r"(?=(?:[A-Z]{0,3}\d){3})([A-Z]{0,2}\d[A-Z\d]{5,8}|[A-Z]\d[A-Z]\d\d[A-Z]\d[A-Z]\d)(?![\w-])",
    re.IGNORECASE,
)


def find_identities(text: str, others: Sequence[Finding]) -> Iterator[Finding]:
    """Yield each national number; beside ``others``, what else was found, some need no word for it.

    Where only "identity number" or the like is said, the first country whose number it may be is named.
    """
    surroundings = _Surroundings(text, sorted(other.start for other in others))
    for stretch in _FIGURES.finditer(text):
        if _ENOUGH.search(stretch[0]):
            yield from surroundings.find(*stretch.span())
    for found in _PASSPORT.finditer(text):
        yield Finding(PASSPORT, *found.span(1))


class _Surroundings:
    """What stands around the figures of a text: other findings, and the words of rules, looked for once."""

    def __init__(self, text: str, others: Sequence[int]) -> None:
        self._text = text
        self._others = others
        self._said: dict[re.Pattern[str], list[int]] = {}
        self._is_other_at: dict[int, bool] = {}

    def find(self, start: int, end: int) -> Iterator[Finding]:
        """Yield what the rules find from ``start`` to ``end``; those whose own words are there come first."""
        unsure = []
        for rule in RULES:
            for found in rule.pattern.finditer(self._text, start, end):
                trust = self._trust(rule, found)
                if trust and rule.is_valid(found[0]):
                    finding = Finding(rule.kind, found.start(), found.end())
                    if trust == _NAMED:
                        yield finding
                    else:
                        unsure.append(finding)
        yield from unsure

    def _trust(self, rule: IdentityRule, found: re.Match[str]) -> int:
        """Return _NAMED, _LIKELY or 0: a number is said to be what ``rule`` finds, or can be little else."""
        start, end = found.span()
        if self._is_said(rule.words, start, end):
            return _NAMED
        is_near = has_one(self._others, start - _NEAR, start + _NEAR)
        if rule.has_check_digits and self._is_said(_ANY_IDENTITY, start, end):
            return _LIKELY
        is_plausible = rule.needs == Needs.NOTHING or (rule.needs == Needs.OTHER_DATA and is_near)
        return _LIKELY if is_plausible and not self._is_other(start) else 0

    def _is_said(self, words: re.Pattern[str], start: int, end: int) -> bool:
        if words not in self._said:
            self._said[words] = [word.start() for word in words.finditer(self._text)]
        said = self._said[words]
        return has_one(said, start - _FAR, start) or has_one(said, end, end + _BEHIND)

    def _is_other(self, start: int) -> bool:
        if start not in self._is_other_at:
            self._is_other_at[start] = is_other_number(self._text, start)
        return self._is_other_at[start]

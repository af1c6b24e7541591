"""Statements as claims: what they are about, the figures that they name, and whether they deny it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.guide import Section
from knowledge.lint.markup import GuideMarkup

FEWEST_WORDS = 4
"""Content words below which two statements are alike by chance."""
_TOKEN = re.compile(r"[$€£]?\d(?:[\d,.:/]*\d)?%?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20",
    "thirty": "30", "sixty": "60", "ninety": "90",
}  # fmt: skip
_DENIALS = frozenset({
    "not", "no", "never", "cannot", "without", "neither", "nor", "nobody", "nothing", "nicht", "kein",
    "keine", "keinen", "nie", "niemals", "pas", "jamais", "aucun", "aucune", "nunca", "jamás", "niet",
    "geen", "nooit", "non", "mai", "não",
})  # fmt: skip
_SMALL = frozenset({
    "the", "and", "for", "with", "you", "your", "are", "can", "may", "will", "this", "that", "from", "any",
    "all", "per", "our", "their", "them", "they", "its", "has", "have", "been", "was", "were", "also",
    "only", "must", "should",
})  # fmt: skip

Figures = dict[str, frozenset[str]]
"""The figures of a statement by what they count: {"days": {"25"}, "$": {"2500"}}."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a guide; ``words`` are its content words without figures and denials."""

    path: str
    line: int
    section: Section
    text: str
    words: frozenset[str]
    figures: Figures
    denies: bool


def claims(markup: GuideMarkup) -> Iterator[Claim]:
    """Yield a guide's statements that say enough to be compared; questions claim nothing."""
    for section in markup.guide.sections:
        for passage in section.passages:
            for statement in passage.statements:
                words = _TOKEN.findall(statement.text.lower().replace("’", "'"))
                content = frozenset(word for word in words if _is_content(word))
                if len(content) >= FEWEST_WORDS and not statement.text.rstrip().endswith("?"):
                    line = markup.line_of(statement.span.start)
                    denies = any(word in _DENIALS or word.endswith("n't") for word in words)
                    text = statement.text
                    yield Claim(markup.guide.path, line, section, text, content, _figures(words), denies)


def _figures(words: list[str]) -> Figures:
    counted: dict[str, set[str]] = {}
    for at, word in enumerate(words):
        if figure := _figure(word):
            counted.setdefault(_unit(words, at), set()).add(figure.strip("$€£%"))
    return {unit: frozenset(figures) for unit, figures in counted.items()}


@cache
def _figure(word: str) -> str | None:
    return _THOUSANDS.sub("", word) if any(c.isdigit() for c in word) else _NUMBERS.get(word)


def _unit(words: list[str], at: int) -> str:
    """Return what a figure counts: its own sign, or the word after it that is no figure, in the singular."""
    sign = re.search(r"[$€£%:/]", words[at])
    if sign:
        return sign[0]
    after = next((word for word in words[at + 1 :] if not _figure(word)), "")
    return after.removesuffix("s")


@cache
def _is_content(word: str) -> bool:
    return len(word) > 2 and not (_figure(word) or word in _SMALL or word in _DENIALS or word.endswith("n't"))

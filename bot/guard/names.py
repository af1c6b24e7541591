"""Names, where personal data stands beside them: elsewhere any word with a capital may be one."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.guard.context import has_one
from bot.guard.emails import is_shared, words_of
from bot.guard.finding import EMAIL, IP_ADDRESS, NAME, PASSWORD, PRIVATE_KEY, TOKEN, Finding
from bot.guard.name_words import (
    BEFORE_DATA,
    BEHIND_DATA,
    COMPANIES,
    GREETINGS,
    NO_NAMES,
    PARTICLES,
    TITLES,
    WORD,
)
from bot.guard.plain import GONE

_NOT_OF_A_PERSON = frozenset({IP_ADDRESS, PASSWORD, PRIVATE_KEY, TOKEN})
_MOST_WORDS = 4
_FAR = 60
"""In characters, before a finding: there a name is looked for."""
_BEFORE_CAPITALS = ("Mc", "Mac", "De", "Di", "Du", "Da", "La", "Le", "Fitz", "Van", "Von", "O'", "D'")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})
_LATIN = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "đ": "d"})


def find_names(text: str, others: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the names beside ``others``, in the address of an e-mail, or behind a title or a greeting."""
    if not others:
        return
    yield from _joined(text, sorted(_find(text, others), key=lambda name: name.start))


def name_words(name: str) -> list[str]:
    """Return the words of a ``name`` by which somebody may be named again."""
    return [word[0] for word in WORD.finditer(name) if _is_name(word[0])]


def _joined(text: str, names: Sequence[Finding]) -> Iterator[Finding]:
    """Yield ``names``, in order, and as one what is written like "Huber, Maria"."""
    yield from names
    for left, right in pairwise(names):
        gap = text[left.end : right.start]
        are_single = " " not in text[left.start : left.end] + text[right.start : right.end]
        if gap == " " or (gap == ", " and are_single):
            yield Finding(NAME, left.start, right.end)


def _find(text: str, others: Sequence[Finding]) -> Iterator[Finding]:
    runs = _Runs(_without(text, others))
    for other in others:
        is_a_teams = other.kind == EMAIL and is_shared(text[other.start : other.end])
        if other.kind not in _NOT_OF_A_PERSON and not is_a_teams:
            yield from runs.beside(other)
    yield from runs.in_addresses([text[other.start : other.end] for other in others if other.kind == EMAIL])
    for pattern in (TITLES, GREETINGS):
        for found in pattern.finditer(text):
            yield from runs.starting_at(found.end(), fewest=1)


def _without(text: str, others: Sequence[Finding]) -> str:
    """Return ``text`` with a sign that is no letter for each character of the ``others``."""
    characters = list(text)
    for other in others:
        characters[other.start : other.end] = GONE * (other.end - other.start)
    return "".join(characters)


class _Runs:
    """The words of a text, as runs of those that may be names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = list(WORD.finditer(text))
        self._by_start = {word.start(): place for place, word in enumerate(self._words)}
        self._by_end = {word.end(): place for place, word in enumerate(self._words)}
        self._ends = list(self._by_end)

    def beside(self, other: Finding) -> Iterator[Finding]:
        """Yield the name before and the name behind what was found, if they have two words each."""
        place = self._place_before(other.start)
        if place is not None:
            first = self._first(place)
            is_reversed = first == place > 0 and self._gap(place - 1) == ", "
            fewest = 1 if self._words[place][0].endswith("'s") else 2
            yield from self._finding(first - 1 if is_reversed else first, place, fewest)
        behind = BEHIND_DATA.match(self._text, other.end)
        if behind:
            yield from self.starting_at(behind.end(), fewest=2)

    def _place_before(self, start: int) -> int | None:
        """Return the place of the word that belongs to what starts there, None where there is no word."""
        earliest = max(0, start - _FAR)
        if not has_one(self._ends, earliest, start + 1):  # nothing to search for, as among many numbers
            return None
        between = BEFORE_DATA.search(self._text, earliest, start)
        return self._by_end.get(between.start() if between else start)

    def starting_at(self, start: int, fewest: int) -> Iterator[Finding]:
        """Yield the name that starts there."""
        place = self._by_start.get(start)
        if place is not None:
            yield from self._finding(place, self._last(place), fewest)

    def in_addresses(self, addresses: Sequence[str]) -> Iterator[Finding]:
        """Yield the names that are, or that end, what stands before the @ of the e-mail ``addresses``."""
        parts = _parts(addresses)
        if not parts:
            return
        words = enumerate(self._words)
        places = [place for place, word in words if not parts.isdisjoint(_spellings(word[0]))]
        for place in places:
            yield from self._finding(self._first(place), self._last(place), 1)
        for left, right in pairwise(places):  # somebody who writes names without capitals
            start, end = self._words[left].end(), self._words[right].start()
            if right == left + 1 and self._text[start:end] == " ":
                yield Finding(NAME, self._words[left].start(), self._words[right].end())

    def _finding(self, first: int, last: int, fewest: int) -> Iterator[Finding]:
        run = self._words[first : last + 1]
        names = [word for word in run if _is_name(word[0])]
        is_company = any(word[0].casefold() in COMPANIES for word in self._words[first : last + 2])
        if len(names) < fewest or is_company:
            return
        start, end = names[0].start(), names[-1].end()
        yield Finding(NAME, start, end - 2 if self._text[:end].endswith("'s") else end)

    def _first(self, place: int) -> int:
        """Return the place of the first word of the run that ends at ``place``."""
        first = place
        while first > 0 and place - first < _MOST_WORDS and self._goes_on(first - 1):
            first -= 1
        return first

    def _last(self, place: int) -> int:
        last = place
        while last + 1 < len(self._words) and last - place < _MOST_WORDS and self._goes_on(last):
            last += 1
        return last

    def _gap(self, place: int) -> str:
        """Return what is between the words at ``place`` and after it."""
        return self._text[self._words[place].end() : self._words[place + 1].start()]

    def _goes_on(self, place: int) -> bool:
        """Tell whether the words at ``place`` and after it may be of one name."""
        left, right = self._words[place], self._words[place + 1]
        gap = self._gap(place)
        is_joined = gap == " " or (gap == ". " and len(left[0]) == 1)
        return is_joined and all(
            _is_name(word[0]) or word[0].casefold() in PARTICLES for word in (left, right)
        )


def _is_name(word: str) -> bool:
    """Tell whether a word may be a name: with a capital, and neither an everyday word nor an abbreviation."""
    name = word.removesuffix("'s")
    is_everyday = not NO_NAMES.isdisjoint({name.casefold(), *name.casefold().split("-")})
    if is_everyday or (name.isupper() and 2 <= len(name) <= 4):
        return False
    if any(a.islower() and b.isupper() for a, b in pairwise(name)) and not name.startswith(_BEFORE_CAPITALS):
        return False
    return name[:1].isupper() or name.partition("-")[2][:1].isupper()


def _parts(addresses: Sequence[str]) -> set[str]:
    """Return what the owners of ``addresses`` may be called: "mhuber" and "huber" for "mhuber@x.at"."""
    words = {word for address in addresses for word in words_of(address) if len(word) >= 3}
    return words | {word[cut:] for word in words for cut in (1, 2) if len(word) - cut >= 4}


def _spellings(word: str) -> set[str]:
    """Return how a name is spelt in an e-mail address: "Müller" as "müller", "mueller" and "muller"."""
    plain = word.casefold().removesuffix("'s")
    if plain.isascii():
        return {plain.replace("'", "")}
    marked = unicodedata.normalize("NFD", plain.translate(_LATIN))
    latin = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return {plain, latin, unicodedata.normalize("NFC", plain).translate(_GERMAN)}

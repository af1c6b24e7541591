"""Which `#anchors` land somewhere in a guide, whatever made them of its headings."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.anchors import Anchors
from knowledge.lint.markup import GuideMarkup
from knowledge.lint.wording import squeeze

_NUMBER = re.compile(r"\d+$")
_INCLUDED = re.compile(r"\{[{%]-?\s{0,9}(?:include|render|partial|snippet)\b")


@dataclass(frozen=True)
class Landings:
    """The places of one guide that a link's anchor may name.

    GitHub and the site generators spell anchors differently, but all from a heading's letters and digits; so
    those are what is compared. A guide that takes in other files may have their headings: there, any anchor
    may land.
    """

    markup: GuideMarkup

    @staticmethod
    @lru_cache(maxsize=64)
    def of(markup: GuideMarkup) -> "Landings":
        """Return a guide's landings, worked out once while many links lead there."""
        return Landings(markup)

    def has(self, anchor: str) -> bool:
        """Tell whether a link to ``#anchor`` lands."""
        if anchor in {"", "top"} or anchor in self.markup.ids or self._open:
            return True
        if anchor.startswith("#"):
            return False
        key = squeeze(anchor)
        number = _NUMBER.search(key)
        repeated = self._headings[key[: number.start()]] if number else 0
        # The second of two headings alike is numbered 1, by others 2 or _1.
        numbered = number is not None and repeated >= 2 and len(number[0]) < 9 and int(number[0]) <= repeated
        return key in self._headings or numbered or anchor.startswith(":~:")

    def suggest(self, anchor: str) -> str | None:
        """Return the heading's anchor, as GitHub spells it, that ``anchor`` most resembles."""
        near = difflib.get_close_matches(squeeze(anchor)[:100], self._spellings, n=1, cutoff=0.75)
        return self._spellings[near[0]] if near else None

    @cached_property
    def _open(self) -> bool:
        return bool(_INCLUDED.search(self.markup.guide.source))

    @cached_property
    def _headings(self) -> Counter[str]:
        return Counter(form for heading in self.markup.headings for form in set(_forms(heading)))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        anchors = Anchors()
        spelt = [(squeeze(heading), anchors.add(heading)) for heading in self.markup.headings]
        return dict(reversed(spelt))


def _forms(heading: str) -> Iterator[str]:
    for text in (heading, heading.replace("&", " and ")):
        plain = unicodedata.normalize("NFKD", text)
        for form in (text, plain.encode("ascii", "ignore").decode()):
            key = squeeze(form)
            yield key
            yield key.lstrip("0123456789")  # kramdown starts at the first letter

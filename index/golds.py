"""What a question ought to find, and how an answer is held against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_REMAINS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|!?\[([^\]]*)\]\[[^\]]*\]")
_RUN = 3
"""Words in a row that a quote must share with the evidence."""


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section by its guide's path and its heading."""

    path: str
    heading: str

    @property
    def key(self) -> tuple[str, str]:
        """What two names of one section share: markup, case, space and punctuation don't count."""
        return self.path, fold(self.heading).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question, whether the guides answer it, where, and the words that answer it.

    Any of ``sections`` is right; there is none where the guides are silent. ``evidence`` may be "".
    """

    id: str
    question: str
    answerable: bool
    kind: str
    sections: tuple[SectionName, ...] = ()
    evidence: str = ""


def fold(text: str) -> str:
    """Return the words of ``text`` in lower case, without markup, template remains and punctuation."""
    words = _LINK.sub(lambda link: link[1] or link[2] or "", _REMAINS.sub(" ", text))
    return re.sub(r"[^\w]+", " ", words.lower()).strip()


def share_shown(evidence: str, quotes: Sequence[str]) -> float:
    """Return the share, 0 to 1, of the evidence's runs of three words that the quotes hold."""
    words, shown = fold(evidence).split(), f" {fold(' … '.join(quotes))} "
    runs = [" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))]
    return sum(f" {run} " in shown for run in runs) / len(runs)

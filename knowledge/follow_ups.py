"""Questions that lean on the one before: "and on the free plan?" means nothing alone."""

import re

_OPENINGS = (
    # English
    *("and", "or", "but", "so", "also", "then", "what about", "how about", "what if not", "same for", "even"),
    *("except", "unless", "does that", "does this", "is that", "is this also", "how so", "who then"),
    # German, French, Spanish, Italian, Dutch, Portuguese
    *("und", "oder", "aber", "auch", "was ist mit", "wie ist es mit", "gilt das", "et", "ou bien", "mais"),
    *(
        "aussi",
        "qu'en est-il",
        "y",
        "pero",
        "también",
        "qué pasa con",
        "e",
        "ma",
        "anche",
        "en",
        "maar",
        "ook",
    ),
    *("hoe zit het met", "mas", "também"),
)
# "e" opens a question, "e-mail" names a thing.
_LEANS = re.compile(rf"\W*(?:{'|'.join(map(re.escape, _OPENINGS))})(?![\w-])", re.IGNORECASE)
_BACK = "it|that|this|these|those|they|them"
_POINTS_BACK = re.compile(
    rf"\b(?:{_BACK}|there|otherwise|instead)\W*$"
    # "is it allowed to …" points nowhere
    rf"|\b(?:do|does|did|is|are|was|were|would|will|can|may|must)\s+(?:{_BACK})\b(?!\s+\w+\s+(?:to|that|if)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w'’-]*")
FEW_WORDS, SHORT, LONG = 4, 9, 15
"""Words: so few say little, so many may point back, and what is longer stands on its own."""


def leans_back(question: str) -> bool:
    """Tell whether a question means nothing without the one before it: it begins so, or points back."""
    words = len(_WORD.findall(question))
    if words <= LONG and _LEANS.match(question):
        return True
    return words <= SHORT and _POINTS_BACK.search(question) is not None


def says_little(question: str) -> bool:
    """Tell whether a question is so short that the one before it may say what it is about."""
    return len(_WORD.findall(question)) <= FEW_WORDS


def joined(earlier: str, question: str) -> str:
    """Return the question that a follow-up asks, in one line: both, the earlier one first."""
    return " ".join(f"{earlier} {question}".split())

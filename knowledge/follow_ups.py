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
_WHAT_IF = re.compile(r"\W*what if\b", re.IGNORECASE)
_BACK = "it|that|this|these|those|they|them"
_POINTS_BACK = re.compile(
    rf"\b(?:do|does|did|is|are|was|were|would|will|can|may|must)\s+(?:{_BACK})\b|\b(?:it|them)\b(?!')"
    rf"|\b(?:{_BACK}|there|then|otherwise|instead)(?=\W*$|\s+(?:with|without|in|at|on|when|if|for|from|to|by|into)\b)",
    re.IGNORECASE,
)
# "is it allowed to …" points nowhere
_NOWHERE = re.compile(
    r"\b(?:is|was|will|would|does|do|may|can|could|should)\s+(?:it|that)\b(?:\s+\w+){1,2}?\s+(?:to|that|if)\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = """
a about after again also am an and are as at be been before but by can could did do does even far for
from had has have he her how i i'd i'm if in into is it its just long many may might much must my no not
of often on one or our shall she should so soon still than the their then there they to was we were what
when where which who whom whose why will with would you your
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
_WORD = re.compile(r"\w[\w'’-]*")
FEW_WORDS, SHORT, LONG = 4, 12, 15
"""Words: so few say little, so many may point back, and what is longer stands on its own."""


def leans_back(question: str) -> bool:
    """Tell whether a question means nothing without the one before it: it begins so, or points back.

    Where a question names two things or does so before it says "it", that is what it points to.
    """
    words = len(_WORD.findall(question))
    if words <= LONG and _LEANS.match(question):
        return True
    return words <= SHORT and (_WHAT_IF.match(question) is not None or _points_back(question))


def _points_back(question: str) -> bool:
    found = _POINTS_BACK.search(question)
    if not found or _NOWHERE.search(question):
        return False
    before = (word.casefold() for word in _WORD.findall(question[: found.start()]))
    return sum(word not in _FUNCTION for word in before) <= 1


def says_little(question: str) -> bool:
    """Tell whether a question is so short that the one before it may say what it is about."""
    return len(_WORD.findall(question)) <= FEW_WORDS


def joined(earlier: str, question: str) -> str:
    """Return the question that a follow-up asks, in one line: both, the earlier one first."""
    return " ".join(f"{earlier} {question}".split())


def weighted(earlier: str, question: str) -> str:
    """Return what a follow-up is searched by: its own words three times, around those of the one before.

    What is new in it has to outweigh what was answered already. Repeating a query beside text that expands
    it is how Query2doc weighs them (https://arxiv.org/abs/2303.07678). It begins with the follow-up, since
    a model reads no further than its window.
    """
    return joined(joined(question, earlier), joined(question, question)) if earlier else question

"""Words as the rules count and compare them."""

import re

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_LETTERS = re.compile(r"[\W_]+")


def split_words(text: str) -> list[str]:
    """Return the lower-cased words in order; in Chinese and Japanese each character is one."""
    return _WORD.findall(text.lower())


def count_words(text: str) -> int:
    """Count words as a reader of the language would: about two characters of Chinese make one."""
    words = split_words(text)
    return len(words) - sum(word >= "\u3040" and len(word) == 1 for word in words) // 2


def squeeze(text: str) -> str:
    """Return the letters and digits alone, lower-cased: what is left whatever made a heading's anchor."""
    return _LETTERS.sub("", text.lower())


def shorten(text: str, most: int = 200) -> str:
    """Cut what is too long for a message, between words where there are any."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"

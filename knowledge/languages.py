"""When a question isn't in a language of the guides, says so: what follows is in another one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
"""The languages that are told apart, by ISO 639-1: each one more makes its neighbours harder to tell."""
_SAME = {"nb": "no", "nn": "no"}

FEWEST_WORDS, FEWEST_LETTERS, FEWEST_FOREIGN_LETTERS = 3, 12, 4
"""What is shorter isn't judged; letters that are none of Latin's tell a language sooner."""
SURE, POSSIBLE = 0.7, 0.1
"""How likely the question's language must be, and how likely those of the guides together may be.

Of 200 English questions, as short as "vpn setup", none was above 0.42 for another language; of 42 questions
in 13 other languages none was below 0.76 for its own, or above 0.06 for English.
"""
OURS = 0.5
"""The share of known words from which a question is taken to be in the guides' own language."""
# Words of many English questions that are hardly words of another language: they save the detection.
_ENGLISH = re.compile(
    r"\b(?:what|how|when|where|which|who|whom|whose|why|with|the|should|would|could|your|our|this|that|does|"
    r"from|about|there|into|must|(?:can|may|do|did|have|am|are|will|if) (?:i|we|you|my))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


class LanguageDetector(Protocol):
    """Tells languages apart."""

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return how likely each of `NAMES` is to be the language of ``text``; at most 1 in all."""


class LanguageJudge(Protocol):
    """Says what a person should know of the language that they asked in."""

    def note(self, question: str) -> str:
        """Return a sentence or two where the question surely isn't in a language of the guides, else ""."""


@dataclass(frozen=True, slots=True)
class SilentJudge:
    """A `LanguageJudge` that never has anything to say."""

    def note(self, question: str) -> str:
        """Return ""."""
        del question
        return ""


@dataclass(frozen=True, slots=True)
class DetectingJudge:
    """A `LanguageJudge` by detection, careful not to disturb who asked in a language of the guides.

    ``guides`` are the guides' languages. ``model`` are those that the embedding model knows, empty where it
    is multilingual or nobody said. ``known_words`` tells the share of a question's words, 0 to 1, that the
    guides use. The detector is asked only if the question is long enough and may be in another language.
    """

    guides: frozenset[str]
    model: frozenset[str]
    detector: LanguageDetector
    known_words: Callable[[str], float]

    def note(self, question: str) -> str:
        """Return what to know before reading the answer, "" where nothing is surely amiss."""
        language = self._foreign_language(question)
        if not language:
            return ""
        asked, written = language_name(language), _names(self.guides)
        said = f"Your question seems to be in {asked}, the guides are in {written}."
        if not self.model or language in self.model:
            return said
        known, either = _names(self.model), _names(self.model, "or")
        return f"{said} The search understands only {known}: ask in {either} for a better answer."

    def _foreign_language(self, question: str) -> str:
        if not _may_be_judged(question) or not self.guides <= NAMES.keys():
            return ""
        if ("en" in self.guides and _ENGLISH.search(question)) or self.known_words(question) >= OURS:
            return ""
        likely = self.detector.probabilities(question)
        best = max(NAMES, key=lambda language: likely.get(language, 0.0))
        of_guides = sum(likely.get(language, 0.0) for language in self.guides)
        return best if likely.get(best, 0.0) >= SURE and of_guides <= POSSIBLE else ""


def language_code(lang: str) -> str:
    """Return a language without region and variety: "pt-BR" → "pt", "nb" → "no"."""
    base = re.split(r"[-_]", lang.strip().lower(), maxsplit=1)[0]
    return _SAME.get(base, base)


def language_name(lang: str) -> str:
    """Return a language's name in English, or what it was called where that isn't known."""
    return NAMES.get(language_code(lang), lang)


def _names(languages: frozenset[str], last: str = "and") -> str:
    *names, name = sorted(map(language_name, languages))
    return f"{', '.join(names)} {last} {name}" if names else name


def _may_be_judged(question: str) -> bool:
    letters = [letter for letter in question if letter.isalpha()]
    foreign = sum(letter > "\u024f" for letter in letters)  # beyond Latin with all its accents
    if foreign >= FEWEST_FOREIGN_LETTERS and foreign > len(letters) / 2:
        return True
    return len(letters) >= FEWEST_LETTERS and len(_WORD.findall(question)) >= FEWEST_WORDS

"""Text → the words that are searched, by language."""

import re
from dataclasses import dataclass, field

import Stemmer

STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_WORD = re.compile(r"\w\w+")


def base_language(lang: str) -> str:
    """Return the language without its region: "pt-BR" → "pt"."""
    return re.split(r"[-_]", lang.strip().lower(), maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Words:
    """Splits text in one language: lower-cased, stop words out, stemmed, marked with the language.

    The mark keeps "de:art" and "en:art" apart, so that one index holds guides in several languages.
    """

    lang: str
    stopwords: frozenset[str]
    _stemmer: Stemmer.Stemmer | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the language's stemmer, if it has one."""
        name = STEMMERS.get(self.lang)
        object.__setattr__(self, "_stemmer", Stemmer.Stemmer(name) if name else None)

    def split(self, text: str) -> list[str]:
        """Return the text's words in order."""
        words = [word for word in _WORD.findall(text.lower()) if word not in self.stopwords]
        stems = self._stemmer.stemWords(words) if self._stemmer else words
        return [f"{self.lang}:{stem}" for stem in stems]

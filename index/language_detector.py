"""Which language a short text is in, by py3langid (Lui and Baldwin 2012), which brings its model."""

import threading
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from knowledge.languages import NAMES

NO_LANGUAGE = "zxx"
"""What py3langid calls letters at random, markup and names: a way out that keeps it from guessing."""


class LangidDetector:
    """A `LanguageDetector`; loads its model, half a second and 90 MB, when it is first asked."""

    def __init__(self) -> None:
        self._loading = threading.Lock()

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return how likely each of `NAMES` is to be the language of ``text``; at most 1 in all."""
        with self._loading:
            identifier = self._identifier
        ranked: list[tuple[str, float]] = identifier.rank(text)
        return {language: float(likely) for language, likely in ranked if language != NO_LANGUAGE}

    @cached_property
    def _identifier(self) -> Any:  # noqa: ANN401 - py3langid says nothing of its types
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - most never need it

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages([*NAMES, NO_LANGUAGE])
        return identifier

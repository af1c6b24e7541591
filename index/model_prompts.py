"""What some models ask to read before a text, and the tokens of a text that is read so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_QUESTION, _PASSAGE = ("query",), ("document", "passage", "corpus")
"""What sentence-transformers calls them in `config_sentence_transformers.json`, the first that is there."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What goes before a question, and before a passage; "" where the model asks for nothing."""

    question: str = ""
    passage: str = ""

    @classmethod
    def from_model(cls, model: Any) -> "Prompts":  # noqa: ANN401 - a SentenceTransformer
        """Take what a SentenceTransformer was saved with for search, else its default prompt for both."""
        said = {name: str(prompt) for name, prompt in model.prompts.items() if prompt}
        question, passage = (
            next((said[name] for name in names if name in said), "") for names in (_QUESTION, _PASSAGE)
        )
        default = "" if question or passage else said.get(model.default_prompt_name, "")
        return cls(question or default, passage or default)


@dataclass(frozen=True, slots=True)
class OwnTokens:
    """Which of a text's tokens are its own, neither special nor the prompt's, and their places in it.

    ``spans`` (tokens, 2) point into the text without its prompt, and never begin with a space: some
    tokenizers count the space before a word as the word's own.
    """

    kept: NDArray[np.int64]
    spans: NDArray[np.int64]

    @classmethod
    def from_reading(
        cls, read: str, prompt: str, offsets: Sequence[tuple[int, int]], special: Sequence[int]
    ) -> "OwnTokens":
        """Choose among the tokens of ``read``, which is the prompt and then the text."""
        kept, spans = [], []
        for token, ((start, end), is_special) in enumerate(zip(offsets, special, strict=True)):
            first = start
            while first < end and read[first].isspace():
                first += 1
            if not is_special and max(first, len(prompt)) < end:
                kept.append(token)
                spans.append((max(first - len(prompt), 0), end - len(prompt)))
        return cls(np.array(kept, np.int64), np.array(spans, np.int64).reshape(-1, 2))

"""A cross-encoder as reranker: any local one that sentence-transformers reads. Imports torch."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.errors import ModelInvalid
from index.model_files import WEIGHTS, refuse_pickled
from index.sentence_transformer_embedder import prepare_offline

BATCH = 2
"""Pairs scored at a time: few, since the time left is looked at between batches, and no slower than many."""
_CURE = "Set FOOTNOTE_RERANKER to the folder of a cross-encoder with one score, or unset it."


class CrossEncoderReranker:
    """A `Reranker` over a cross-encoder; threads may share it and take turns.

    A batch is begun only if the last one's time is left, so that none but the first can end late.
    """

    def __init__(self, model: Any, clock: Callable[[], float] = time.monotonic) -> None:  # noqa: ANN401 - a CrossEncoder
        self._model, self._clock = model, clock
        # Hugging Face's fast tokenizers refuse to be used by two threads at once.
        self._turn = threading.Lock()

    @classmethod
    def load(cls, folder: Path) -> "CrossEncoderReranker":
        """Load a cross-encoder from ``folder``, on the CPU, without the network or foreign code.

        Raises:
            ModelInvalid: it isn't there, has other weights than safetensors, or gives several scores a pair.
        """
        if not (folder / WEIGHTS).is_file():
            raise ModelInvalid(
                f"{folder} has no {WEIGHTS}; other weight formats may run code, so none is read. {_CURE}"
            )
        refuse_pickled(folder)
        prepare_offline()
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - seconds, for this setting only

        try:
            model = CrossEncoder(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelInvalid(f"{folder} holds no cross-encoder that can be read. {_CURE}") from error
        if model.num_labels != 1:
            raise ModelInvalid(f"{folder} gives {model.num_labels} scores a pair. {_CURE}")
        reranker = cls(model.float().eval())
        reranker.scores("warm", ["up"], float("inf"))  # a first pass takes several times as long
        return reranker

    def scores(self, question: str, texts: Sequence[str], deadline: float) -> Sequence[float]:
        """Return a score for each of the first texts, until ``deadline``; see `Reranker`."""
        left = max(deadline - self._clock(), 0.0)
        if not self._turn.acquire(timeout=min(left, threading.TIMEOUT_MAX)):
            return []
        try:
            return self._scores_until(deadline, question, texts)
        finally:
            self._turn.release()

    def _scores_until(self, deadline: float, question: str, texts: Sequence[str]) -> list[float]:
        scores: list[float] = []
        now, took = self._clock(), 0.0
        while len(scores) < len(texts) and now < deadline and now + took <= deadline:
            pairs = [(question, text) for text in texts[len(scores) : len(scores) + BATCH]]
            scores += map(float, self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False))
            started, now = now, self._clock()
            took = now - started
        return scores

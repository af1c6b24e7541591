"""The embedder that everything is measured against: sentence-transformers, any local model. Imports torch."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Tokenized, Vectors, normalise, pool_parts, token_batches
from knowledge.guide import Span

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
MOST_TOKENS = 4096
"""Tokens in a batch, padding included: keeps two cores busy in some 200 MB."""


def load_model(folder: Path) -> Any:  # noqa: ANN401 - sentence_transformers is imported only here
    """Load a SentenceTransformer from ``folder``, on the CPU, without the network or foreign code."""
    os.environ.update(OFFLINE)
    import transformers  # noqa: PLC0415 - takes seconds: nothing that answers may import it
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    ).eval()


class SentenceTransformerEmbedder:
    """An `Embedder` over a sentence-transformers model folder, in full precision."""

    def __init__(self, folder: Path) -> None:
        self.model = load_model(folder)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimension)."""
        return self.embed_parts(texts, [()] * len(texts))[0]

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        """Return one vector a text, and one for each of its parts in its context; see `Embedder`."""
        wholes = np.zeros((len(texts), self.dimension), np.float32)
        part_vectors: list[Vectors] = [np.zeros((0, self.dimension), np.float32)] * len(texts)
        tokenized = [self._tokenize(text) for text in texts]
        for batch in token_batches([len(t.ids) for t in tokenized], MOST_TOKENS):
            outputs = self.model.encode(
                [texts[i] for i in batch], batch_size=len(batch), output_value=None, show_progress_bar=False
            )
            for i, output in zip(batch, outputs, strict=True):
                wholes[i] = normalise(output["sentence_embedding"].numpy()[None])[0]
                tokens = output["token_embeddings"].numpy()
                part_vectors[i] = pool_parts(tokens, tokenized[i].spans, parts[i], wholes[i])
        return wholes, np.concatenate(part_vectors) if texts else wholes

    def _tokenize(self, text: str) -> Tokenized:
        read = self.model.tokenizer(
            text, truncation=True, max_length=self.model.max_seq_length, return_offsets_mapping=True
        )
        return Tokenized(read["input_ids"], read["offset_mapping"])

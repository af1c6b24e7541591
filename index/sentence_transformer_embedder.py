"""The embedder that everything is measured against: sentence-transformers, any local model. Imports torch."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import TokenEmbeddings, Vectors, token_batches

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
INNER_LAYER = -2
"""The last layer but one: better for late interaction than the last or an earlier one (docs/decisions)."""


def load_model(folder: Path) -> Any:  # noqa: ANN401 - sentence_transformers is imported only here
    """Load a SentenceTransformer from ``folder``, on the CPU, without the network or foreign code."""
    os.environ.update(OFFLINE)
    import transformers  # noqa: PLC0415 - takes seconds: nothing that answers may import it
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model: Any = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        # Plain attention exports to fewer, larger steps than torch's fused one: a tenth faster to answer.
        model_kwargs={"use_safetensors": True, "attn_implementation": "eager"},
    ).eval()
    model[0].auto_model.config.output_hidden_states = True
    return model


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
        vectors = [read.vector for read in self.embed_tokens(texts)]
        return np.array(vectors, np.float32).reshape(len(texts), self.dimension)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens; see `Embedder`."""
        read: dict[int, TokenEmbeddings] = {}
        lengths = [len(ids) for ids in self._tokenize(texts)["input_ids"]] if texts else []
        for batch in token_batches(lengths, MOST_TOKENS):
            read |= zip(batch, self._embed_batch([texts[i] for i in batch]), strict=True)
        return [read[i] for i in range(len(texts))]

    def _embed_batch(self, texts: Sequence[str]) -> Iterator[TokenEmbeddings]:
        import torch  # noqa: PLC0415 - takes a second: nothing that answers may import it

        tokens = self._tokenize(texts, padding=True, return_tensors="pt", return_special_tokens_mask=True)
        with torch.inference_mode():
            whole, final, inner = embed_features(self.model, tokens["input_ids"], tokens["attention_mask"])
        for row in range(len(texts)):
            kept = tokens["special_tokens_mask"][row].numpy() == 0
            yield TokenEmbeddings(
                vector=whole[row].numpy(),
                ids=tokens["input_ids"][row].numpy()[kept],
                spans=tokens["offset_mapping"][row].numpy()[kept],
                final=final[row].numpy()[kept],
                inner=inner[row].numpy()[kept],
            )

    def _tokenize(self, texts: Sequence[str], **options: object) -> Any:  # noqa: ANN401 - a BatchEncoding
        window = self.model.max_seq_length
        return self.model.tokenizer(
            list(texts), truncation=True, max_length=window, return_offsets_mapping=True, **options
        )


def embed_features(model: Any, input_ids: Any, attention_mask: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - tensors
    """Run a SentenceTransformer: the texts' vectors, the last layer, and the normalised layer before it."""
    import torch  # noqa: PLC0415 - takes a second: nothing that answers may import it

    features = model({"input_ids": input_ids, "attention_mask": attention_mask})
    normalised = torch.nn.functional.normalize
    inner = normalised(features["all_layer_embeddings"][INNER_LAYER], dim=-1)
    return normalised(features["sentence_embedding"], dim=-1), features["token_embeddings"], inner

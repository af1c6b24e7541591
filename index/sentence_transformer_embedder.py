"""The embedder that everything is measured against: sentence-transformers, any local model. Imports torch."""

import copy
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import TokenEmbeddings, Vectors, token_batches
from index.errors import ModelInvalid
from index.model_prompts import OwnTokens, Prompts

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "ORT_DISABLE_TELEMETRY": "1",
}
MOST_TOKENS = 4096
"""Tokens in a batch, padding included: keeps two cores busy in some 200 MB."""
INNER_LAYER = -2
"""The last layer but one: better for late interaction than the last or an earlier one (docs/decisions)."""


def prepare_offline() -> None:
    """Switch off the network, telemetry and progress bars of Hugging Face's libraries, before they load."""
    os.environ.update(OFFLINE)
    import transformers  # noqa: PLC0415 - takes seconds: nothing that answers may import it

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def load_model(folder: Path) -> Any:  # noqa: ANN401 - sentence_transformers is imported only here
    """Load a SentenceTransformer from ``folder``, on the CPU, without the network or foreign code.

    Raises:
        ModelInvalid: it can't be read, or its parts can't be pooled.
    """
    prepare_offline()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds, as above

    try:
        model: Any = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            # Plain attention exports to fewer, larger steps than torch's fused one: a tenth faster to answer.
            model_kwargs={"use_safetensors": True, "attn_implementation": "eager"},
        )
    except (OSError, ValueError, KeyError, ImportError) as error:
        cure = "Take a model that needs no code of its own, or unset FOOTNOTE_MODEL."
        raise ModelInvalid(f"{folder}: sentence-transformers can't read this model. {cure}") from error
    _check_pooling(model, folder)
    model[0].auto_model.config.output_hidden_states = True
    return model.float().eval()


def _check_pooling(model: Any, folder: Path) -> None:  # noqa: ANN401 - a SentenceTransformer
    """Make sure that a text's vector is pooled from those of its tokens and its prompt's, in one way."""
    cure = "Take a transformer with cls or mean pooling, or unset FOOTNOTE_MODEL."
    pooling: Any = model[1] if len(model) > 1 else None
    if not hasattr(model[0], "auto_model") or not hasattr(pooling, "pooling_mode"):
        parts = ", ".join(type(module).__name__ for module in model)
        raise ModelInvalid(f"{folder} is made of {parts}, not of a Transformer and a Pooling. {cure}")
    if not isinstance(pooling.pooling_mode, str):
        raise ModelInvalid(f"{folder} has {len(pooling.pooling_mode)} poolings in one vector. {cure}")
    if not pooling.include_prompt and Prompts.from_model(model) != Prompts():
        raise ModelInvalid(f"{folder} leaves its prompt out of its pooling, which isn't supported. {cure}")


class SentenceTransformerEmbedder:
    """An `Embedder` over a sentence-transformers model folder, in full precision."""

    def __init__(self, folder: Path) -> None:
        self.model = load_model(folder)
        self.prompts = Prompts.from_model(self.model)
        self._prompt = self.prompts.passage

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.model.get_embedding_dimension())

    @property
    def window(self) -> int:
        """How many tokens the model reads at most, special ones and the prompt's included."""
        positions = getattr(self.model[0].auto_model.config, "max_position_embeddings", None)
        return int(min(filter(None, (self.model.max_seq_length, positions))))

    @property
    def questions(self) -> "SentenceTransformerEmbedder":
        """The same model, with the prompt that it asks for before a question."""
        embedder = copy.copy(self)
        embedder._prompt = self.prompts.question
        return embedder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimension)."""
        vectors = [read.vector for read in self.embed_tokens(texts)]
        return np.array(vectors, np.float32).reshape(len(texts), self.dimension)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens; see `Embedder`."""
        prompted = [self._prompt + text for text in texts]
        read: dict[int, TokenEmbeddings] = {}
        lengths = [len(ids) for ids in self._tokenize(prompted)["input_ids"]] if texts else []
        for batch in token_batches(lengths, MOST_TOKENS):
            read |= zip(batch, self._embed_batch([prompted[i] for i in batch]), strict=True)
        return [read[i] for i in range(len(texts))]

    def _embed_batch(self, prompted: Sequence[str]) -> Iterator[TokenEmbeddings]:
        import torch  # noqa: PLC0415 - takes a second: nothing that answers may import it

        tokens = self._tokenize(prompted, padding=True, return_tensors="pt", return_special_tokens_mask=True)
        with torch.inference_mode():
            whole, final, inner = embed_features(self.model, tokens["input_ids"], tokens["attention_mask"])
        for row, text in enumerate(prompted):
            offsets, special = tokens["offset_mapping"][row].tolist(), tokens["special_tokens_mask"][row]
            own = OwnTokens.from_reading(text, self._prompt, offsets, special.tolist())
            yield TokenEmbeddings(
                vector=whole[row].numpy(),
                ids=tokens["input_ids"][row].numpy()[own.kept],
                spans=own.spans,
                final=final[row].numpy()[own.kept],
                inner=inner[row].numpy()[own.kept],
            )

    def _tokenize(self, texts: Sequence[str], **options: object) -> Any:  # noqa: ANN401 - a BatchEncoding
        return self.model.tokenizer(
            list(texts), truncation=True, max_length=self.window, return_offsets_mapping=True, **options
        )


def embed_features(model: Any, input_ids: Any, attention_mask: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - tensors
    """Run a SentenceTransformer: the texts' vectors, the last layer, and the normalised layer before it."""
    import torch  # noqa: PLC0415 - takes a second: nothing that answers may import it

    features = model({"input_ids": input_ids, "attention_mask": attention_mask})
    normalised = torch.nn.functional.normalize
    inner = normalised(features["all_layer_embeddings"][INNER_LAYER], dim=-1)
    return normalised(features["sentence_embedding"], dim=-1), _projected(model, features), inner


def _projected(model: Any, features: Any) -> Any:  # noqa: ANN401 - a SentenceTransformer and its tensors
    """Take the last layer to where the texts' vectors are: a part's mean can be compared with them there."""
    from sentence_transformers.sentence_transformer.modules import Normalize  # noqa: PLC0415 - see load_model

    tokens = features["token_embeddings"]
    for module in list(model)[2:]:
        if not isinstance(module, Normalize):  # a part is normalised after its mean is taken
            tokens = module({"sentence_embedding": tokens})["sentence_embedding"]
    return tokens

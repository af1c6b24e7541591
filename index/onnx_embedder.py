"""The embedder that answers: ONNX Runtime and tokenizers over an exported model, without torch."""

from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from index.embedder import TokenEmbeddings, Vectors, token_batches
from index.exported_model import GRAPH, TOKENIZER, ExportedModel
from index.model_prompts import OwnTokens
from index.quiet_onnxruntime import onnxruntime

MOST_TOKENS = 4096
"""Tokens in a batch, padding included: bounds the memory of a build."""


class OnnxEmbedder:
    """An `Embedder` over an exported model; safe to share between threads."""

    def __init__(
        self, model: ExportedModel, tokenizer: Tokenizer, session: onnxruntime.InferenceSession, prompt: str
    ) -> None:
        self._model, self._tokenizer, self._session, self._prompt = model, tokenizer, session, prompt

    @classmethod
    def load(cls, model: ExportedModel, threads: int = 2) -> "OnnxEmbedder":
        """Load an exported model, already verified; a question is too short for more than two threads."""
        tokenizer = Tokenizer.from_file(str(model.folder / TOKENIZER))
        # The file may ask for a fixed length of its own; the model's window and the batch decide here.
        tokenizer.enable_truncation(model.manifest.max_tokens)
        tokenizer.no_padding()
        return cls(model, tokenizer, _create_session(model, threads), model.manifest.passage_prompt)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._model.manifest.dimension

    @property
    def questions(self) -> "OnnxEmbedder":
        """The same model, with the prompt that it asks for before a question."""
        prompt = self._model.manifest.question_prompt
        return OnnxEmbedder(self._model, self._tokenizer, self._session, prompt)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a text, shape (texts, dimension)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        read = self._tokenizer.encode_batch([self._prompt + text for text in texts])
        for batch in token_batches([len(text.ids) for text in read], MOST_TOKENS):
            (vectors[batch],) = self._run(["text_vector"], [read[i].ids for i in batch])
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens; see `Embedder`."""
        embedded: dict[int, TokenEmbeddings] = {}
        prompted = [self._prompt + text for text in texts]
        read = self._tokenizer.encode_batch(prompted)
        for batch in token_batches([len(text.ids) for text in read], MOST_TOKENS):
            vectors, final, inner = self._run(
                ["text_vector", "final_layer", "inner_layer"], [read[i].ids for i in batch]
            )
            for row, i in enumerate(batch):
                own = OwnTokens.from_reading(
                    prompted[i], self._prompt, read[i].offsets, read[i].special_tokens_mask
                )
                embedded[i] = TokenEmbeddings(
                    vector=vectors[row],
                    ids=np.array(read[i].ids, np.int64)[own.kept],
                    spans=own.spans,
                    final=final[row, own.kept],
                    inner=inner[row, own.kept],
                )
        return [embedded[i] for i in range(len(texts))]

    def _run(self, outputs: list[str], ids: Sequence[Sequence[int]]) -> list[Vectors]:
        """Run the graph on one batch, padded to its longest text with id 0, which the mask hides."""
        padded = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(padded)
        for row, text in enumerate(ids):
            padded[row, : len(text)], mask[row, : len(text)] = text, 1
        result: list[Vectors] = self._session.run(outputs, {"input_ids": padded, "attention_mask": mask})
        return result


def _create_session(model: ExportedModel, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan for each length of question costs more than it saves
    # Threads that wait by spinning for long fight with whoever else needs the core: p99 triples. Not at all
    # costs a third of the speed when the machine is quiet.
    options.add_session_config_entry("session.intra_op.spin_duration_us", "40")
    return onnxruntime.InferenceSession(
        str(model.folder / GRAPH), options, providers=["CPUExecutionProvider"]
    )

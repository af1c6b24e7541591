"""Exports a sentence-transformers model once, so that answering never imports torch."""

import logging
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelInvalid
from index.exported_model import GRAPH, TOKENIZER, WEIGHTS, ExportedModel, ModelManifest, file_hashes
from index.folders import written_folder
from index.model_files import ModelFiles
from index.onnx_embedder import OnnxEmbedder
from index.sentence_transformer_embedder import SentenceTransformerEmbedder, embed_features

SAME_COSINE = 0.9999
_PROBES = ("Can I paste customer data into ChatGPT?", "Leave requests are due three days ahead. " * 12)


def export_model(files: ModelFiles, folder: Path) -> ExportedModel:
    """Write ``folder``: the ONNX graph, pooling and normalisation inside, its weights, the tokenizer.

    Raises:
        ModelInvalid: the exported model doesn't give the original's vectors.
    """
    original = SentenceTransformerEmbedder(files.folder)
    with written_folder(folder) as draft:
        _export_graph(original.model, draft)
        # As it was loaded: some models have no such file, some change what it says.
        original.model.tokenizer.backend_tokenizer.save(str(draft / TOKENIZER))
        manifest = ModelManifest(
            name=files.name,
            sha256=files.sha256,
            dimension=original.dimension,
            max_tokens=original.window,
            question_prompt=original.prompts.question,
            passage_prompt=original.prompts.passage,
            files=file_hashes(draft, (GRAPH, WEIGHTS, TOKENIZER)),
        )
        (draft / "manifest.json").write_text(manifest.model_dump_json(indent=2), "utf-8")
        _check_agreement(original, OnnxEmbedder.load(ExportedModel.load(draft)), files)
    return ExportedModel.load(folder)


def _export_graph(model: Any, folder: Path) -> None:  # noqa: ANN401 - a SentenceTransformer
    import torch  # noqa: PLC0415 - takes a second: only an export needs it

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - tensors
            return embed_features(self.model, input_ids, attention_mask)

    sample, mask = torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)
    mask[1, 5:] = 0
    axes = {0: torch.export.Dim("batch", min=1, max=65536), 1: torch.export.Dim("length", min=2, max=4096)}
    # It misses torchvision, which no model of text needs.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    # What isn't installed isn't exported: no news for who runs `footnote index`.
    logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns about its own deprecations
        program = torch.onnx.export(
            Graph().eval(),
            (sample, mask),
            dynamo=True,
            opset_version=18,
            input_names=["input_ids", "attention_mask"],
            output_names=["text_vector", "final_layer", "inner_layer"],
            dynamic_shapes=(axes, axes),
            verbose=False,
        )
        if program is None:
            raise ModelInvalid("The exporter gave no graph. Reinstall torch, onnx and onnxscript.")
        program.save(str(folder / GRAPH), external_data=True)


def _check_agreement(
    original: SentenceTransformerEmbedder, exported: OnnxEmbedder, files: ModelFiles
) -> None:
    pairs = ((original, exported), (original.questions, exported.questions))
    cosines = [np.sum(one.embed(_PROBES) * other.embed(_PROBES), axis=1) for one, other in pairs]
    worst = float(np.min(cosines))
    if worst < SAME_COSINE:
        cure = "Use another model, or report it with the model's config.json."
        raise ModelInvalid(f"{files.folder}: exported, its vectors differ (cosine {worst:.5f}). {cure}")

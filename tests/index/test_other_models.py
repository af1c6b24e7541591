"""Models that a maintainer brings: what is taken from their folder, and what is refused."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index.errors import ModelInvalid
from index.model_files import load_model_files
from index.model_prompts import OwnTokens, Prompts
from index.sentence_transformer_embedder import SentenceTransformerEmbedder
from tests.tiny_models import WINDOW, save_tiny_bert

PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.mark.parametrize(
    ("named", "default", "prompts"),
    [
        ({"query": "query: ", "passage": "passage: "}, None, Prompts("query: ", "passage: ")),
        ({"query": "q: ", "document": "d: ", "passage": "p: "}, None, Prompts("q: ", "d: ")),
        ({"query": "q: ", "document": "", "passage": "p: "}, None, Prompts("q: ", "p: ")),
        ({"query": "q: ", "document": None}, "query", Prompts("q: ", "")),
        ({"corpus": "c: ", "clustering": "x: "}, "clustering", Prompts("", "c: ")),
        ({"search": "s: ", "query": None, "document": ""}, "search", Prompts("s: ", "s: ")),
        ({"search": "s: "}, None, Prompts()),
        ({}, None, Prompts()),
    ],
)
def test_prompts_are_those_that_the_model_was_saved_with(
    named: dict[str, str | None], default: str | None, prompts: Prompts
) -> None:
    assert Prompts.from_model(SimpleNamespace(prompts=named, default_prompt_name=default)) == prompts


@pytest.mark.parametrize(
    ("prompt", "offsets", "special", "kept", "spans"),
    [
        ("", [(0, 0), (0, 2), (2, 5), (0, 0)], [1, 0, 0, 1], [1, 2], [[0, 2], [3, 5]]),  # "ab| cd"
        ("q: ", [(0, 0), (0, 1), (1, 2), (2, 5), (5, 8)], [1, 0, 0, 0, 0], [3, 4], [[0, 2], [3, 5]]),
        ("", [(0, 2), (2, 3), (3, 5)], [0, 0, 0], [0, 2], [[0, 2], [3, 5]]),  # a token of mere space
        ("q: ", [(0, 4), (4, 5), (6, 8)], [0, 0, 0], [0, 1, 2], [[0, 1], [1, 2], [3, 5]]),  # one across both
        ("q: ", [(0, 1), (1, 2)], [0, 0], [], []),  # the window ends in the prompt
    ],
)
def test_a_text_s_own_tokens_are_neither_special_nor_the_prompt_s(
    prompt: str,
    offsets: list[tuple[int, int]],
    special: list[int],
    kept: list[int],
    spans: list[list[int]],
) -> None:
    own = OwnTokens.from_reading(prompt + "ab cd", prompt, offsets, special)
    assert (own.kept.tolist(), own.spans.tolist()) == (kept, spans)
    assert own.spans.shape == (len(kept), 2)


def test_the_model_s_window_is_respected(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path, prompts=PROMPTS)
    assert SentenceTransformerEmbedder(saved).window == WINDOW
    edit_json(saved / "tokenizer_config.json", model_max_length=20)
    original = SentenceTransformerEmbedder(saved)
    (read,) = original.questions.embed_tokens(["word " * 100])
    assert original.window == 20
    assert len(read.ids) == 20 - 2 - 2  # the special tokens, and "query" and ":"


def edit_json(file: Path, **changes: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")


def test_half_precision_is_widened(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path)
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(saved), device="cpu", local_files_only=True).half().save_pretrained(
        str(tmp_path / "half")
    )
    full, half = (SentenceTransformerEmbedder(folder) for folder in (saved, tmp_path / "half"))
    assert (full.embed(["leave"]) @ half.embed(["leave"]).T).item() == pytest.approx(1, abs=1e-3)


def test_a_pooling_in_several_ways_is_refused(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path)
    edit_json(saved / "1_Pooling" / "config.json", pooling_mode=["cls", "mean"])
    with pytest.raises(ModelInvalid, match=r"has 2 poolings in one vector\. Take a transformer"):
        SentenceTransformerEmbedder(saved)


def test_a_pooling_that_leaves_its_prompt_out_is_refused_if_there_is_one(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path, prompts=PROMPTS)
    edit_json(saved / "1_Pooling" / "config.json", include_prompt=False)
    with pytest.raises(ModelInvalid, match="leaves its prompt out of its pooling"):
        SentenceTransformerEmbedder(saved)
    edit_json(saved / "config_sentence_transformers.json", prompts={})
    assert SentenceTransformerEmbedder(saved).dimension == 24


def test_what_is_no_transformer_is_refused(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path)
    modules = json.loads((saved / "modules.json").read_text("utf-8"))
    (saved / "modules.json").write_text(json.dumps(modules[:1]), "utf-8")
    with pytest.raises(ModelInvalid, match="is made of Transformer, not of a Transformer and a Pooling"):
        SentenceTransformerEmbedder(saved)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path)
    (saved / "config.json").write_text("{}", "utf-8")
    with pytest.raises(ModelInvalid, match="sentence-transformers can't read this model"):
        SentenceTransformerEmbedder(saved)


def test_weights_of_every_part_count_and_none_may_be_pickled(tmp_path: Path) -> None:
    saved = save_tiny_bert(tmp_path, narrowed_to=8)
    before, dense = load_model_files(saved).sha256, saved / "2_Dense" / "model.safetensors"
    weights = dense.read_bytes()
    dense.write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    assert load_model_files(saved).sha256 != before
    dense.write_bytes(weights)
    assert load_model_files(saved).sha256 == before
    dense.rename(dense.with_name("pytorch_model.bin"))
    with pytest.raises(ModelInvalid, match=r"2_Dense/pytorch_model\.bin may run code when it is read"):
        load_model_files(saved)

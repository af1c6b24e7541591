"""One suite for every embedder: both kinds over several models, which must agree, and the tests' own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.embedder import Embedder, pool_parts
from index.exported_model import ExportedModel
from index.model_files import load_model_files
from index.onnx_embedder import OnnxEmbedder
from index.onnx_export import export_model
from index.sentence_transformer_embedder import SentenceTransformerEmbedder
from knowledge.guide import Span
from tests.fakes import WordCountEmbedder
from tests.tiny_models import save_tiny_bert, save_tiny_xlm_roberta

pytestmark = pytest.mark.early(1)

TEXTS = [
    "Customer data stays out of free plans.",
    "Leave is asked for three days ahead. Your supervisor says yes or no.",
    "Überall dort, wo Kundendaten liegen – auch 😀.",
    "word " * 600,
    "",
]
PARTS = [[Span(0, 13)], [Span(0, 36), Span(37, 68)], [], [Span(0, 4), Span(2900, 2999)], []]
PROMPTS = {"query": "query: ", "passage": "passage: title text: "}


@dataclass(frozen=True)
class Model:
    """One model, by the library that made it and as it answers."""

    original: SentenceTransformerEmbedder
    exported: OnnxEmbedder


@pytest.fixture(scope="module")
def packaged(exported_model: ExportedModel) -> Model:
    original = SentenceTransformerEmbedder(load_model_files().folder)
    return Model(original, OnnxEmbedder.load(exported_model))


@pytest.fixture(scope="module")
def narrowed(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Pooled from the first token, then narrowed, never normalised, with prompts."""
    folder = tmp_path_factory.mktemp("narrowed")
    return exported_from(save_tiny_bert(folder, pooling="cls", narrowed_to=16, prompts=PROMPTS), folder)


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """With a Unigram tokenizer, whose tokens take the space before a word along."""
    folder = tmp_path_factory.mktemp("multilingual")
    return exported_from(save_tiny_xlm_roberta(folder, prompts={"query": "query: "}), folder)


def exported_from(saved: Path, folder: Path) -> Model:
    exported = export_model(load_model_files(saved), folder / "exported")
    return Model(SentenceTransformerEmbedder(saved), OnnxEmbedder.load(exported))


MODELS = ("packaged", "narrowed", "multilingual")


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> Model:
    made: Model = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["fake", *(f"{name} {kind}" for name in MODELS for kind in ("original", "exported"))])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return WordCountEmbedder(("customer", "data", "leave", "word", "supervisor"))
    name, kind = request.param.split()
    made: Embedder = getattr(request.getfixturevalue(name), kind)
    return made


def parts_of(embedder: Embedder) -> np.ndarray:
    return np.concatenate(
        [pool_parts(*read) for read in zip(embedder.embed_tokens(TEXTS), PARTS, strict=True)]
    )


def test_shapes_and_lengths(embedder: Embedder) -> None:
    assert embedder.embed(TEXTS).shape == (5, embedder.dimension)
    assert embedder.embed(TEXTS).dtype == np.float32
    widths = set()
    for text, read in zip(TEXTS, embedder.embed_tokens(TEXTS), strict=True):
        count = len(read.ids)
        assert (read.vector.shape, read.spans.shape) == ((embedder.dimension,), (count, 2))
        assert (read.final.shape, len(read.inner)) == ((count, embedder.dimension), count)
        assert read.final.dtype == read.inner.dtype == np.float32
        assert (count == 0) == (text == "")
        widths.add(read.inner.shape[1])
    assert len(widths) == 1


def test_lengths_are_one_where_the_text_says_something(embedder: Embedder) -> None:
    np.testing.assert_allclose(np.linalg.norm(embedder.embed(TEXTS[:2]), axis=1), 1, atol=1e-5)
    lengths = np.linalg.norm(embedder.embed_tokens(TEXTS[:1])[0].inner, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


@pytest.mark.parametrize("of_questions", [False, True])
def test_spans_are_the_tokens_places_in_the_text(embedder: Embedder, of_questions: bool) -> None:
    (read,) = (embedder.questions if of_questions else embedder).embed_tokens([TEXTS[0]])
    words = [TEXTS[0][start:end] for start, end in read.spans]
    assert words[:3] == ["Customer", "data", "stays"]
    assert np.all(np.diff(read.spans[:, 0]) > 0)


def test_tokens_cost_the_whole_nothing(embedder: Embedder) -> None:
    wholes = [read.vector for read in embedder.embed_tokens(TEXTS)]
    np.testing.assert_allclose(wholes, embedder.embed(TEXTS), atol=2e-6)


def test_neighbours_in_a_batch_change_nothing(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(embedder.embed(TEXTS), alone, atol=2e-6)
    (lone,) = embedder.embed_tokens(TEXTS[:1])
    np.testing.assert_allclose(embedder.embed_tokens(TEXTS)[0].inner, lone.inner, atol=2e-6)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)
    assert embedder.embed_tokens([]) == []


@pytest.mark.parametrize("embedder", ["fake", "packaged original", "packaged exported"], indirect=True)
def test_the_nearer_text_is_nearer(embedder: Embedder) -> None:
    query, data, leave = embedder.embed(["customer data", TEXTS[0], TEXTS[1]])
    assert query @ data > query @ leave


TAKEN: dict[str, Callable[[Embedder], np.ndarray]] = {
    "texts": lambda embedder: embedder.embed(TEXTS),
    "parts": parts_of,
    "tokens": lambda embedder: np.concatenate([read.inner for read in embedder.embed_tokens(TEXTS)]),
    "questions": lambda embedder: embedder.questions.embed(TEXTS),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_the_exported_model_agrees_with_the_original(taken: str, model: Model) -> None:
    cosines = np.sum(TAKEN[taken](model.original) * TAKEN[taken](model.exported), axis=1)
    assert cosines.min() >= 0.9999


def test_both_read_the_same_tokens(model: Model) -> None:
    both = (model.original.embed_tokens(TEXTS), model.exported.embed_tokens(TEXTS))
    for one, other in zip(*both, strict=True):
        np.testing.assert_array_equal(one.ids, other.ids)
        np.testing.assert_array_equal(one.spans, other.spans)


def test_a_part_beyond_the_window_has_the_whole_s_vector(model: Model) -> None:
    (read,) = model.exported.embed_tokens([TEXTS[3]])
    np.testing.assert_allclose(pool_parts(read, [Span(2900, 2999)])[0], read.vector, atol=1e-6)


@pytest.mark.parametrize(("of_questions", "asked"), [(True, "query"), (False, "passage")])
def test_the_original_gives_what_sentence_transformers_gives(
    model: Model, of_questions: bool, asked: str
) -> None:
    library, ours = model.original.model, model.original.questions if of_questions else model.original
    prompt = library.prompts.get(asked) or ""
    expected = library.encode(TEXTS, prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(ours.embed(TEXTS), expected, atol=2e-6)


def test_a_prompt_changes_vectors_and_leaves_the_tokens(narrowed: Model) -> None:
    passages, questions = (embedder.embed_tokens(TEXTS[:2]) for embedder in narrowed_sides(narrowed))
    for passage, question in zip(passages, questions, strict=True):
        np.testing.assert_array_equal(passage.ids, question.ids)
        np.testing.assert_array_equal(passage.spans, question.spans)
        assert passage.vector @ question.vector < 0.999


def narrowed_sides(narrowed: Model) -> tuple[Embedder, Embedder]:
    return narrowed.exported, narrowed.exported.questions

"""Settings that name other models: they index and answer, and an index knows whose it is."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import create_answerer
from bot.bootstrap_index import build_index
from bot.golden import Golden
from bot.places import exported_folder, is_current
from bot.settings import Settings, SettingsInvalid, load_settings
from index.embedding import silent
from index.errors import IndexStale
from index.exported_model import ExportedModel
from index.golds import Gold, SectionName
from index.model_files import load_model_files
from tests.tiny_models import save_tiny_bert, save_tiny_cross_encoder

GUIDE = """# Work
## Leave
Leave is asked for three days ahead. Your supervisor says yes or no.
## Travel
Book travel through the portal. Keep the receipts.
"""
QUESTION = "how is travel asked for?"
TEXTS = [" ".join(part.split("\n")[1:]).strip() for part in GUIDE.split("## ")[1:]]
PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model's folder: 24 dimensions, pooled from the first token, with prompts."""
    return save_tiny_bert(tmp_path_factory.mktemp("tiny"), pooling="cls", prompts=PROMPTS)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def guides(state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder of one guide, for settings from an environment of our own."""
    monkeypatch.setenv("FOOTNOTE_STATE", str(state))
    for name in ("MODEL", "MODEL_LANGUAGES", "RERANKER", "RERANK_BUDGET_SECONDS"):
        monkeypatch.delenv(f"FOOTNOTE_{name}", raising=False)
    folder = state / "guides"
    folder.mkdir(exist_ok=True)
    (folder / "work.md").write_text(GUIDE, "utf-8")
    yield folder
    shutil.rmtree(state / "index", ignore_errors=True)


def settings_with(guides: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> Settings:
    for name, value in changes.items():
        monkeypatch.setenv(f"FOOTNOTE_{name.upper()}", str(value))
    return load_settings(guides)


def headings(settings: Settings, question: str = QUESTION) -> list[str]:
    answer = create_answerer(settings).answer(question)
    assert all(citation.quote in GUIDE for citation in answer.citations)
    return [candidate.heading for candidate in answer.candidates]


def test_another_model_indexes_and_answers(guides: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(guides, monkeypatch, model=tiny)
    manifest = build_index(settings, silent).generation.manifest
    assert (manifest.model_name, manifest.dimension) == ("saved", 24)
    assert is_current(settings)
    assert sorted(headings(settings)) == ["Leave", "Travel"]
    exported = ExportedModel.load(exported_folder(settings))
    assert (exported.manifest.question_prompt, exported.manifest.passage_prompt) == ("query: ", "passage: ")


def test_an_index_of_another_model_is_refused_with_the_cure(
    guides: Path, tiny: Path, exported_model: ExportedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_with(guides, monkeypatch, model=tiny)
    build_index(settings, silent)
    packaged = settings.model_copy(update={"model": None})
    with pytest.raises(
        IndexStale,
        match=r"built with saved, and all-MiniLM-L6-v2 was not exported yet\. Run: footnote index",
    ):
        create_answerer(packaged)
    exported_folder(packaged).symlink_to(exported_model.folder)
    with pytest.raises(
        IndexStale, match=r"built with saved, the settings name all-MiniLM-L6-v2\. Run: footnote index"
    ):
        create_answerer(packaged)
    assert not is_current(packaged)
    build_index(packaged, silent)
    assert headings(packaged)[0] == "Travel"
    with pytest.raises(IndexStale, match="built with all-MiniLM-L6-v2, the settings name saved"):
        create_answerer(settings)
    exported_folder(packaged).unlink()


def test_another_prompt_is_another_model(
    guides: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(tiny, tmp_path / "saved")
    settings = settings_with(guides, monkeypatch, model=tiny)
    build_index(settings, silent)
    assert load_model_files(copied).sha256 == load_model_files(tiny).sha256
    config = copied / "config_sentence_transformers.json"
    config.write_text(config.read_text("utf-8").replace("query: ", "ask: "), "utf-8")
    assert load_model_files(copied).sha256 != load_model_files(tiny).sha256
    with pytest.raises(IndexStale, match=r"saved was not exported yet\. Run: footnote index"):
        create_answerer(settings.model_copy(update={"model": copied}))


def test_golden_questions_are_asked_of_both_models(
    guides: Path, tiny: Path, exported_model: ExportedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_with(guides, monkeypatch, model=tiny)
    built = build_index(settings, silent).generation.manifest.id
    packaged = settings.model_copy(update={"model": None})
    exported_folder(packaged).symlink_to(exported_model.folder)
    travel = Gold("travel", QUESTION, True, "any", (SectionName("work.md", "Travel"),))
    golden = Golden(guides / "questions.jsonl", (travel,))
    compared = build_index(packaged, silent, golden=golden).golden
    assert compared
    assert (compared.before, compared.right, compared.remark) == (built, 1, "")
    build_index(settings, silent)
    gone = exported_folder(settings).rename(settings.state / "elsewhere")
    alone = build_index(packaged, silent, golden=golden).golden
    gone.rename(exported_folder(settings))
    exported_folder(packaged).unlink()
    assert alone
    assert (alone.before, alone.right, alone.changes) == (None, 1, ())
    assert alone.remark == "the earlier index's model, saved, is not there any more"


def test_a_cross_encoder_reorders_within_its_budget(
    guides: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_with(guides, monkeypatch, model=tiny, rerank_budget_seconds=60)
    build_index(settings, silent)
    found = headings(settings)  # by a model that knows nothing, so in any order
    text = dict(zip(("Leave", "Travel"), TEXTS, strict=True))
    taught = [(QUESTION, f"Work > {name}\n{text[name]}", float(name == found[-1])) for name in found]
    reranked = settings.model_copy(update={"reranker": save_tiny_cross_encoder(tmp_path, taught)})
    assert headings(reranked) == found[::-1]
    assert headings(reranked.model_copy(update={"rerank_budget_seconds": 0.0})) == found


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("en", {"en"}),
        ("en, de-AT", {"en", "de"}),
        ("multilingual", set()),
        (["en", "nb"], {"en", "no"}),
        (None, None),
    ],
)
def test_the_model_s_languages_are_read(
    guides: Path, written: "str | list[str] | None", languages: "set[str] | None"
) -> None:
    if written is not None:
        (guides / "footnote.toml").write_text(f"model_languages = {json.dumps(written)}", "utf-8")
    try:
        assert load_settings(guides).model_languages == languages
    finally:
        (guides / "footnote.toml").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("model_languages", "english", "not told apart: english. Name codes such as en, or multilingual"),
        ("rerank_budget_seconds", "-1", "rerank_budget_seconds: Input should be greater than or equal to 0"),
        ("rerank_budget_seconds", "inf", "rerank_budget_seconds: Input should be a finite number"),
    ],
)
def test_settings_that_can_t_be_used_are_named(
    guides: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    with pytest.raises(SettingsInvalid) as raised:
        settings_with(guides, monkeypatch, **{name: value})
    assert message in str(raised.value)

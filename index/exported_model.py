"""A model exported for answering: a folder of an ONNX graph, its weights and a tokenizer, with a manifest."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelInvalid
from index.model_files import sha256_of

GRAPH, WEIGHTS, TOKENIZER, MANIFEST = "model.onnx", "model.onnx.data", "tokenizer.json", "manifest.json"


class ModelManifest(BaseModel):
    """What the folder holds: the original's hash, and each exported file's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[2] = 2
    name: str
    sha256: str
    """Of the sentence-transformers model that this was exported from."""
    dimension: int
    max_tokens: int
    question_prompt: str
    passage_prompt: str
    """What the model asks to read before a question, and before a passage; "" for nothing."""
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """An exported model's folder and manifest, not yet verified: see `verify`."""

    folder: Path
    manifest: ModelManifest

    @classmethod
    def load(cls, folder: Path) -> "ExportedModel":
        """Read the manifest of ``folder``.

        Raises:
            ModelInvalid: there is none, or it can't be read.
        """
        try:
            text = (folder / MANIFEST).read_text("utf-8")
            return cls(folder, ModelManifest.model_validate_json(text))
        except (OSError, ValidationError) as error:
            cure = "Delete the folder and run: footnote index"
            raise ModelInvalid(f"{folder} holds no exported model that can be read. {cure}") from error

    def verify(self) -> None:
        """Hash every file against the manifest.

        Raises:
            ModelInvalid: a file is missing or was changed since the export.
        """
        for name, expected in self.manifest.files.items():
            file = self.folder / name
            if not file.is_file() or sha256_of(file) != expected:
                cure = f"Delete {self.folder} and run: footnote index"
                raise ModelInvalid(f"{file} is not the file that was exported. {cure}")


def file_hashes(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each named file in ``folder``."""
    return {name: sha256_of(folder / name) for name in names}

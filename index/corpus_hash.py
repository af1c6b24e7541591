"""One hash over a folder of guides: the same hash means that an index of it would be the same."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.model_files import sha256_of
from knowledge.guide_files import GuideDefaults
from knowledge.guide_formats import CONVERSION


def joined_sha256(schema: int, defaults: GuideDefaults, files: Iterable[tuple[str, str]]) -> str:
    """Join the hashes of guide files, pairs of a path and a hash in the paths' order, into one."""
    settings = [
        schema,
        CONVERSION,
        defaults.base_url,
        defaults.owner,
        defaults.disclaimer,
        defaults.lang,
    ]
    parts = [json.dumps(settings), *(f"{content} {path}" for path, content in files)]
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def file_hashes(guides: Path, files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield each file's path below ``guides`` and its SHA-256."""
    for file in files:
        # What can't be read is named by the reader; here it only has to differ from a good file.
        try:
            content = sha256_of(file) if file.is_file() else "no file"
        except OSError as error:
            content = f"unread: {error.errno}"
        yield file.relative_to(guides).as_posix(), content

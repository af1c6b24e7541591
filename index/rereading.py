"""Reads a folder of guides, and parses only what changed since a generation was built from it."""

import hashlib
import json
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path

import knowledge
from index.base import Base, Notes
from index.corpus_hash import file_hashes, joined_sha256
from index.manifest import SCHEMA_VERSION
from knowledge.conversion.cache import ConversionCache
from knowledge.conversion.converter import Converter
from knowledge.errors import GuideInvalid
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults, find_files
from knowledge.reading import Library, orphans, read_guide

_OURS = ("views.py", "words.py", "section_words.py")
"""The modules of this package that decide how a guide's words are counted."""
_THEIRS = ("markdown-it-py", "mdit-py-plugins", "sentencex", "PyYAML", "PyStemmer", "bm25s")


@dataclass(frozen=True, slots=True)
class Reading:
    """A folder as read: what may be indexed of it, and the hashes that an index of it is known by."""

    library: Library
    corpus_sha256: str
    recipe_sha256: str
    notes: Notes


def read_again(
    folder: Path, defaults: GuideDefaults, base: Base | None, cache: ConversionCache | None = None
) -> Reading:
    """Read each guide below ``folder``; one whose file is byte for byte the base's isn't parsed again.

    ``cache`` keeps what other formats than Markdown were converted to.

    Raises:
        GuidesMissing: the folder isn't there.
    """
    recipe = recipe_sha256(defaults)
    known = base if base and base.generation.manifest.recipe_sha256 == recipe else None
    guides: list[Guide] = []
    problems: list[GuideInvalid] = []
    hashes: list[tuple[str, str]] = []
    notes: dict[str, tuple[GuideInvalid, ...]] = {}
    found = find_files(folder)
    files, sidecars = found.files, frozenset(found.sidecars)
    with Converter(cache) as converter:
        for file, (path, content) in zip(files, file_hashes(folder, files), strict=True):
            hashes.append((path, content))
            if file in sidecars:
                continue
            try:
                guide, notes[path] = _known(known, file, path, content) or read_guide(
                    folder, file, defaults, converter
                )
            except GuideInvalid as problem:
                problems.append(problem)
            else:
                guides.append(guide)
                # Of the bytes that were parsed, should they have changed meanwhile.
                hashes[-1] = path, guide.original_sha256 or guide.sha256
    warnings = (*orphans(found), *(note for own in notes.values() for note in own))
    library = Library(tuple(guides), tuple(problems), warnings)
    return Reading(library, joined_sha256(SCHEMA_VERSION, defaults, hashes), recipe, notes)


def _known(
    base: Base | None, file: Path, path: str, content: str
) -> tuple[Guide, tuple[GuideInvalid, ...]] | None:
    guide = base.guides.get(path) if base else None
    if base is None or guide is None or guide.sha256 != content or file.is_symlink():
        return None  # a link may lead out of the folder: the reader looks where to
    if guide.original_sha256:
        return None  # what lies beside it decides as well, and its conversion is kept elsewhere
    return guide, tuple(base.notes.get(path, ()))


def recipe_sha256(defaults: GuideDefaults) -> str:
    """Hash all that decides what is read from the same bytes: our code, the libraries', the settings.

    Of code that changed nobody has to remember that it matters.
    """
    ours = sorted(Path(knowledge.__path__[0]).glob("*.py")) + [
        Path(__file__).with_name(name) for name in _OURS
    ]
    hashes = [[file.name, hashlib.sha256(file.read_bytes()).hexdigest()] for file in ours]
    parts = [hashes, [version(name) for name in _THEIRS], astuple(defaults)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

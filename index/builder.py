"""Guides → a new generation: embed, index, check, and only then make it current."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.corpus import Corpus
from index.embedder import Embedder, Vectors
from index.folders import written_folder
from index.generations import MANIFEST, SCHEMA_VERSION, Generation, Generations, Manifest
from index.lexical import LexicalIndex
from index.model_files import sha256_of
from index.vectors import VectorIndex
from index.views import PassageView, corpus_views
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide

VECTORS, STATEMENTS, LEXICAL = "passages.faiss", "statements.npy", "lexical"
_SLICE = 256
"""Passages between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many passages are embedded, and of how many."""


def _silent(_done: int, _total: int) -> None:
    """Report no progress."""


def build_generation(  # noqa: PLR0913 - what a manifest is made of
    generations: Generations,
    guides: Sequence[Guide],
    embedder: Embedder,
    model: tuple[str, str],
    corpus_sha256: str,
    lang: str,
    progress: Progress = _silent,
) -> Generation:
    """Build a generation beside the others and make it current; ``model`` is the model's name and SHA-256.

    Raises:
        GuidesMissing: no guide has any text.
    """
    sections, views = corpus_views(tuple(guides))
    if not views:
        raise GuidesMissing(
            "None of the guides has any text. Add a Markdown file with a heading and a sentence."
        )
    passages, statements = _embed(embedder, views, progress)
    folder = generations.next_folder(corpus_sha256)
    with written_folder(folder) as draft:
        Corpus.save(draft, guides)
        VectorIndex.from_vectors(passages).save(draft / VECTORS)
        np.save(draft / STATEMENTS, statements)
        LexicalIndex.from_texts(sections, lang).save(draft / LEXICAL)
        manifest = Manifest(
            schema_version=SCHEMA_VERSION,
            id=folder.name,
            built_at=datetime.now(UTC),
            model_name=model[0],
            model_sha256=model[1],
            dimension=embedder.dimension,
            corpus_sha256=corpus_sha256,
            lang=lang,
            guides=len(guides),
            sections=len(sections),
            passages=len(views),
            statements=len(statements),
            files=_hashes(draft),
        )
        (draft / MANIFEST).write_text(manifest.model_dump_json(indent=2), "utf-8")
    generation = Generation.load(folder)
    generations.make_current(generation)
    return generation


def _embed(embedder: Embedder, views: Sequence[PassageView], progress: Progress) -> tuple[Vectors, Vectors]:
    """Embed in slices, longest first within each, and report after every slice."""
    wholes, parts = [], []
    for start in range(0, len(views), _SLICE):
        some = views[start : start + _SLICE]
        whole, part = embedder.embed_parts([view.text for view in some], [view.parts for view in some])
        wholes.append(whole)
        parts.append(part)
        progress(start + len(some), len(views))
    return np.concatenate(wholes), np.concatenate(parts)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in files}

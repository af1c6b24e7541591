"""Guides → a new generation: embed, index, check, and only then make it current."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.aliases import Aliases
from index.corpus import Corpus
from index.corpus_vectors import Progress, embed_corpus, silent
from index.embedder import Embedder
from index.folders import written_folder
from index.generations import MANIFEST, SCHEMA_VERSION, Generation, Generations, Manifest
from index.learned import LEARNED, front_matter_questions
from index.learned_store import LearnedStore
from index.lexical import LEXICAL
from index.lexical_build import build_lexical_index
from index.model_files import sha256_of
from index.views import passage_views, section_text
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide


def build_generation(  # noqa: PLR0913 - what a manifest is made of
    generations: Generations,
    guides: Sequence[Guide],
    embedder: Embedder,
    model: tuple[str, str],
    corpus_sha256: str,
    progress: Progress = silent,
) -> Generation:
    """Build a generation beside the others and make it current; ``model`` is the model's name and SHA-256.

    Raises:
        GuidesMissing: no guide has any text.
    """
    views = passage_views(tuple(guides))
    if not views:
        raise GuidesMissing(
            "None of the guides has any text. Add a Markdown file with a heading and a sentence."
        )
    vectors = embed_corpus(embedder, views, progress)
    sections = [(guide.lang, section_text(section)) for guide in guides for section in guide.sections]
    folder = generations.next_folder(corpus_sha256)
    with written_folder(folder) as draft:
        Corpus.save(draft, guides)
        vectors.save(draft)
        Aliases.from_guides(guides).save(draft)
        LearnedStore(draft / LEARNED, model[1]).save(front_matter_questions(guides), embedder)
        build_lexical_index(draft / LEXICAL, sections)
        manifest = Manifest(
            schema_version=SCHEMA_VERSION,
            id=folder.name,
            built_at=datetime.now(UTC),
            model_name=model[0],
            model_sha256=model[1],
            dimension=embedder.dimension,
            corpus_sha256=corpus_sha256,
            guides=len(guides),
            sections=len(sections),
            passages=len(views),
            statements=len(vectors.segments.values) - len(views),
            files=_hashes(draft),
        )
        (draft / MANIFEST).write_text(manifest.model_dump_json(indent=2), "utf-8")
    generation = Generation.load(folder)
    generations.make_current(generation)
    return generation


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in files}

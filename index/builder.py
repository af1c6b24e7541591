"""Guides → a new generation: embed what is new, take over the rest, check it, only then make it current."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.base import Donor, Known, no_garbage
from index.corpus import Corpus
from index.embedder import Embedder
from index.embedding import Progress, embed_passages, silent
from index.folders import written_folder
from index.generations import Generation, Generations
from index.lexical import LEXICAL
from index.manifest import SCHEMA_VERSION, AxesAge, Manifest, SelfRetrieval
from index.material import Material, write_parts
from index.model_files import hash_files
from index.passage_runs import KeptPassages
from index.plan import Plan
from index.retriever import HybridRetriever
from index.row_checks import check_passages, check_words
from index.section_words import SectionWords
from index.verification import check_guides, check_retrieval, check_shapes
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide

AXES_KEPT_UNTIL = 0.25
"""The share of passages that may have changed since the codes' axes were found: see docs/decisions/0012."""
CHECKING, LEAST_SECONDS, MOST_SECONDS = 0.05, 0.1, 5.0
"""Searches may take this share of the time that embedding took, within these bounds."""

Stage = Callable[[str], None]
"""Told what is about to be done."""


def unannounced(_stage: str) -> None:
    """Announce no stage."""


@dataclass(frozen=True, slots=True)
class Report:
    """Who is told how far a build is."""

    embedded: Progress = silent
    stage: Stage = unannounced


NOTHING_KNOWN, NOBODY = Known(), Report()


def build_generation(  # noqa: PLR0913 - what a manifest is made of
    generations: Generations,
    guides: Sequence[Guide],
    embedder: Embedder,
    model: tuple[str, str],
    corpus_sha256: str,
    progress: Progress = silent,
    known: Known = NOTHING_KNOWN,
) -> Generation:
    """Write a generation and make it current; ``model`` is the model's name and SHA-256.

    Raises:
        GuidesMissing: no guide has any text.
        IndexUnsound: the generation fails a check.
    """
    material = Material(guides, *model, corpus_sha256)
    generation = write_generation(generations, material, embedder, known, Report(progress))
    generations.make_current(generation)
    return generation


def write_generation(
    generations: Generations,
    material: Material,
    embedder: Embedder,
    known: Known = NOTHING_KNOWN,
    report: Report = NOBODY,
) -> Generation:
    """Write a complete, checked generation beside the others, without making it current.

    Raises:
        GuidesMissing: no guide has any text.
        IndexUnsound: the generation fails a check.
    """
    plan = plan_build(material.guides, known)
    if not plan.passages:
        raise GuidesMissing(
            "None of the guides has any text. Add a Markdown file with a heading and a sentence."
        )
    report.stage("embedding")
    started = time.monotonic()
    steps = plan.known.donor.passages.steps if plan.known.donor else None
    embedded = embed_passages(embedder, plan.views, steps, report.embedded)
    allowed = min(MOST_SECONDS, max(LEAST_SECONDS, CHECKING * (time.monotonic() - started)))
    folder = generations.next_folder(material.corpus_sha256)
    with written_folder(folder) as draft, no_garbage():
        report.stage("writing")
        write_parts(draft, plan, material, embedder, embedded)
        report.stage("hashing")
        manifest = _manifest(draft, folder.name, plan, material, embedder.dimension)
        report.stage("checking")
        found = _check(Generation(draft, manifest), plan, embedder, allowed)
        manifest.model_copy(update={"self_retrieval": found}).save(draft)
        report.stage("flushing to disk")
    return Generation.load(folder)


def plan_build(guides: Sequence[Guide], known: Known) -> Plan:
    """Take over what can be, unless the corpus became another one: then all is embedded, by new axes."""
    plan = Plan.from_guides(guides, known)
    if known.donor is None or _changed_since(plan, known.donor) <= AXES_KEPT_UNTIL * len(plan.passages):
        return plan
    return Plan.from_guides(guides, replace(known, donor=None))


def _changed_since(plan: Plan, donor: Donor) -> int:
    return donor.generation.manifest.axes.changed_since + plan.changed


def _manifest(draft: Path, name: str, plan: Plan, material: Material, dimension: int) -> Manifest:
    corpus, donor = Corpus.load(draft), plan.known.donor
    return Manifest(
        schema_version=SCHEMA_VERSION,
        id=name,
        built_at=datetime.now(UTC),
        model_name=material.model_name,
        model_sha256=material.model_sha256,
        dimension=dimension,
        corpus_sha256=material.corpus_sha256,
        recipe_sha256=material.recipe_sha256,
        guides=len(plan.guides),
        sections=len(corpus.sections),
        passages=len(plan.passages),
        statements=int(corpus.passages[-1, 2]) - len(plan.passages),
        embedded=len(plan.views),
        axes=AxesAge(
            found_on=donor.generation.manifest.axes.found_on if donor else name,
            changed_since=_changed_since(plan, donor) if donor else 0,
        ),
        self_retrieval=SelfRetrieval(asked=0, found=0),
        files=hash_files(draft, _files(draft)),
    )


def _check(draft: Generation, plan: Plan, embedder: Embedder, seconds: float) -> SelfRetrieval:
    """Check the draft as it lies on disk; guides that were taken over are a verified generation's bytes."""
    retriever = HybridRetriever.load(draft, embedder)
    changed = [guide.path for guide in plan.guides if guide.path not in plan.same]
    corpus = retriever.corpus
    check_shapes(retriever)
    check_guides(corpus, changed)
    check_passages(KeptPassages.load(draft.folder, corpus.passages[:, 1:3]), corpus, embedder)
    check_words(retriever.lexical, SectionWords.load(draft.folder / LEXICAL), corpus)
    numbers = [corpus.paths[path] for path in changed]
    sections = np.flatnonzero(np.isin(corpus.sections[:, 0], numbers))
    return check_retrieval(retriever, sections.tolist(), seconds)


def _files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())

"""What a generation is made of, and the files that it is written to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.aliases import Aliases
from index.base import Notes, save_notes
from index.corpus import Corpus
from index.embedder import Embedder
from index.embedding import CodeSteps, EmbeddedPassage
from index.learned import LEARNED, front_matter_questions
from index.learned_store import LearnedStore
from index.lexical import LEXICAL
from index.lexical_build import build_lexical_index
from index.moves import Changes, Moves
from index.passage_runs import save_runs
from index.plan import Plan
from knowledge.guide import Guide


@dataclass(frozen=True, slots=True)
class Material:
    """What a generation is made of: the guides as read, and the model and hashes that it is known by."""

    guides: Sequence[Guide]
    model_name: str
    model_sha256: str
    corpus_sha256: str
    recipe_sha256: str = ""
    notes: Notes = field(default_factory=dict)


def write_parts(
    draft: Path,
    plan: Plan,
    material: Material,
    embedder: Embedder,
    embedded: tuple[list[EmbeddedPassage], CodeSteps],
) -> None:
    """Write all of a generation but its manifest into ``draft``; some passages were ``embedded`` now."""
    passages, steps = embedded
    _write_guides(draft, plan)
    save_notes(draft, material.notes)
    save_runs(draft, list(plan.runs(passages)), steps, [passage.key for passage in plan.passages])
    Aliases.from_guides(plan.guides).save(draft)
    _write_questions(draft, plan, material, embedder)
    words = plan.section_words(material.recipe_sha256)
    build_lexical_index(draft / LEXICAL, words, (guide.lang for guide in plan.guides))


def _write_guides(draft: Path, plan: Plan) -> None:
    base, now = plan.known.base, {guide.path: guide for guide in plan.guides}
    if base is None:
        Corpus.save(draft, plan.guides, Moves({}))
        return
    moves = base.corpus.moves.then(Changes.between(base.guides, now), plan.guides)
    written = {path: base.corpus.line(base.corpus.paths[path]) for path in plan.same}
    Corpus.save(draft, plan.guides, moves, written)


def _write_questions(draft: Path, plan: Plan, material: Material, embedder: Embedder) -> None:
    """Write the guides' own questions; the vectors of those that the donor has are taken over."""
    store = LearnedStore(draft / LEARNED, material.model_sha256)
    if plan.known.donor:
        store.take_vectors_from(
            LearnedStore(plan.known.donor.generation.folder / LEARNED, material.model_sha256)
        )
    store.save(front_matter_questions(plan.guides), embedder)

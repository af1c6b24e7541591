"""The composition root of asking golden questions: the answerer of now beside that of an index to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import learned_store, load_answerer, load_embedder
from bot.golden import MOST_ASKED, Golden, GoldenReport
from bot.golden_asking import Contest, compare_answers
from bot.settings import Settings
from index.corpus import Corpus
from index.embedder import Embedder
from index.embedding import Progress
from index.errors import ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation
from index.learned import front_matter_questions
from index.standing import Wanted


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model, both as it lies on disk and ready to embed."""

    exported: ExportedModel
    embedder: Embedder


def ask_golden(  # noqa: PLR0913 - two generations, and what both are asked
    settings: Settings,
    golden: Golden,
    draft: Generation,
    current: Generation | None,
    model: LoadedModel,
    progress: Progress,
) -> GoldenReport:
    """Ask the draft, and the generation that is current, the golden questions and those asked in the past.

    ``model`` is the draft's; ``progress`` is told how many questions of how many are asked.

    Raises:
        IndexMissing: a line of the learned questions can't be read.
    """
    corpus, before = Corpus.load(draft.folder), Corpus.load(current.folder) if current else None
    wanted = [Wanted.find(gold, before, corpus) for gold in golden.golds[:MOST_ASKED]]
    contest = _contest(settings, draft, current, corpus, model)
    past = _past_questions(settings, model.exported, corpus) if contest.before else []
    known = {own.gold.question for own in wanted}
    room = MOST_ASKED - len(wanted)
    past = [question for question in dict.fromkeys(past) if question not in known][:room]
    return compare_answers(golden, wanted, past, contest, progress)


def _contest(
    settings: Settings, draft: Generation, current: Generation | None, corpus: Corpus, model: LoadedModel
) -> Contest:
    now = load_answerer(settings, draft, model.exported, model.embedder)
    if current is None:
        return Contest(now, None, corpus.moves, "there is no earlier index to compare with")
    earlier = _model_of(current, settings.state / "models", model)
    if earlier is None:
        remark = f"the earlier index's model, {current.manifest.model_name}, is not there any more"
        return Contest(now, None, corpus.moves, remark)
    return Contest(now, load_answerer(settings, current, earlier.exported, earlier.embedder), corpus.moves)


def _model_of(generation: Generation, models: Path, ours: LoadedModel) -> LoadedModel | None:
    """Return the model that a generation was built with, as long as its export is kept."""
    wanted = generation.manifest.model_sha256
    if ours.exported.manifest.sha256 == wanted:
        return ours
    for folder in sorted(models.glob("[!.]*/")):
        try:
            exported = ExportedModel.load(folder)
            if exported.manifest.sha256 == wanted:
                return LoadedModel(exported, load_embedder(exported))
        except ModelInvalid:
            continue
    return None


def _past_questions(settings: Settings, exported: ExportedModel, corpus: Corpus) -> Sequence[str]:
    """Return what is known to have been asked: learned questions, and those that the guides name."""
    guides = (corpus.guide(number) for number in corpus.paths.values())
    questions = (*learned_store(settings, exported).questions(), *front_matter_questions(guides))
    return [question.question for question in questions]

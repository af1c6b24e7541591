"""`footnote calibrate`: fits the confidence on a file of questions, and says what it is worth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import track
from rich.text import Text

from bot.bootstrap import create_answerer
from bot.eval_rows import Rows, bin_rows
from bot.eval_tables import print_rows
from bot.eval_words import figure_name, number
from bot.gold_questions import read_golds
from bot.places import confidence_file, generations_of
from bot.printable import printable
from bot.questions import QuestionsInvalid
from bot.settings import Settings
from index.calibration import Calibration, CalibrationImpossible, Sample, fit_confidence
from index.folders import replace_file
from index.golds import Gold
from index.outcomes import judge
from index.reliability import Bin
from knowledge.answerer import Answerer
from knowledge.guide import Guide
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, Retriever


@dataclass(slots=True)
class _Overheard:
    """A retriever that remembers what it found last: the signals that an answer was judged by."""

    retriever: Retriever
    findings: Findings | None = field(default=None, init=False)

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        return self.retriever.cards

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        self.findings = self.retriever.search(query, limit, within)
        return self.findings

    def guide(self, path: str) -> Guide:
        return self.retriever.guide(path)


@dataclass(frozen=True, slots=True)
class CalibrationPlan:
    """The questions to fit on, and the file to write; None writes where answering looks for it."""

    file: Path
    golds: tuple[Gold, ...]
    out: Path | None


def plan_calibration(file: Path, out: Path | None) -> CalibrationPlan:
    """Read the questions, so that bad input costs no indexing and no answer.

    Raises:
        QuestionsInvalid: the question file, or a line of it, can't be read.
        typer.BadParameter: there is no folder for ``out``.
    """
    if out is not None and not out.parent.is_dir():
        raise typer.BadParameter(f"{out.parent} is no folder. Make it first, or name another file.")
    return CalibrationPlan(file, read_golds(file), out)


def calibrate(settings: Settings, plan: CalibrationPlan) -> None:
    """Fit the confidence, write it, and print what it does on questions that it wasn't fitted on.

    Raises:
        QuestionsInvalid: no confidence can be fitted on these questions.
    """
    answerer = create_answerer(settings)
    model_sha256 = generations_of(settings).current().manifest.model_sha256
    source = f"{settings.guides.resolve().name}, {plan.file.name}"
    try:
        calibration = fit_confidence(list(_samples(answerer, plan.golds)), source, model_sha256)
    except CalibrationImpossible as error:
        raise QuestionsInvalid(f"{plan.file}: {error}") from error
    target = plan.out or confidence_file(settings)
    replace_file(target, calibration.model.model_dump_json(indent=2) + "\n")
    _print(calibration, target)


def _samples(answerer: Answerer, golds: Sequence[Gold]) -> Iterator[Sample]:
    """Ask each question just as people do, and keep the signals; there are none for a screened message."""
    console = Console(stderr=True)
    for gold in track(golds, "Asking questions", console=console, transient=True):
        overheard = _Overheard(answerer.retriever)
        outcome = judge(gold, replace(answerer, retriever=overheard).answer(gold.question))
        found = overheard.findings if overheard.findings and overheard.findings.sections else None
        yield Sample(found.signals if found else None, outcome.right, gold.answerable, gold.kind)


def _print(calibration: Calibration, file: Path) -> None:
    console = Console(highlight=False)
    model = calibration.model
    print_rows(_figure_rows(calibration), console)
    bins = [Bin(each.confidence, each.right, each.questions) for each in model.reliability]
    print_rows(bin_rows(bins), console)
    thresholds = f"Answered from {model.answered_from:.4f}, related from {model.related_from:.4f}."
    console.print(Text(printable(f"{thresholds}\nWritten to {file}")), soft_wrap=True)


def _figure_rows(calibration: Calibration) -> Rows:
    figures = calibration.figures
    named = {
        "answered_answerable": figures.answered,
        **{f"false_answers.{kind}": value for kind, value in figures.false_answers.items()},
        **{f"auroc.{kind}": value for kind, value in figures.auroc_kinds.items()},
        "auroc.right": figures.auroc_right,
        "calibration_error": figures.calibration_error,
    }
    rows = [(name, number(value), figure_name(name)) for name, value in named.items()]
    title = f"{calibration.questions} questions ({calibration.screened} screened), each held out in turn"
    return Rows(title, ("figure", ">value", "meaning"), rows)

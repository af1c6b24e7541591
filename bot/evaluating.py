"""`footnote eval`: asks every question of a file, scores the answers, and says how they compare."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.progress import track

from bot.bootstrap import create_answerer
from bot.bootstrap_quality import map_passages
from bot.eval_bounds import Bound, parse_bounds
from bot.eval_report import Report, write_report
from bot.eval_run import EvaluationRun
from bot.eval_tables import print_comparison, print_scorecard
from bot.gold_questions import read_golds
from bot.printable import printable_json
from bot.settings import Settings
from index.evaluation import Scorecard, figure_names, score
from index.golds import Gold
from index.significance import Comparison, compare
from knowledge.answer import Answer
from knowledge.answerer import Answerer


@dataclass(frozen=True, slots=True)
class EvaluationJson:
    """What `--json` prints; ``comparison`` is None unless there was a run to compare with."""

    scorecard: Scorecard
    comparison: Comparison | None


_JSON = TypeAdapter(EvaluationJson)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is to be evaluated, and what is to be done with the result."""

    file: Path
    golds: tuple[Gold, ...]
    bounds: tuple[Bound, ...]
    against: EvaluationRun | None
    save: Path | None
    html: Path | None
    as_json: bool


def plan_evaluation(  # noqa: PLR0913 - the command's options
    file: Path,
    *,
    fail_under: Sequence[str] = (),
    fail_over: Sequence[str] = (),
    against: Path | None = None,
    save: Path | None = None,
    html: Path | None = None,
    as_json: bool = False,
) -> Evaluation:
    """Read everything that is given, so that bad input costs no indexing and no answer.

    Raises:
        QuestionsInvalid: the question file, or a line of it, can't be read.
        typer.BadParameter: a bound, the run to compare with, or a file to write can't be used.
    """
    golds = read_golds(file)
    for target in filter(None, (save, html)):
        if not target.parent.is_dir():
            raise typer.BadParameter(f"{target.parent} is no folder. Make it first, or name another file.")
    return Evaluation(
        file=file,
        golds=golds,
        bounds=parse_bounds(fail_under, fail_over, figure_names(golds)),
        against=EvaluationRun.load(against) if against else None,
        save=save,
        html=html,
        as_json=as_json,
    )


def evaluate(settings: Settings, plan: Evaluation) -> bool:
    """Ask, score, print and write; return whether every bound was kept."""
    answerer = create_answerer(settings)
    scorecard = score(plan.golds, ask_all(answerer, plan.golds))
    comparison = compare(plan.against.outcomes, scorecard.outcomes) if plan.against else None
    if plan.as_json:
        written = _JSON.dump_json(EvaluationJson(scorecard, comparison)).decode()
        sys.stdout.write(printable_json(written) + "\n")
    else:
        _print(scorecard, comparison)
    if plan.save:
        run = EvaluationRun(at=datetime.now(UTC), generation=answerer.generation, outcomes=scorecard.outcomes)
        run.save(plan.save)
    if plan.html:
        _write_html(settings, plan, answerer, scorecard, comparison, plan.html)
    broken = [problem for bound in plan.bounds if (problem := bound.broken_by(scorecard.figures))]
    for problem in broken:
        typer.echo(f"footnote: {problem}", err=True)
    return not broken


def ask_all(answerer: Answerer, golds: Sequence[Gold]) -> list[Answer]:
    """Answer every question, with a progress bar on stderr."""
    console = Console(stderr=True)
    asked = track(golds, "Asking questions", console=console, transient=True)
    return [answerer.answer(gold.question) for gold in asked]


def _print(scorecard: Scorecard, comparison: Comparison | None) -> None:
    console = Console(highlight=False)
    print_scorecard(scorecard, console)
    if comparison:
        print_comparison(comparison, console)


def _write_html(  # noqa: PLR0913
    settings: Settings,
    plan: Evaluation,
    answerer: Answerer,
    scorecard: Scorecard,
    comparison: Comparison | None,
    file: Path,
) -> None:
    report = Report(
        guides=settings.guides.resolve().name,
        questions=plan.file.name,
        generation=answerer.generation,
        at=datetime.now(UTC),
        answered_from=answerer.confidence.answered_from,
        scorecard=scorecard,
        comparison=comparison,
        passage_map=map_passages(settings, [gold.question for gold in plan.golds]),
    )
    write_report(report, file)

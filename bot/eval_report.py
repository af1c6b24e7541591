"""An evaluation as one page that loads nothing: figures, plots and the worst misses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.eval_rows import bin_rows, change_lines, difference_rows, figure_rows, kind_rows, miss_rows
from bot.eval_words import figure_name, number
from bot.markup import Markup, tag
from bot.page import figure, render_page, table
from bot.svg_plots import kinds_plot, reliability_plot, risk_coverage_plot, scatter_plot
from index.evaluation import Scorecard
from index.outcomes import Outcome
from index.passage_map import PassageMap
from index.significance import Comparison

_LAYERS = {
    "passage": "a passage",
    "right": "right section first",
    "wrong": "right section not first",
    "right silent": "rightly not answered",
    "wrong answered": "answered though the guides are silent",
}
"""What each kind of point on the map means, the undermost first."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the page tells; ``answered_from`` is the confidence from which an answer is given."""

    guides: str
    questions: str
    generation: str
    at: datetime
    answered_from: float
    scorecard: Scorecard
    comparison: Comparison | None
    passage_map: PassageMap


def write_report(report: Report, file: Path) -> None:
    """Write the page to ``file``."""
    file.write_text(render_report(report), "utf-8")


def render_report(report: Report) -> str:
    """Return the page."""
    return render_page(f"Evaluation of {report.guides}", _body(report))


def _body(report: Report) -> Iterator[Markup]:
    card = report.scorecard
    yield tag("h1", f"Evaluation of {report.guides}")
    made = f"{card.questions} questions of {report.questions}, generation {report.generation}"
    yield tag("p", f"{made}, {report.at:%Y-%m-%d %H:%M} UTC.", class_="note")
    yield tag("div", *_tiles(card), class_="tiles")
    yield from _plots(report)
    yield from _map(report)
    if report.comparison:
        yield from _comparison(report.comparison)
    for rows in (figure_rows(card), kind_rows(card), miss_rows(card.misses)):
        yield tag("h2", rows.title)
        yield table(rows)


def _tiles(card: Scorecard) -> Iterator[Markup]:
    for name in ("hit@1", "hit@3", "mrr@10", "evidence_shown", "answered_answerable", "calibration_error"):
        if name in card.figures:
            yield tag(
                "div", tag("b", number(card.figures[name])), tag("span", figure_name(name)), class_="tile"
            )


def _plots(report: Report) -> Iterator[Markup]:
    card = report.scorecard
    yield tag(
        "div",
        figure(
            "Reliability",
            "On the dashed line, a confidence is as often right as it says. Larger dots are more questions.",
            reliability_plot(card.reliability),
            tag("details", tag("summary", "numbers"), table(bin_rows(card.reliability))),
        ),
        figure(
            "Risk and coverage",
            "How many answers are wrong when only the surest are given; the dashed line is the threshold.",
            risk_coverage_plot(card.risk_coverage, report.answered_from),
        ),
        figure(
            "Hits by kind",
            "From top to bottom: a right section first, among 3, among 10 (answerable questions).",
            kinds_plot(card.kinds),
        ),
        class_="plots",
    )


def _map(report: Report) -> Iterator[Markup]:
    laid = report.passage_map
    layers: dict[str, list[tuple[float, float, str]]] = {name: [] for name in _LAYERS}
    layers["passage"] = [(point.x, point.y, point.label) for point in laid.passages]
    for point, outcome in zip(laid.questions, report.scorecard.outcomes, strict=True):
        layers[_layer(outcome)].append((point.x, point.y, f"{outcome.id}: {point.label}"))
    told = (
        "Each dot is a passage, near others of like meaning; point at one for its section. Two dimensions "
        f"keep {laid.explained:.0%} of what tells passages apart, so take it as a rough map."
    )
    key = [
        tag("span", tag("i", class_=style), f"{meaning} ({len(layers[style])})")
        for style, meaning in _LAYERS.items()
        if layers[style]
    ]
    yield figure(
        "Passages and questions", told, scatter_plot(list(layers.items())), tag("div", *key, class_="key")
    )


def _layer(outcome: Outcome) -> str:
    if outcome.answerable:
        return "right" if outcome.right else "wrong"
    return "wrong answered" if outcome.answered else "right silent"


def _comparison(comparison: Comparison) -> Iterator[Markup]:
    rows = difference_rows(comparison)
    yield tag("h2", rows.title)
    yield table(rows)
    for line in change_lines(comparison):
        yield tag("p", line)

"""What an evaluation's figures are called, and how its numbers are written, for people."""

from collections.abc import Iterable

from index.golds import SectionName
from index.significance import Change

_NAMES = {
    "hit@1": "right section first",
    "hit@3": "right section among 3",
    "hit@10": "right section among 10",
    "mrr@10": "mean reciprocal rank",
    "evidence_shown": "evidence shown in the quotes",
    "answered_answerable": "answerable questions answered",
    "answered_right": "a right section cited",
    "first_citation_right": "first citation right",
    "calibration_error": "expected calibration error",
    "rightly_not_answered": "unanswerable, not answered",
    "auroc.right": "confidence tells right from wrong",
}
_KIND_NAMES = {"false_answers": "answered falsely: {}", "auroc": "confidence tells answerable from {}"}


def figure_name(figure: str) -> str:
    """Return what a figure means, in a few words."""
    if figure in _NAMES:
        return _NAMES[figure]
    name, _, kind = figure.partition(".")
    return _KIND_NAMES[name].format(kind)


def number(value: float | None) -> str:
    """Write a share with three digits; nothing for what doesn't apply."""
    return "" if value is None else f"{value:.3f}"


def rank(value: int | None) -> str:
    """Write a rank, or that there is none among the ten."""
    return "–" if value is None else str(value)


def place(section: SectionName | None) -> str:
    """Write where a section is."""
    return f"{section.path} › {section.heading}" if section else "nothing"


def places(sections: Iterable[SectionName]) -> str:
    """Write where some sections are, each on a line."""
    return "\n".join(map(place, sections)) or "no answer: the guides are silent"


def change_text(change: Change) -> str:
    """Word what became of a question."""
    if change.rank_before != change.rank_after:
        return f"rank {rank(change.rank_before)} → {rank(change.rank_after)}"
    return "answered → not answered" if change.answered_before else "not answered → answered"

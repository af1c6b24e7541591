"""Bounds that an evaluation must keep, for CI: `--fail-under hit@1=0.55` and the like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import typer

from index.evaluation import LOWER_IS_BETTER


@dataclass(frozen=True, slots=True)
class Bound:
    """The value that a figure must reach, or, where less is better, must not exceed."""

    figure: str
    value: float

    @property
    def is_most(self) -> bool:
        """Whether the value is the most that is allowed, and not the least."""
        return lower_is_better(self.figure)

    def broken_by(self, figures: Mapping[str, float]) -> str:
        """Return what is wrong, "" where the bound is kept."""
        if self.figure not in figures:
            return f"{self.figure} can't be measured: every answer is right, or none is"
        found = figures[self.figure]
        if found > self.value if self.is_most else found < self.value:
            return f"{self.figure} is {found:.4f}, {'over' if self.is_most else 'under'} {self.value:g}"
        return ""


def lower_is_better(figure: str) -> bool:
    """Tell whether less of a figure is better."""
    return figure.split(".", maxsplit=1)[0] in LOWER_IS_BETTER


def parse_bounds(under: Sequence[str], over: Sequence[str], names: Sequence[str]) -> tuple[Bound, ...]:
    """Read bounds of the form FIGURE=NUMBER on figures with these ``names``.

    Raises:
        typer.BadParameter: one isn't of that form, names no figure, or bounds it on the wrong side.
    """
    given = [("--fail-under", text) for text in under] + [("--fail-over", text) for text in over]
    return tuple(_parse(option, text, names) for option, text in given)


def _parse(option: str, text: str, names: Sequence[str]) -> Bound:
    figure, _, number = text.partition("=")
    try:
        bound = Bound(figure.strip(), float(number))
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no FIGURE=NUMBER, such as hit@1=0.55.", param_hint=option
        ) from error
    if bound.figure not in names:
        raise typer.BadParameter(
            f"these questions give no figure {bound.figure!r}. They give: {', '.join(names)}.",
            param_hint=option,
        )
    if bound.is_most is not (option == "--fail-over"):
        better, other = ("less", "--fail-over") if bound.is_most else ("more", "--fail-under")
        raise typer.BadParameter(f"{better} of {bound.figure} is better: use {other}.", param_hint=option)
    return bound

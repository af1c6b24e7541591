"""An evaluation as tables at a terminal."""

from collections.abc import Sequence
from textwrap import shorten

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.eval_rows import (
    Rows,
    bin_rows,
    change_lines,
    difference_rows,
    figure_rows,
    kind_rows,
)
from bot.eval_words import number, place, places, rank
from bot.printable import printable
from index.evaluation import Miss, Scorecard
from index.significance import Comparison

_SHOWN = 240
"""Characters of a long question."""


def print_scorecard(scorecard: Scorecard, console: Console) -> None:
    """Print figures, kinds, reliability and the worst misses."""
    print_rows(figure_rows(scorecard), console)
    print_rows(kind_rows(scorecard), console)
    print_rows(bin_rows(scorecard.reliability), console)
    _print_misses(scorecard.misses, console)


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print each figure's change with its significance, and the questions that it comes from."""
    print_rows(difference_rows(comparison), console)
    for line in change_lines(comparison):
        console.print(Text(printable(line)))


def _print_misses(misses: Sequence[Miss], console: Console) -> None:
    """Print a few lines a miss: questions and paths are too long for a table."""
    if misses:
        console.print(Text("Worst misses, the surest first", style="bold"))
    for miss in misses:
        about = f"{miss.id} ({miss.kind})  confidence {number(miss.confidence)}, rank {rank(miss.rank)}"
        console.print(Text(f"  {printable(about)}", style="bold"))
        told = (
            ("asked", shorten(miss.question, _SHOWN, placeholder=" …")),
            *(("wanted", line) for line in places(miss.wanted).split("\n")),
            ("found", place(miss.came_first)),
        )
        for name, text in told:
            console.print(Padding(Text(f"{name:7}{printable(text)}"), (0, 0, 0, 4)))
    console.print()


def print_rows(rows: Rows, console: Console) -> None:
    """Print a table, unless it is empty."""
    if not rows.rows:
        return
    console.print(Text(printable(rows.title), style="bold"))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for column in rows.columns:
        is_number = column.startswith(">")
        table.add_column(column.lstrip(">"), justify="right" if is_number else "left", overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)
    console.print()

"""Answers for people at a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.printable import printable, printable_line
from bot.slack.runs import quote_runs
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span

_STYLES = {"bold": "bold", "italic": "italic", "strike": "strike", "code": "cyan"}
_OPENINGS = {
    Status.ANSWERED: "",
    Status.RELATED: "The guides don't clearly answer this. These sections come nearest:",
    Status.NOT_COVERED: "The guides don't cover this.",
}


def print_answer(answer: Answer, console: Console) -> None:
    """Print an answer: its quotes, each with its citation, and the disclaimer."""
    for opening in (answer.language_note, answer.note or _OPENINGS[answer.status]):
        if opening:
            console.print(Text(printable(opening)))
    for citation in answer.citations:
        if citation.quote:
            console.print()
            console.print(Padding(_quote(citation), (0, 0, 0, 2)))
        console.print(_reference(citation))
    if answer.status is not Status.ANSWERED and answer.owner:
        console.print(Text(f"You can ask {printable_line(answer.owner)}."))
    console.print()
    console.print(Text(printable(answer.disclaimer), style="dim italic"))


def _quote(citation: Citation) -> Text:
    """Render the quote's Markdown as in Slack, its decisive statement in bold; words don't change."""
    start, decisive = citation.span.start, citation.decisive
    quote = Text()
    for run in quote_runs(
        citation.quote, Span(decisive.start - start, decisive.end - start) if decisive else None
    ):
        quote.append(printable(run.text), " ".join(_STYLES[style] for style in sorted(run.styles)))
    return quote


def _reference(citation: Citation) -> Text:
    page = f", p. {citation.page}" if citation.page else ""
    place = " › ".join(map(printable_line, citation.trail))
    language = f", in {printable_line(citation.language)}" if citation.language else ""
    updated = f", updated {citation.updated:%Y-%m-%d}" if citation.updated else ""
    line = Text(f"[{citation.n}] {place}{page}{language}{updated}", style="bold")
    line.append(f"  {printable_line(citation.url or citation.path)}", style="not bold blue")
    return line

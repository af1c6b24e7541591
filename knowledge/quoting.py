"""Choosing the words to quote: one to three whole statements around the one that answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.errors import QuoteUnproven
from knowledge.guide import Guide, Span, StatementKind
from knowledge.retrieval import ScoredSection, ScoredStatement

MOST_STATEMENTS = 3
MOST_CHARACTERS = 600
"""A quote above this is the dump that nobody reads; a single longer statement still stays whole."""
NEARLY_AS_GOOD = 0.6
"""A neighbour joins the quote when its score is at least this share of the best one's."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span to quote, and within it the span of the statement that answers."""

    span: Span
    decisive: Span


def choose_quote(scored: ScoredSection) -> Quote:
    """Return a section's best statement with the lead-in and the neighbours that help to understand it."""
    statements = list(scored.statements())
    best = max(range(len(statements)), key=lambda i: (_quotable(statements[i]), statements[i].score, -i))
    decisive = statements[best].statement.span
    start, end = best, best + 1
    span = _with_lead(statements, best)
    while (step := _best_neighbour(statements, start, end, statements[best].score)) is not None:
        wider = _join(span, statements[step].statement.span)
        if wider.end - wider.start > MOST_CHARACTERS:
            break
        span, start, end = wider, min(start, step), max(end, step + 1)
    return Quote(span, decisive)


def _quotable(scored: ScoredStatement) -> bool:
    """Tell whether a statement can answer alone: code, and what only introduces something, can't."""
    return scored.statement.kind is not StatementKind.CODE and not scored.statement.text.endswith(":")


def _with_lead(statements: Sequence[ScoredStatement], best: int) -> Span:
    """Return the statement's span, from its lead-in on where that stays short."""
    statement = statements[best].statement
    if statement.lead is None:
        return statement.span
    wider = _join(statement.lead, statement.span)
    between = sum(1 for s in statements if wider.covers(s.statement.span))
    return (
        wider if between <= MOST_STATEMENTS and wider.end - wider.start <= MOST_CHARACTERS else statement.span
    )


def _best_neighbour(statements: Sequence[ScoredStatement], start: int, end: int, best: float) -> int | None:
    """Return the better of the two statements beside ``start:end`` if it is nearly as good as the best."""
    if end - start >= MOST_STATEMENTS:
        return None
    beside = [i for i in (start - 1, end) if 0 <= i < len(statements)]
    if not beside:
        return None
    neighbour = max(beside, key=lambda i: statements[i].score)
    return neighbour if statements[neighbour].score >= NEARLY_AS_GOOD * best else None


def _join(a: Span, b: Span) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end))


def prove(guide: Guide, span: Span, quote: str) -> None:
    """Check that ``quote`` is what the guide says at ``span``.

    Raises:
        QuoteUnproven: it is not; nothing of it may be shown.
    """
    if not quote or span.of(guide.source) != quote:
        raise QuoteUnproven(
            f"{guide.path}[{span.start}:{span.end}] is not the quote that cites it. Run: footnote index"
        )

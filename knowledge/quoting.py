"""Choosing the words to quote: one to three whole statements around the one that answers."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from knowledge.errors import QuoteUnproven
from knowledge.guide import Guide, Span, StatementKind
from knowledge.retrieval import ScoredSection, ScoredStatement

MOST_STATEMENTS = 3
MOST_CHARACTERS = 500
"""A quote above this is the dump that nobody reads; a single longer statement still stays whole."""
COMPANION = 0.2
"""What a further statement adds to a quote, beside the best one: a share of its own score."""
LEAD_IN = 0.1
"""What is added where the quote holds the sentence or the table's head that introduces its best statement."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span to quote, and within it that of the statement that answers; a higher ``score`` is better."""

    span: Span
    decisive: Span
    score: float


def choose_quotes(scored: ScoredSection, most: int = 1) -> list[Quote]:
    """Return a section's best quotes, best first, at most ``most``: none shares a statement with another.

    A quote is a run of one to three statements. The best statement decides, its neighbours add a little: so a
    quote keeps what helps to understand it, and grows no further.
    """
    statements = list(scored.statements())
    chosen: list[Quote] = []
    for quote in sorted(_runs(statements), key=lambda run: -run.score):
        if len(chosen) == most:
            break
        if not any(
            quote.span.start < other.span.end and other.span.start < quote.span.end for other in chosen
        ):
            chosen.append(quote)
    return chosen


def _runs(statements: Sequence[ScoredStatement]) -> Iterator[Quote]:
    """Yield every quote that could be made around what can answer alone; around anything if nothing can.

    None ends with what only introduces the next statement: that would leave the reader waiting.
    """
    leads = {scored.statement.lead for scored in statements if scored.statement.kind is StatementKind.ROW}
    able = [_quotable(scored) and scored.statement.span not in leads for scored in statements]
    if not any(able):
        able = [True] * len(statements)
    for first in range(len(statements)):
        for end in range(first + 1, min(first + MOST_STATEMENTS, len(statements)) + 1):
            run = statements[first:end]
            candidates = [s for s, can in zip(run, able[first:end], strict=True) if can]
            span = _join(run[0].statement.span, run[-1].statement.span)
            is_short = len(run) == 1 or span.end - span.start <= MOST_CHARACTERS
            if candidates and is_short and (able[end - 1] or not _introduces(run[-1], leads)):
                best = max(candidates, key=lambda scored: scored.score)
                rest = sum(scored.score for scored in run) - best.score
                introduced = LEAD_IN if any(s.statement.span == best.statement.lead for s in run) else 0
                yield Quote(span, best.statement.span, best.score + COMPANION * rest + introduced)


def _introduces(scored: ScoredStatement, leads: Set[Span | None]) -> bool:
    return scored.statement.text.endswith(":") or scored.statement.span in leads


def _quotable(scored: ScoredStatement) -> bool:
    """Tell whether a statement can answer alone: code, and what only introduces something, can't."""
    return scored.statement.kind is not StatementKind.CODE and not scored.statement.text.endswith(":")


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

"""Citations → rich text: the quote as the guide formats it, and the line that says where it is from."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.printable import printable
from bot.slack.message import Block
from bot.slack.mrkdwn import WEB, safe_url
from bot.slack.runs import LONGEST_SOURCE, Run, quote_runs
from bot.slack.shortening import cut, cut_middle, end_within
from bot.slack.words import LONGEST_TRAIL, element, shown_line
from knowledge.answer import Citation
from knowledge.guide import Span

LONGEST_QUOTE, LONGEST_SAID, LONGEST_LANGUAGE = 2600, 200, 40
MOST_RUNS, MOST_LINKED = 200, 1500
"""Pieces of a quote, and characters of its links' addresses: what is above stays as mere words."""
SHORTENED = " … (shortened)"


def cited(citation: Citation, today: date, length: int = LONGEST_QUOTE) -> tuple[Block, str]:
    """Return a quote, at most so long, and the line that says where it is from, and what is said of them."""
    quote = _runs(citation) if length > 0 else []
    elements: list[dict[str, Any]] = []
    if quote:
        shown = [element(run) for run in _shortened(_few_links(quote), length)]
        elements.append({"type": "rich_text_quote", "elements": shown})
    reference = _reference(citation if length >= 0 else replace(citation, url=None), today)
    elements.append({"type": "rich_text_section", "elements": list(reference)})
    return {"type": "rich_text", "elements": elements}, _said(citation, quote)


def _runs(citation: Citation) -> list[Run]:
    """Return the quote's runs, none where nothing is quoted; what is longer than Slack takes is cut later."""
    decisive, quote = citation.decisive, citation.quote
    own = Span(decisive.start - citation.span.start, decisive.end - citation.span.start) if decisive else None
    runs = [replace(run, text=printable(run.text)) for run in quote_runs(quote, own)] if quote else []
    if len(quote) > LONGEST_SOURCE:
        runs.append(Run(SHORTENED, frozenset({"italic"})))
    shown = [run for run in runs if run.text]
    return shown or ([Run("…")] if quote else [])


def _few_links(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs, as mere words from the link on whose address is too much."""
    left = MOST_LINKED
    for run in runs:
        left -= len(run.url or "")
        yield run if left >= 0 else replace(run, url=None)


def _shortened(runs: Iterator[Run], most: int) -> Iterator[Run]:
    """Yield the runs up to what a quote may have, and say so where something is left out."""
    every = list(runs)
    taken = sum(len(run.text) for run in every[:MOST_RUNS])
    text = "".join(run.text for run in every)
    end = end_within(text, min(taken, most))
    left = end
    for run in every:
        if left > 0:
            yield replace(run, text=run.text[:left])
        left -= len(run.text)
    if end < len(text):
        yield Run(SHORTENED, frozenset({"italic"}))


def _reference(citation: Citation, today: date) -> Iterator[dict[str, Any]]:
    yield element(Run(f"{citation.n}  ", frozenset({"bold"})))
    url = safe_url(citation.url, WEB)
    yield element(Run(_trail(citation), url=url))
    if not url:
        yield element(Run(f"  {cut(shown_line(citation.path), LONGEST_TRAIL)}", frozenset({"code"})))
    if citation.page:
        yield element(Run(f"  ·  p. {citation.page}"))
    if citation.language:
        yield element(Run(f"  ·  in {cut(shown_line(citation.language), LONGEST_LANGUAGE)}"))
    if citation.updated:
        yield element(Run(f"  ·  updated {citation.updated.isoformat()}"))
    if citation.review_by and citation.review_by < today:
        yield element(Run("  ·  due for review", frozenset({"italic"})))


def _trail(citation: Citation) -> str:
    parts = [part for part in map(shown_line, citation.trail or (citation.guide,)) if part]
    return cut_middle(parts or [shown_line(citation.path) or "…"], LONGEST_TRAIL, " › ")


def _said(citation: Citation, quote: Sequence[Run]) -> str:
    """Return what a notification and a screen reader say of a citation: the decisive words, and whence."""
    marked = [i for i, run in enumerate(quote) if run.decisive] or [0, len(quote) - 1]
    words = " ".join("".join(run.text for run in quote[marked[0] : marked[-1] + 1]).split())
    said = f"“{cut(words, LONGEST_SAID)}” " if words else ""
    return f"{said}[{citation.n}] {_trail(citation)}"

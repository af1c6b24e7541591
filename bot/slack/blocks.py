"""Answers → messages: quotes, numbered citations, the disclaimer, within Slack's limits for any guide."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.printable import printable, printable_line
from bot.slack.message import Block, Message
from bot.slack.mrkdwn import WEB, escape, safe_url
from bot.slack.runs import LONGEST_SOURCE, Run, quote_runs
from bot.slack.shortening import cut, cut_middle, end_within, level
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span
from knowledge.templates import BLANK, mask

LONGEST_QUOTE, LONGEST_TRAIL, LONGEST_DISCLAIMER, LONGEST_OPENING = 2600, 240, 2000, 400
MOST_DISCLAIMERS = 10
MOST_CITED = 6
"""Twice as many as an answer has."""
MOST_RUNS, MOST_LINKED = 200, 1500
"""Pieces of a quote, and characters of its links' addresses: what is above stays as mere words."""
MOST_IN_ALL = 12_000
"""UTF-16 units of the blocks as JSON: a limit that Slack doesn't document was met at 13,200 characters."""
LONGEST_NOTICE, LONGEST_SAID, LONGEST_WORDS = 4000, 200, 3000
LONGEST_CONTEXT, LONGEST_LANGUAGE, LONGEST_NAMED = 3000, 40, 300
SHORTENED = " … (shortened)"

NOT_SURE = "The guides don't clearly answer this."
NEAREST = "These sections come nearest:"
NOT_COVERED = "The guides don't cover this."
HOW_TO = (
    "Ask me a question in the same message, for example: may I paste customer data into ChatGPT? "
    "I answer with passages from our guides, word for word, and say so when they are silent."
)
APOLOGY = "Sorry, something went wrong and I couldn't look this up. Please ask again in a minute."
TOO_LATE = "Sorry, I was away when you asked this, and it may no longer matter. Please ask again if it does."


def render_answer(
    answer: Answer,
    today: date | None = None,
    *,
    before: str = "",
    above: Sequence[Block] = (),
    below: Sequence[Block] = (),
) -> Message:
    """Return the message for an answer; ``today`` decides which guides are due for review.

    ``before`` is said first; ``above`` and ``below`` are blocks around it all, such as what can be pressed.
    What would be too long for Slack shows fewer quotes, the last ones first, then a shorter one, then links
    alone; no citation is lost.
    """
    now = today or date.today()
    opening = " ".join(filter(None, [cut(printable(before), LONGEST_OPENING), _opening(answer)]))
    first: list[Block] = [*above, *([words_block(opening)] if opening else [])]
    last: list[Block] = [*disclaimer_blocks(answer.disclaimer), *below]
    citations = answer.citations[:MOST_CITED]
    for lengths in _quote_lengths(len(citations)):
        pairs = zip(citations, lengths, strict=True)
        shown = [cited(citation, now, length) for citation, length in pairs]
        blocks = (*first, *(block for block, _ in shown), *last)
        if _size(blocks) <= MOST_IN_ALL:
            break
    disclaimer = cut(printable(answer.disclaimer).strip(), LONGEST_SAID)
    said = [opening, *(words for _, words in shown), disclaimer]
    return Message(_escaped("\n".join(filter(None, said)), LONGEST_NOTICE), blocks)


def _quote_lengths(count: int) -> Iterator[tuple[int, ...]]:
    """Yield how long each of ``count`` quotes may be, less and less; 0 leaves its link, -1 its name alone."""
    for quoted in range(count, 0, -1):
        yield (*(LONGEST_QUOTE,) * quoted, *(0,) * (count - quoted))
    for shorter in (LONGEST_QUOTE // 2, LONGEST_QUOTE // 4, LONGEST_QUOTE // 8, 0):
        yield (shorter, *(0,) * (count - 1))[:count]
    for linked in range(count - 1, -1, -1):
        yield (*(0,) * linked, *(-1,) * (count - linked))


def _size(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False).encode("utf-16-le", "replace")) // 2


def render_words(words: str, below: Sequence[Block] = ()) -> Message:
    """Return a message of mere words, cut to what fits: nothing in them can be a mention or a link."""
    shown = cut(printable(words).strip(), LONGEST_WORDS) or "…"
    return Message(_escaped(shown, LONGEST_NOTICE), (words_block(shown), *below))


def render_how_to() -> Message:
    """Return what an empty mention gets."""
    return render_words(HOW_TO)


def render_apology() -> Message:
    """Return what is said when an answer failed: that it did, and nothing of why."""
    return render_words(APOLOGY)


def render_too_late() -> Message:
    """Return what a question gets whose time is over."""
    return render_words(TOO_LATE)


def _opening(answer: Answer) -> str:
    """Return what is said before the citations: where they are the answer, at most of what language."""
    said = [answer.language_note] if answer.language_note else []
    if answer.status is not Status.ANSWERED:
        said.append(answer.note or (NOT_SURE if answer.status is Status.RELATED else NOT_COVERED))
    owner = "" if answer.status is Status.ANSWERED else _line(answer.owner or "")
    if owner and not answer.note:
        said.append(f"You can ask {cut(owner, LONGEST_OPENING // 4)}.")
    if answer.status is Status.RELATED:
        said.append(NEAREST)
    return cut(printable(" ".join(said)), LONGEST_OPENING)


def cited(citation: Citation, today: date, length: int = LONGEST_QUOTE) -> tuple[Block, str]:
    """Return a quote, at most so long, and the line that says where it is from, and what is said of them."""
    quote = _runs(citation) if length > 0 else []
    elements: list[dict[str, Any]] = []
    if quote:
        shown = [_element(run) for run in _shortened(_few_links(quote), length)]
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
    yield _element(Run(f"{citation.n}  ", frozenset({"bold"})))
    url = safe_url(citation.url, WEB)
    yield _element(Run(_trail(citation), url=url))
    if not url:
        yield _element(Run(f"  {cut(_line(citation.path), LONGEST_TRAIL)}", frozenset({"code"})))
    if citation.page:
        yield _element(Run(f"  ·  p. {citation.page}"))
    if citation.language:
        yield _element(Run(f"  ·  in {cut(_line(citation.language), LONGEST_LANGUAGE)}"))
    if citation.updated:
        yield _element(Run(f"  ·  updated {citation.updated.isoformat()}"))
    if citation.review_by and citation.review_by < today:
        yield _element(Run("  ·  due for review", frozenset({"italic"})))


def _trail(citation: Citation) -> str:
    parts = [part for part in map(_line, citation.trail or (citation.guide,)) if part]
    return cut_middle(parts or [_line(citation.path) or "…"], LONGEST_TRAIL, " › ")


def _line(text: str) -> str:
    """Return a title or name in one line, without a site generator's remains."""
    return printable_line(mask(text).replace(BLANK, ""))


def _element(run: Run) -> dict[str, Any]:
    style = {"style": dict.fromkeys(sorted(run.styles), True)} if run.styles else {}
    if run.url:
        return {"type": "link", "url": run.url, "text": run.text, **style}
    return {"type": "text", "text": run.text, **style}


def words_block(text: str) -> Block:
    """Return literal words: in rich text nothing can be a mention or a link."""
    section = {"type": "rich_text_section", "elements": [_element(Run(text))]}
    return {"type": "rich_text", "elements": [section]}


def linked(names: Sequence[str], url: str | None, notes: Sequence[str] = (), words: str = "") -> Block:
    """Return the first of the ``names`` that says anything, linked if it can be, ``notes`` and ``words``."""
    name = cut(next(filter(None, map(_line, names)), "…"), LONGEST_TRAIL)
    said = cut(_line(words), LONGEST_NAMED)
    about = "".join(f"  ·  {note}" for note in notes) + (f"\n{said}" if said else "")
    runs = [Run(name, frozenset({"bold"}), safe_url(url, WEB)), *([Run(about)] if about else [])]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(map(_element, runs))}],
    }


def disclaimer_blocks(disclaimers: str, most: int = LONGEST_DISCLAIMER) -> list[Block]:
    """Return what shows disclaimers, a line each; of what is too long together each keeps its beginning."""
    lines = [line for line in printable(disclaimers).split("\n") if line.strip()]
    if len(lines) > MOST_DISCLAIMERS:  # lines of one guide's, rather than one of each
        lines = ["\n".join(lines)]
    within = level([len(line) for line in lines], most - len(lines))
    shown = [cut(line.strip(), within) for line in lines]
    within = level([len(escape(line)) for line in shown], LONGEST_CONTEXT - len(lines))
    text = "\n".join(_escaped(line, within) for line in shown)
    element = {"type": "mrkdwn", "text": text, "verbatim": True}
    return [{"type": "context", "elements": [element]}] if text else []


def mrkdwn(text: str) -> dict[str, Any]:
    """Return literal words for a context block, where rich text can't be."""
    return {"type": "mrkdwn", "text": _escaped(text, LONGEST_CONTEXT), "verbatim": True}


def escaped_notice(text: str, most: int = LONGEST_SAID * 3) -> str:
    """Return what a notification says first, escaped and cut."""
    return _escaped(" ".join(printable(text).split()), most)


def _escaped(text: str, most: int) -> str:
    """Return ``text`` escaped, cut before that to what fits then: no escape is ever cut in two."""
    while len(escaped := escape(text)) > most:
        text = cut(text, len(text) * most // len(escaped))
    return escaped


def _said(citation: Citation, quote: Sequence[Run]) -> str:
    """Return what a notification and a screen reader say of a citation: the decisive words, and whence."""
    marked = [i for i, run in enumerate(quote) if run.decisive] or [0, len(quote) - 1]
    words = " ".join("".join(run.text for run in quote[marked[0] : marked[-1] + 1]).split())
    said = f"“{cut(words, LONGEST_SAID)}” " if words else ""
    return f"{said}[{citation.n}] {_trail(citation)}"

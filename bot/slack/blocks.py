"""Answers → messages: quotes, numbered citations, the disclaimer, within Slack's limits for any guide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.slack.message import Block, Message
from bot.slack.mrkdwn import escape, safe_url
from bot.slack.runs import Run, quote_runs
from knowledge.answer import Answer, Citation, Status
from knowledge.guide import Span

LONGEST_QUOTE, LONGEST_TRAIL, LONGEST_DISCLAIMER, LONGEST_OWNER = 2600, 240, 2000, 100
"""Characters, so that three citations with all that is around them stay below Slack's limits on a message."""
MOST_RUNS = 200
"""Pieces of one quote: no guide needs more, and a message stays of a size that Slack takes."""
LONGEST_NOTICE = 200
SHORTENED = " … (shortened)"

NOT_SURE = "The guides don't clearly answer this. These sections come nearest:"
NOT_COVERED = "The guides don't cover this."
HOW_TO = (
    "Ask me a question in the same message, for example: may I paste customer data into ChatGPT? "
    "I answer with passages from our guides, word for word, and say so when they are silent."
)
APOLOGY = "Sorry, something went wrong and I couldn't look this up. Please ask again in a minute."


def render_answer(answer: Answer, today: date | None = None) -> Message:
    """Return the message for an answer; ``today`` decides which guides are due for review."""
    now = today or date.today()
    opening = _opening(answer)
    blocks: list[Block] = [_words(opening)] if opening else []
    blocks += [_citation(citation, now) for citation in answer.citations]
    if disclaimer := _cut(answer.disclaimer.strip(), LONGEST_DISCLAIMER):
        blocks.append({"type": "context", "elements": [_mrkdwn(disclaimer)]})
    return Message(_notice(answer, opening), tuple(blocks))


def render_how_to() -> Message:
    """Return what an empty mention gets."""
    return Message(escape(HOW_TO), (_words(HOW_TO),))


def render_apology() -> Message:
    """Return what is said when an answer failed: that it did, and nothing of why."""
    return Message(escape(APOLOGY), (_words(APOLOGY),))


def _opening(answer: Answer) -> str:
    """Return what is said before the citations: nothing where they are the answer."""
    if answer.status is Status.ANSWERED:
        return ""
    said = answer.note or (NOT_SURE if answer.status is Status.RELATED else NOT_COVERED)
    ask = (
        f"You can ask {_cut(answer.owner.strip(), LONGEST_OWNER)}."
        if answer.owner and not answer.note
        else ""
    )
    if answer.status is Status.RELATED:
        return f"{said} {ask}".strip() if not ask else f"{ask} {said}"
    return f"{said} {ask}".strip()


def _citation(citation: Citation, today: date) -> Block:
    """Return a quote and the line that says where it is from; only the line where nothing is quoted."""
    elements: list[dict[str, Any]] = []
    if citation.quote:
        quote = [_element(run) for run in _shortened(_runs(citation))]
        elements.append({"type": "rich_text_quote", "elements": quote})
    elements.append({"type": "rich_text_section", "elements": list(_reference(citation, today))})
    return {"type": "rich_text", "elements": elements}


def _runs(citation: Citation) -> list[Run]:
    decisive = citation.decisive
    own = Span(decisive.start - citation.span.start, decisive.end - citation.span.start) if decisive else None
    runs = [run for run in quote_runs(citation.quote, own) if run.text]
    return runs or [Run(" ".join(citation.quote.split()) or "…")]


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs up to what a quote may have, and say so where something is left out."""
    left = LONGEST_QUOTE
    for count, run in enumerate(runs):
        if len(run.text) > left or count == MOST_RUNS:
            kept = run.text[:left].rpartition(" ")[0] if count < MOST_RUNS else ""
            if kept:
                yield replace(run, text=kept)
            yield Run(SHORTENED, frozenset({"italic"}))
            return
        left -= len(run.text)
        yield run


def _reference(citation: Citation, today: date) -> Iterator[dict[str, Any]]:
    yield _element(Run(f"{citation.n}  ", frozenset({"bold"})))
    url, trail = safe_url(citation.url), _trail(citation)
    yield _element(Run(trail, url=url)) if url else _element(Run(trail))
    if not url:
        yield _element(Run(f"  {_cut(citation.path, LONGEST_TRAIL)}", frozenset({"code"})))
    if citation.updated:
        yield _element(Run(f"  ·  updated {citation.updated:%Y-%m-%d}"))
    if citation.review_by and citation.review_by < today:
        yield _element(Run("  ·  due for review", frozenset({"italic"})))


def _trail(citation: Citation) -> str:
    return _cut(" › ".join(part for part in citation.trail if part.strip()), LONGEST_TRAIL) or citation.path


def _element(run: Run) -> dict[str, Any]:
    style = {"style": dict.fromkeys(sorted(run.styles), True)} if run.styles else {}
    if run.url:
        return {"type": "link", "url": run.url, "text": run.text, **style}
    return {"type": "text", "text": run.text, **style}


def _words(text: str) -> Block:
    """Return literal words: in rich text nothing can be a mention or a link."""
    section = {"type": "rich_text_section", "elements": [_element(Run(text))]}
    return {"type": "rich_text", "elements": [section]}


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": _cut(escape(text), 3000), "verbatim": True}


def _notice(answer: Answer, opening: str) -> str:
    """Return what a notification and a screen reader say: the decisive words, whence, and the disclaimer."""
    said = [opening] if opening else []
    for citation in answer.citations:
        words = "".join(run.text for run in _runs(citation) if run.decisive or not citation.decisive)
        quote = (
            f"“{_cut(' '.join(words.split()), LONGEST_NOTICE)}” " if citation.quote and words.strip() else ""
        )
        said.append(f"{quote}[{citation.n}] {_trail(citation)}")
    said += [_cut(answer.disclaimer.strip(), LONGEST_NOTICE)]
    return escape("\n".join(filter(None, said))) or escape(NOT_COVERED)


def _cut(text: str, most: int) -> str:
    """Return at most ``most`` characters, cut at a space where there is one."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return (kept.rpartition(" ")[0] or kept) + "…"

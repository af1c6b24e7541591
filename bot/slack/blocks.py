"""Answers → messages: quotes, numbered citations, the disclaimer, within Slack's limits for any guide."""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from bot.printable import printable
from bot.slack.citations import LONGEST_QUOTE, LONGEST_SAID, cited
from bot.slack.message import Block, Message
from bot.slack.mrkdwn import escape
from bot.slack.shortening import cut, level
from bot.slack.words import LONGEST_CONTEXT, LONGEST_NOTICE, escaped_within, shown_line, words_block
from knowledge.answer import Answer, Status

LONGEST_DISCLAIMER, LONGEST_OPENING, MOST_DISCLAIMERS = 2000, 400, 10
MOST_CITED = 6
"""Twice as many as an answer has."""
MOST_IN_ALL = 12_000
"""UTF-16 units of the blocks as JSON: a limit that Slack doesn't document was met at 13,200 characters."""
NOT_SURE = "The guides don't clearly answer this."
NEAREST = "These sections come nearest:"
NOT_COVERED = "The guides don't cover this."


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
    return Message(escaped_within("\n".join(filter(None, said)), LONGEST_NOTICE), blocks)


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


def _opening(answer: Answer) -> str:
    """Return what is said before the citations: where they are the answer, at most of what language."""
    said = [answer.language_note] if answer.language_note else []
    if answer.status is not Status.ANSWERED:
        said.append(answer.note or (NOT_SURE if answer.status is Status.RELATED else NOT_COVERED))
    owner = "" if answer.status is Status.ANSWERED else shown_line(answer.owner or "")
    if owner and not answer.note:
        said.append(f"You can ask {cut(owner, LONGEST_OPENING // 4)}.")
    if answer.status is Status.RELATED:
        said.append(NEAREST)
    return cut(printable(" ".join(said)), LONGEST_OPENING)


def disclaimer_blocks(disclaimers: str, most: int = LONGEST_DISCLAIMER) -> list[Block]:
    """Return what shows disclaimers, a line each; of what is too long together each keeps its beginning."""
    lines = [line for line in printable(disclaimers).split("\n") if line.strip()]
    if len(lines) > MOST_DISCLAIMERS:  # lines of one guide's, rather than one of each
        lines = ["\n".join(lines)]
    within = level([len(line) for line in lines], most - len(lines))
    shown = [cut(line.strip(), within) for line in lines]
    within = level([len(escape(line)) for line in shown], LONGEST_CONTEXT - len(lines))
    text = "\n".join(escaped_within(line, within) for line in shown)
    element = {"type": "mrkdwn", "text": text, "verbatim": True}
    return [{"type": "context", "elements": [element]}] if text else []

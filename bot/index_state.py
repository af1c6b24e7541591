"""How the index of a running bot is doing, in lines for maintainers."""

from collections.abc import Sequence

from bot.live import LiveAnswerer
from bot.reindexing import Reindexer, Run

LONGEST_LINES = 3


def state_lines(live: LiveAnswerer, reindexer: Reindexer) -> Sequence[str]:
    """Return what answers now, what is wrong with anything newer, and what came of the last indexing."""
    answerer = live()
    sections = sum(card.sections for card in answerer.cards)
    lines = [
        f"Answering from generation {answerer.generation}: {len(answerer.cards)} guides, {sections} sections."
    ]
    if live.trouble:
        lines.append(f"A newer index isn't used: {live.trouble}")
    return [*lines, *_last(reindexer.last)]


def _last(run: Run | None) -> list[str]:
    if run is None:
        return []
    when = f"{run.started_at:%Y-%m-%d %H:%M} UTC, as {run.asked_by} asked"
    if run.exit_code is None:
        return [f"Indexing since {when}."]
    said = " ".join(run.said[-LONGEST_LINES:])
    return [f"{'Indexed' if run.exit_code == 0 else 'Not indexed'} {when}: {said}"]

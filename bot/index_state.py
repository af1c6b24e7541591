"""How the index of a running bot is doing, in lines for maintainers."""

from collections.abc import Sequence

from bot.live import LiveAnswerer
from bot.reindexing import Reindexer, Run
from index.errors import IndexMissing
from index.generations import Generation, Generations

LONGEST_LINES = 3


def state_lines(live: LiveAnswerer, reindexer: Reindexer, generations: Generations) -> Sequence[str]:
    """Return what answers now, what is wrong with anything newer, and what came of the last indexing."""
    answerer = live()
    sections = sum(card.sections for card in answerer.cards)
    name = answerer.generation
    held = f"{len(answerer.cards)} guides, {sections} sections"
    lines = [f"Answering from generation {name}{_built(generations, name)}: {held}."]
    if live.trouble:
        lines.append(f"A newer index isn't used: {live.trouble}")
    return [*lines, *_last(reindexer.last)]


def _built(generations: Generations, name: str) -> str:
    """Return when a generation was built, "" where it was deleted meanwhile: it answers from memory."""
    try:
        manifest = Generation.load(generations.folder / name).manifest
    except IndexMissing:
        return ""
    return f", built {manifest.built_at:%Y-%m-%d %H:%M} UTC"


def _last(run: Run | None) -> list[str]:
    if run is None:
        return []
    when = f"{run.started_at:%Y-%m-%d %H:%M} UTC, as {run.asked_by} asked"
    if run.exit_code is None:
        return [f"Indexing since {when}."]
    said = " ".join(run.said[-LONGEST_LINES:])
    return [f"{'Indexed' if run.exit_code == 0 else 'Not indexed'} {when}: {said}"]

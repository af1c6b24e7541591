"""How long a changed section takes to be live in a running bot with 10,000 of them.

Run: python -m tests.bench.live [SECTIONS]; the first build takes some minutes.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap_index import build_index
from bot.settings import Settings
from index.embedding import silent
from tests.bench.synthetic import write_handbook
from tests.scenarios.processes import Served, serve
from tests.standin.server import StandInSlack

TOKEN = "a-token-of-the-benchmark"
TIMES = 7
WANTED_SECONDS = 2.0
_GENERATION = re.compile(r'footnote_generation_info\{id="([^"]+)"')


def main(sections: int = 10_000) -> None:
    """Build once, then measure both ways."""
    with tempfile.TemporaryDirectory() as folder, StandInSlack() as slack:
        guides, state = Path(folder) / "guides", Path(folder) / "state"
        write_handbook(guides, sections)
        build_index(Settings(guides=guides, state=state), silent)
        environment = {
            **os.environ,
            "FOOTNOTE_GUIDES": str(guides),
            "FOOTNOTE_STATE": str(state),
            "FOOTNOTE_REINDEX_TOKEN": TOKEN,
            "FOOTNOTE_HTTP_PORT": "0",
            "FOOTNOTE_SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
        }
        with serve(environment) as served:
            _measure("POST /reindex", served, guides, lambda: served.reindex("POST", TOKEN))
        with serve(environment, "--watch") as served:
            _measure("--watch", served, guides, lambda: None)


def _measure(name: str, served: Served, guides: Path, ask: Callable[[], object]) -> None:
    guide = sorted(guides.glob("*.md"))[-1]
    original, taken = guide.read_text("utf-8"), list[float]()
    for number in range(TIMES):
        before = _generation(served)
        guide.write_text(
            f"{original}\n## Bicycles {name} {number}\n\nLeave them in hall {number}.\n", "utf-8"
        )
        started = time.monotonic()
        ask()
        while _generation(served) == before:
            time.sleep(0.02)
        taken.append(time.monotonic() - started)
        time.sleep(2)  # what is cleared away afterwards is no part of it
    median, slowest = statistics.median(taken), max(taken)
    print(f"{name:14} median {median:.2f} s, slowest {slowest:.2f} s (wanted: {WANTED_SECONDS:.0f} s)")


def _generation(served: Served) -> str:
    found = _GENERATION.search(served.text("/metrics"))
    assert found is not None
    return found[1]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Questions asked without a break while the guides are indexed again and again, and taken up each time.

Run: python -m tests.bench.switching [RE-INDEXES]
"""

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from os import environ
from pathlib import Path
from threading import Event, Thread

from bot.bootstrap import create_answerer
from bot.bootstrap_index import build_index
from bot.live import LOOK_SECONDS, LiveAnswerer
from bot.metrics import Metrics
from bot.places import answering_files
from bot.reindexing import Reindexer, index_command
from bot.settings import load_settings
from index.embedding import silent
from knowledge.answer import Status

HANDBOOK = Path(__file__).parents[1] / "data" / "handbook"
RE_INDEXES = 50
QUIET_SECONDS = 10.0
MOST_TIMES_QUIET = 3.0
EDITION = re.compile(r"\(edition (\d+)\)")
QUESTIONS = (
    "how many days of leave do I have?",
    "who pays for a train ticket?",
    "what if I am ill?",
    "can I work from abroad?",
    "where do I hand in receipts?",
)


@dataclass
class Asking:
    """Asks one question after the other until it is told to stop, and keeps how long each took."""

    live: LiveAnswerer
    seconds: list[float] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    """Answers with quotes of two editions, or of another than their generation's."""
    editions: dict[str, set[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def run(self) -> None:
        for question in cycle(QUESTIONS):
            if self.over.is_set():
                return
            started = time.perf_counter()
            try:
                self._ask(question)
            except Exception as error:  # noqa: BLE001 - any is a question that failed
                self.failures.append(repr(error))
            self.seconds.append(time.perf_counter() - started)

    def _ask(self, question: str) -> None:
        answerer = self.live()
        answer = answerer.answer(question)
        answerer.prove(answer)
        if answer.status is not Status.ANSWERED:
            return
        seen = self.editions.setdefault(answer.generation, set())
        seen.update(edition for one in answer.citations for edition in EDITION.findall(one.quote))
        if len(seen) > 1 or answer.generation != answerer.generation:
            self.mixed.append(answer.generation)


def main(times: int = RE_INDEXES) -> None:
    """Measure in quiet, then during the re-indexes, and fail where a bound is broken."""
    with tempfile.TemporaryDirectory() as folder:
        guides, state = Path(folder) / "guides", Path(folder) / "state"
        shutil.copytree(HANDBOOK, guides)
        environ.update(FOOTNOTE_STATE=str(state), FOOTNOTE_GUIDES=str(guides))
        originals = {file: file.read_text("utf-8") for file in sorted(guides.rglob("*.md"))}
        _write(originals, 0)
        settings = load_settings()
        build_index(settings, silent)
        live = LiveAnswerer(lambda: create_answerer(settings), answering_files(settings), Metrics())
        quiet, _ = _asked(live, lambda: time.sleep(QUIET_SECONDS))
        reindexer = Reindexer(index_command(guides), live.refresh).start()
        busy, asking = _asked(live, lambda: _index_again(reindexer, originals, times))
        reindexer.stop()
    quoted = sum(len(seen) == 1 for seen in asking.editions.values())
    print(
        f"re-indexes {times}, generations that answered {len(asking.editions)}, each its own edition {quoted}"
    )
    print(f"questions {len(busy)}, failed {len(asking.failures)}, mixed {len(asking.mixed)}")
    for name, found in (("quiet", quiet), ("during", busy)):
        print(f"{name:7} p50 {1000 * statistics.median(found):6.1f} ms   p99 {1000 * _p99(found):6.1f} ms")
    ratio = _p99(busy) / _p99(quiet)
    print(f"p99 during is {ratio:.2f} × the quiet one (wanted: at most {MOST_TIMES_QUIET:.0f})")
    sys.exit(1 if asking.failures or asking.mixed or ratio > MOST_TIMES_QUIET else 0)


def _asked(live: LiveAnswerer, meanwhile: Callable[[], object]) -> tuple[list[float], Asking]:
    asking = Asking(live)
    thread = Thread(target=asking.run)
    thread.start()
    meanwhile()
    asking.over.set()
    thread.join()
    return asking.seconds, asking


def _write(originals: dict[Path, str], edition: int) -> None:
    """Write an edition that each of its sentences names."""
    for file, text in originals.items():
        head, rule, body = text.partition("\n---\n")
        file.write_text(head + rule + re.sub(r"\.(?=\s)", f" (edition {edition}).", body), "utf-8")


def _index_again(reindexer: Reindexer, originals: dict[Path, str], times: int) -> None:
    """Index edition after edition as the running bot does when somebody asks for it."""
    for edition in range(1, times + 1):
        _write(originals, edition)
        reindexer.request("the benchmark")
        while reindexer.is_busy():
            time.sleep(0.02)
        if reindexer.last is None or reindexer.last.exit_code != 0:
            sys.exit(f"edition {edition} was not indexed: {reindexer.last}")
        time.sleep(LOOK_SECONDS)


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

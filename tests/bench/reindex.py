"""`python -m tests.bench.reindex [SECTIONS]`: times a large handbook's first build, then one changed section.

10,000 sections take some minutes. The change is made in a process that runs already, as `footnote serve`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from bot.bootstrap import load_embedder
from bot.bootstrap_index import IndexReport, build_index
from bot.indexing import create_bar
from bot.places import exported_folder
from bot.settings import Settings, load_settings
from index.embedding import silent
from index.exported_model import ExportedModel
from index.onnx_embedder import OnnxEmbedder
from index.retriever import HybridRetriever
from tests.bench.synthetic import write_handbook

CHANGES = 7
WATCHED = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of the first build at which the time left is noted, and compared with what it took."""


@dataclass
class Stages:
    """Seconds by stage, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = "waiting for the lock"
    _since: float = field(default_factory=time.perf_counter)

    def begin(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._since
        self._stage, self._since = stage, now


def main(sections: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        guides = Path(folder) / "guides"
        write_handbook(guides, sections)
        settings = load_settings(guides).model_copy(update={"state": Path(folder) / "state"})
        _first_build(settings)
        embedder = load_embedder(ExportedModel.load(exported_folder(settings)))
        _table([_change(settings, embedder, number) for number in range(CHANGES)])


def _first_build(settings: Settings) -> None:
    """Build once, and tell how well the bar knew the time left."""
    said: list[tuple[float, float, float]] = []
    with create_bar(Console(stderr=True)) as bar:
        task = bar.add_task("first build", total=None)

        def embedded(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            left = bar.tasks[0].time_remaining
            if len(said) < len(WATCHED) and done >= WATCHED[len(said)] * total and left is not None:
                said.append((done / total, left, time.perf_counter()))

        started = time.perf_counter()
        report = build_index(settings, embedded)
        ended = time.perf_counter()
    print(f"first build: {_counts(report)} in {ended - started:.1f} s")
    for share, left, at in said:
        print(f"  at {share:4.0%} the bar said {left:4.0f} s left; it took {ended - at:4.0f} s")


def _counts(report: IndexReport) -> str:
    manifest = report.generation.manifest
    size = report.generation.size_bytes() / 1e6
    return f"{manifest.sections} sections, {manifest.passages} passages, {size:.0f} MB"


def _change(settings: Settings, embedder: OnnxEmbedder, number: int) -> dict[str, float]:
    """Change a section somewhere, index, load, and ask about it; return the seconds of each stage."""
    files = sorted(settings.guides.glob("*.md"))
    file, word = files[(number * 2 + 1) * len(files) // (2 * CHANGES)], f"zeppelin {number}"
    text = file.read_text("utf-8")
    file.write_text(text.replace("\n\n", f"\n\nThe {word} is kept by the caretaker. ", 2), "utf-8")
    stages = Stages()
    report = build_index(settings, silent, stages.begin, embedder=embedder)
    stages.begin("loading")
    retriever = HybridRetriever.load(report.generation, embedder)
    stages.begin("the first answer")
    found = retriever.search(f"who keeps the {word}?", 1).sections[0]
    stages.begin("")
    assert word in found.guide.source[found.section.span.start : found.section.span.end]
    assert report.generation.manifest.embedded <= 2
    return {**stages.seconds, "in all": sum(stages.seconds.values())}


def _table(runs: Sequence[dict[str, float]]) -> None:
    print(f"one changed section, {len(runs)} times: median and slowest, in milliseconds")
    for stage in runs[0]:
        times = [run[stage] * 1000 for run in runs]
        print(f"  {stage:22}{statistics.median(times):8.0f}{max(times):8.0f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""One measured process: `python -m tests.bench.worker SYSTEM TASK GUIDES STATE QUESTIONS`, prints JSON."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
"""Each question is timed this often, after one round that isn't."""


def main() -> None:
    system, task = sys.argv[1:3]
    guides, state, questions_file = map(Path, sys.argv[3:6])
    os.environ["FOOTNOTE_STATE"] = str(state)
    questions = [json.loads(line)["question"] for line in questions_file.read_text("utf-8").splitlines()]
    build, load = (_plain if system == "plain" else _footnote)(guides, state)
    if task == "index":
        started = time.perf_counter()
        passages = build()
        seconds = time.perf_counter() - started
        print(json.dumps({"passages": passages, "seconds": seconds, "megabytes": _peak_megabytes()}))
    else:
        print(json.dumps(_time_questions(load(), questions)))


def _plain(guides: Path, state: Path) -> tuple[Callable[[], int], Callable[[], Callable[[str], object]]]:
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from index.model_files import model_folder
    from tests.bench.plain import PlainSearch

    search = PlainSearch(str(model_folder(None)))

    def load() -> Callable[[str], object]:
        search.load(state)
        return search.ask

    return lambda: search.build(guides, state), load


def _footnote(guides: Path, state: Path) -> tuple[Callable[[], int], Callable[[], Callable[[str], object]]]:
    from bot.bootstrap import create_answerer
    from bot.bootstrap_index import build_index
    from bot.settings import load_settings

    settings = load_settings(guides).model_copy(update={"state": state})
    return (
        lambda: build_index(settings, lambda _done, _total: None).generation.manifest.passages,
        lambda: create_answerer(settings).answer,
    )


def _time_questions(ask: Callable[[str], object], questions: list[str]) -> dict[str, float]:
    for question in questions:
        ask(question)
    times = []
    for question in questions * ROUNDS:
        started = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - started)
    times.sort()
    return {
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
        "questions_per_second": len(times) / sum(times),
        "megabytes": _peak_megabytes(),
    }


def _peak_megabytes() -> float:
    """Return this process's peak resident memory; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()

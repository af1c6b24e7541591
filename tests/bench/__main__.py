"""Measures both systems in turn and writes docs/benchmarks.md; needs the handbook, and about five minutes."""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.table import write_report

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "eval"
GUIDES, QUESTIONS = DATA / "18f-handbook", DATA / "18f-dev.jsonl"
COLD_RUNS = 5
QUESTION = "how many days ahead do I need to put my time off in the system?"
PLAIN_COLD = (
    "import sys; from pathlib import Path; from tests.bench.plain import PlainSearch; "
    "from index.model_files import model_folder; s = PlainSearch(str(model_folder(None))); "
    "s.load(Path(sys.argv[1])); print(s.ask(sys.argv[2]))"
)
Figures = dict[str, float]


def main() -> None:
    """Run everything, print the table, and keep it."""
    if not GUIDES.is_dir():
        sys.exit(f"{GUIDES} isn't there: the benchmark runs on the 18F handbook, kept beside the checkout.")
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        figures = {system: _index(system, state) for system in ("footnote", "plain")}
        for figure in ("quiet", "busy"):
            for system, found in figures.items():
                with _busy_core() if figure == "busy" else _nothing():
                    found.update(
                        {f"{figure}_{name}": value for name, value in _run(system, "ask", state).items()}
                    )
        _cold(state, figures)
    write_report(figures, _machine(), ROOT / "docs" / "benchmarks.md")


def _index(system: str, state: Path) -> Figures:
    """Build twice: the first Footnote build also exports the model, which happens once for all."""
    first = _run(system, "index", state)
    shutil.rmtree(state / "index", ignore_errors=True)  # or the next would take everything over
    again = _run(system, "index", state)
    return {
        "first_index_seconds": first["seconds"],
        "index_seconds": again["seconds"],
        "passages": again["passages"],
        "passages_per_second": again["passages"] / again["seconds"],
    }


def _run(system: str, task: str, state: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.worker", system, task]
    done = subprocess.run(
        [*command, str(GUIDES), str(state), str(QUESTIONS)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    print(f"{system} {task}: {figures}", file=sys.stderr)
    return figures


def _cold(state: Path, figures: dict[str, Figures]) -> None:
    """Time whole processes to their first answer, the two systems in turn."""
    environment = {
        **os.environ,
        "FOOTNOTE_STATE": str(state),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    footnote = Path(sys.executable).with_name("footnote")
    commands = {
        "footnote": [str(footnote), "ask", QUESTION, "--guides", str(GUIDES)],
        "plain": [sys.executable, "-c", PLAIN_COLD, str(state), QUESTION],
    }
    times: dict[str, list[float]] = {"footnote": [], "plain": []}
    for _ in range(COLD_RUNS):
        for system, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            times[system].append(time.perf_counter() - started)
    for system, runs in times.items():
        figures[system]["cold_seconds"] = statistics.median(runs)
        print(f"{system} cold: {runs}", file=sys.stderr)


@contextmanager
def _busy_core() -> Iterator[None]:
    """Keep one core busy with another process, and make sure that it still is at the end."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
        if process.poll() is not None:
            sys.exit("The process that kept a core busy ended early: the figures would be wrong.")
    finally:
        process.kill()
        process.wait()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _machine() -> str:
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {versions}, {datetime.now(UTC):%Y-%m-%d}"


if __name__ == "__main__":
    main()

"""Prints by kind how the guard does on the labelled questions, what it gets wrong, and how fast it is."""

import statistics
import subprocess
import sys
from collections.abc import Sequence
from time import thread_time

from bot.guard.inspection import inspect
from tests.guard.hostile import HOSTILE, LONGEST
from tests.guard.scoring import SETS, Labelled, Outcome, load_questions, score

_IMPORT = (
    "import time; started = time.process_time(); import bot.guard.inspection as guard; "
    "print(f'import: {(time.process_time() - started) * 1000:.0f} ms of processor time', end=', '); "
    "started = time.process_time(); guard.inspect('0123 456 78 and +43 1 5332178'); "
    "print(f'first question: {(time.process_time() - started) * 1000:.0f} ms', flush=True)"
)
USUAL = 500
"""Characters of a long question."""


def main() -> None:
    """Score the sets that are named, or both, then measure."""
    questions = load_questions()
    for part in sys.argv[1:] or SETS:
        chosen = [question for question in questions if question.part == part]
        harmless = sum(not question.findings for question in chosen)
        print(f"\n{part}: {len(chosen)} questions, {harmless} of them harmless")
        _print_outcome(score(chosen))
    print()
    for name, texts in (
        ("one of personal data each", lengthened(questions)),
        ("questions on end", on_end(questions)),
    ):
        _print_speed(f"{len(texts)} texts of {USUAL} characters, {name}", texts)
    slowest, text = max((milliseconds(text), text[:20]) for text in HOSTILE)
    print(f"worst of {len(HOSTILE)} hostile texts of {LONGEST} characters: {slowest:.1f} ms for {text!r}…")
    subprocess.run([sys.executable, "-c", _IMPORT], check=True)


def _print_outcome(outcome: Outcome) -> None:
    print(f"{'kind':<34}{'right':>7}{'missed':>8}{'wrong':>7}")
    for kind, right, missed, wrong in outcome.by_kind():
        print(f"{kind:<34}{right:>7}{missed:>8}{wrong:>7}")
    print(f"{'all':<34}{len(outcome.right):>7}{len(outcome.missed):>8}{len(outcome.wrong):>7}")
    print(f"recall {outcome.recall:.4f}, precision {outcome.precision:.4f}")
    for name, rows in (("missed", outcome.missed), ("wrong", outcome.wrong)):
        for kind, value, text in rows:
            print(f"  {name}: {kind} {value!r} in {text!r}")


def lengthened(questions: Sequence[Labelled]) -> list[str]:
    """Return each question with personal data, as long as people's are by the words of others."""
    plain = " ".join(question.text for question in questions if not any(map(str.isdigit, question.text)))
    told = [question.text for question in questions if question.findings]
    return [f"{text} {plain[start * 40 :]}"[:USUAL] for start, text in enumerate(told)]


def on_end(questions: Sequence[Labelled]) -> list[str]:
    """Return all questions on end, cut into pieces: personal data all over, worse than anybody asks."""
    whole = " ".join(question.text for question in questions)
    return [whole[start : start + USUAL] for start in range(0, len(whole) - USUAL, USUAL)]


def _print_speed(name: str, texts: Sequence[str]) -> None:
    times = sorted(milliseconds(text) for text in texts)
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms, worst {times[-1]:.2f} ms")


def milliseconds(text: str, tries: int = 3) -> float:
    """Return the processor time of the quickest of some inspections: other work doesn't count."""
    times = []
    for _ in range(tries):
        started = thread_time()
        inspect(text)
        times.append(thread_time() - started)
    return min(times) * 1000


if __name__ == "__main__":
    main()

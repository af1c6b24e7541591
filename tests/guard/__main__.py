"""Prints how well the guard does on the labelled questions, by kind, with all that it gets wrong, and how fast it is."""

import statistics
import sys
from time import perf_counter, thread_time

from tests.guard.hostile import HOSTILE, LONGEST
from tests.guard.scoring import SETS, Outcome, load_questions, score


def main() -> None:
    started = perf_counter()
    from bot.guard.inspection import inspect  # noqa: F401

    print(f"import: {(perf_counter() - started) * 1000:.0f} ms, of which the scoring's own may be a part")
    questions = load_questions()
    for part in sys.argv[1:] or SETS:
        chosen = [question for question in questions if question.part == part]
        harmless = sum(not question.findings for question in chosen)
        print(f"\n{part}: {len(chosen)} questions, {harmless} of them harmless")
        _print_outcome(score(chosen))
    _print_speed([question.text for question in questions])


def _print_outcome(outcome: Outcome) -> None:
    print(f"{'kind':<34}{'right':>7}{'missed':>8}{'wrong':>7}")
    for kind, right, missed, wrong in outcome.by_kind():
        print(f"{kind:<34}{right:>7}{missed:>8}{wrong:>7}")
    print(f"{'all':<34}{len(outcome.right):>7}{len(outcome.missed):>8}{len(outcome.wrong):>7}")
    print(f"recall {outcome.recall:.4f}, precision {outcome.precision:.4f}")
    for name, rows in (("missed", outcome.missed), ("wrong", outcome.wrong)):
        for kind, value, text in rows:
            print(f"  {name}: {kind} {value!r} in {text!r}")


def _print_speed(texts: list[str]) -> None:
    whole = " ".join(texts)
    pieces = [whole[start : start + 500] for start in range(0, len(whole) - 500, 500)]
    times = sorted(milliseconds(piece) for piece in pieces)
    print(f"\n{len(pieces)} texts of 500 characters, with {len(texts) / len(pieces):.0f} questions each:", end=" ")
    print(f"p50 {statistics.median(times):.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms, worst {times[-1]:.2f} ms")
    slowest = max((milliseconds(text), text[:20]) for text in HOSTILE)
    print(f"worst of {len(HOSTILE)} hostile texts of {LONGEST} characters: {slowest[0]:.1f} ms for {slowest[1]!r}…")


def milliseconds(text: str) -> float:
    """Return the processor time of the quickest of three inspections: other work on the machine doesn't count."""
    from bot.guard.inspection import inspect

    times = []
    for _ in range(3):
        started = thread_time()
        inspect(text)
        times.append(thread_time() - started)
    return min(times) * 1000


if __name__ == "__main__":
    main()

"""The benchmark's table: figures side by side, with ratios and what was asked of them."""

from pathlib import Path

ROWS = (
    ("cold process to first answer, s", "cold_seconds", "plain/footnote", 8.0),
    ("p50 per question, ms", "quiet_p50_ms", "plain/footnote", 1.8),
    ("p99 per question, ms", "quiet_p99_ms", "plain/footnote", None),
    ("p99 with one core busy, ms", "busy_p99_ms", "plain/footnote", None),
    ("questions a second", "quiet_questions_per_second", "footnote/plain", None),
    ("indexing, passages a second", "passages_per_second", "footnote/plain", 1.0),
    ("indexing the handbook, s", "index_seconds", "plain/footnote", None),
    ("peak memory of serving, MB", "quiet_megabytes", "plain/footnote", 2.0),
)
"""Label, figure, which way the ratio is better when it is larger, and the least it should be."""

INTRODUCTION = """# Benchmarks

`make bench` measures Footnote beside `tests/bench/plain.py`, some twenty lines of sentence-transformers and
FAISS, in one run, on the 18F handbook and its 170 questions. Footnote's figures include everything that an
answer takes: hybrid search, late interaction, quotes, citations, confidence; the plain script embeds,
searches and returns three raw sections. Machines differ and are noisy: trust the ratios.
"""


def write_report(figures: dict[str, dict[str, float]], machine: str, file: Path) -> None:
    """Print the table and keep it in ``file``."""
    lines = ["| figure | Footnote | plain script | ratio | wanted |", "|---|---:|---:|---:|---:|"]
    for label, name, better, wanted in ROWS:
        ours, plain = figures["footnote"][name], figures["plain"][name]
        ratio = plain / ours if better == "plain/footnote" else ours / plain
        least = f"≥ {wanted:g}" if wanted else ""
        lines.append(f"| {label} | {_short(ours)} | {_short(plain)} | {ratio:.2f} × | {least} |")
    busy = figures["footnote"]["busy_p99_ms"] / figures["footnote"]["quiet_p99_ms"]
    table = "\n".join(lines)
    notes = (
        f"Footnote's p99 with one core busy is {busy:.2f} × its quiet p99 (wanted: ≤ 1.5). Passages: "
        f"{figures['footnote']['passages']:.0f} of at most some 120 words (Footnote), "
        f"{figures['plain']['passages']:.0f} whole sections, cut off at 256 tokens (plain). Footnote's first "
        f"build took {figures['footnote']['first_index_seconds']:.0f} s: it exports the model, once.\n\n"
        f"Measured on: {machine}."
    )
    print(f"{table}\n\n{notes}")
    file.write_text(f"{INTRODUCTION}\n{table}\n\n{notes}\n", "utf-8")


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"

"""`python -m tests.chaos`: runs the bot through mayhem, prints the count, and fails on any loss or double."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.chaos.run import Chaos, run


def main() -> None:
    """Read the options, index the starter guides once, and run."""
    options = _options()
    signal.signal(signal.SIGTERM, _leave)
    chaos = Chaos(
        seed=options.seed,
        questions=options.questions,
        users=options.users,
        channels=options.channels,
        seconds=options.seconds or max(10.0, options.questions * 0.12),
        mode=options.mode,
        processes=options.processes,
        database=options.database,
        is_quiet=options.quiet,
        mayhem_every_seconds=options.every,
        limit_seconds=options.limit,
    )
    print(f"Seed {chaos.seed}: {chaos.questions} questions over {chaos.seconds:.0f} s, {chaos.mode}")
    with ExitStack() as stack:
        state = options.state or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        index_once(state)
        tally = run(chaos, state)
    print(tally.table())
    sys.exit(0 if tally.is_clean else 1)


def _leave(number: int, _: object) -> None:
    """End as at an exception: the bot's processes don't outlive this one."""
    sys.exit(128 + number)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--seconds", type=float, help="how long the questions take to come (0.12 s each)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of a run to see again")
    parser.add_argument("--mode", choices=("socket", "http"), default="socket")
    parser.add_argument("--processes", type=int, default=1, help="of the bot, on one database")
    parser.add_argument("--database", help="SQLAlchemy's URL; by default a new SQLite file")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between two acts of mayhem")
    parser.add_argument("--quiet", action="store_true", help="nothing goes wrong")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds that replies may take at the end")
    parser.add_argument("--state", type=Path, help="a folder to keep the index in between runs")
    return parser.parse_args()


def index_once(state: Path) -> None:
    """Export the model and index the starter guides, unless that was done."""
    command = [str(Path(sys.executable).with_name("footnote")), "index"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}
    subprocess.run(command, env={**kept, "FOOTNOTE_STATE": str(state)}, check=True)


if __name__ == "__main__":
    main()

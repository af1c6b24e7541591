"""`make chaos`: the long form of everything that breaks the bot, one after the other, each with its seed.

`--seed N` runs all of it with the seed of an earlier run.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.databases import postgres_in


def main() -> None:
    """Run each, go on after a failure, and fail if any did."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    seed = str(parser.parse_args().seed)
    with tempfile.TemporaryDirectory() as folder, postgres_in(Path(folder) / "postgres") as server:
        state = ["--state", str(Path(folder) / "state")]
        chaos = ["tests.chaos", "--seed", seed, *state]
        runs = {
            "Socket Mode, SQLite": chaos,
            "Events API, SQLite": [*chaos, "--mode", "http"],
            "two processes, Socket Mode, PostgreSQL": [
                *chaos, "--processes", "2", "--database", server.new_url(),
            ],
            "two processes, Events API, PostgreSQL": [
                *chaos, "--processes", "2", "--mode", "http", "--database", server.new_url(),
            ],
            "hostile input": ["tests.fuzz", "--inputs", "200000", "--seed", seed, "--coverage", "20"],
            "guides, questions and surfaces at random": ["tests.surfaces", "--cases", "2000", "--seed", seed],
            "marked questions over Socket Mode": ["tests.privacy", "--seed", seed],
            "marked questions over the Events API": ["tests.privacy", "--seed", seed, "--mode", "http"],
            "marked questions with unanswered ones kept": [
                "tests.privacy", "--seed", seed, "--keep", "redacted", "--questions", "100", "--persons", "5",
            ],
            "a burst over Socket Mode": ["tests.chaos.burst", *state],
            "a burst over the Events API": ["tests.chaos.burst", *state, "--mode", "http"],
        }  # fmt: skip
        failed = [name for name, module in runs.items() if not _passes(name, module)]
    print(f"\nseed {seed}: " + (f"failed: {', '.join(failed)}" if failed else "all passed"))
    sys.exit(1 if failed else 0)


def _passes(name: str, module: list[str]) -> bool:
    print(f"\n== {name}: python -m {' '.join(module)}", flush=True)
    return subprocess.run([sys.executable, "-m", *module], check=False).returncode == 0


if __name__ == "__main__":
    main()

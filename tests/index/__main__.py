"""`python -m tests.index [KILLS] [SEED]`: kills builders at random moments, by default a thousand of them."""

import random
import sys
import tempfile
from pathlib import Path

from tests.index.crashes import crash_often


def main(kills: int = 1000, seed: int | None = None) -> None:
    """Crash as many builders, and print what was found."""
    chosen = random.randrange(10_000) if seed is None else seed
    print(f"seed {chosen}")
    with tempfile.TemporaryDirectory() as folder:
        print(dict(crash_often(Path(folder), kills, chosen)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

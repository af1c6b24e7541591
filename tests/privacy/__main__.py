"""`python -m tests.privacy`: 500 questions full of marks through every surface, then a search for them."""

import argparse
import sys
import tempfile
from pathlib import Path

from bot.bootstrap_index import build_index
from bot.settings import load_settings
from tests.privacy.run import clean_environment, search


def main() -> int:
    """Ask, search, print what was found, and return 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--mode", choices=["socket", "http"], default="socket")
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        environment = {**clean_environment(), "FOOTNOTE_STATE": folder}
        build_index(load_settings().model_copy(update={"state": state}), lambda *_: None)
        found = search(environment, state, count=given.questions, mode=given.mode, seed=given.seed, say=print)
    print(f"seed {given.seed}, {given.mode}: {found.questions} questions, {found.starts} starts of the bot")
    print(f"{found.places} files, logs and outputs searched; {found.open_at_the_end} questions left open")
    print(f"{len(found.early)} secrets found while questions were open, {len(found.late)} marks in the end")
    for hit in [*found.early, *found.late][:20]:
        print(f"  {hit}")
    return 1 if found.early or found.late or found.open_at_the_end else 0


if __name__ == "__main__":
    sys.exit(main())

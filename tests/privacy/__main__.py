"""`python -m tests.privacy`: 500 questions full of marks through every surface, then a search for them."""

import argparse
import sys
import tempfile
from pathlib import Path

from bot.bootstrap_index import build_index
from bot.settings import load_settings
from tests.chaos.run import free_port
from tests.privacy.installation import Installation
from tests.privacy.run import Searched, search


def main() -> int:
    """Ask, search, print what was found, and return 1 if anything was that may not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.privacy", description=__doc__)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--persons", type=int, default=20, help="questions for a person, and their replies")
    parser.add_argument("--mode", choices=["socket", "http"], default="socket")
    parser.add_argument("--keep", choices=["off", "redacted"], default="off", help="unanswered questions")
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), given.mode, given.keep, free_port())
        build_index(load_settings().model_copy(update={"state": Path(folder)}), lambda *_: None)
        found = search(installation, count=given.questions, persons=given.persons, kills=2, seed=given.seed)
    print(f"seed {given.seed}, {given.mode}, unanswered questions {given.keep}, {found.starts} starts")
    print(", ".join(f"{surface} {count}" for surface, count in found.asked.items()))
    _tell(found)
    wrong = [*found.early, *found.late, *(found.words + found.lasting if given.keep == "off" else [])]
    unseen = given.keep == "redacted" and not found.words
    return 1 if wrong or unseen or found.open_at_the_end else 0


def _tell(found: Searched) -> None:
    print(f"{found.places} files, logs and outputs searched; {found.open_at_the_end} questions left open")
    print(f"while questions were open: {len(found.early)} secrets, {len(found.waiting)} words")
    print(f"seconds after the last reply, in the running bot: {len(found.lasting)} of either")
    print(f"in the end: {len(found.late)} secrets, {len(found.words)} words")
    for hit in [*found.early, *found.lasting, *found.late, *found.words][:20]:
        print(f"  {hit}")


if __name__ == "__main__":
    sys.exit(main())

"""Who had their data deleted: kept, under keyed hashes, so that a restored backup doesn't bring it back."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

FILE = "forgotten.jsonl"


@dataclass(frozen=True, slots=True)
class ForgottenList:
    """The list below ``state``."""

    state: Path

    def add(self, name: str) -> None:
        """Note a keyed hash."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name, "at": int(time.time())}) + "\n")

    def names(self) -> frozenset[str]:
        """Return all keyed hashes; a line that can't be read is none."""
        try:
            lines = (self.state / FILE).read_text("utf-8").splitlines()
        except OSError:
            return frozenset()
        return frozenset(name for line in lines if (name := _name(line)))


def _name(line: str) -> str:
    try:
        return str(json.loads(line)["name"])
    except (ValueError, KeyError, TypeError):
        return ""

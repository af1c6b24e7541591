"""What a backup holds: tables of the inbox's database, and files below the state directory."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table

from bot.audit.audit_log import GUIDES, HEAD
from bot.inbox.schema import ASKED_ABOUT, AUDIT, AUDIT_ENDS, FEEDBACK, HANDOVERS, QUESTIONS, UNANSWERED
from bot.places import AUDIT_FOLDER

FILES = "state/"
TABLES = {
    "inbox.jsonl": QUESTIONS,
    "asked_about.jsonl": ASKED_ABOUT,
    "unanswered.jsonl": UNANSWERED,
    "feedback.jsonl": FEEDBACK,
    "handovers.jsonl": HANDOVERS,
}
CHAIN = {"audit.jsonl": AUDIT, "audit_ends.jsonl": AUDIT_ENDS}
"""The audit's tables: they belong together, and to the file that notes where the chain ends."""
CHAIN_END = f"{AUDIT_FOLDER}/{HEAD}"
KEPT = ("index/*/learned/*.jsonl", "index/*/confidence.json", f"{AUDIT_FOLDER}/{GUIDES}/*")
"""What people taught and fitted, and copies of quoted guides; indexes and models can be built again."""


def columns(table: Table) -> list[str]:
    """Return the columns that mean something elsewhere: a row's running number doesn't."""
    return [column.name for column in table.columns if column is not table.autoincrement_column]


def files(state: Path, *patterns: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files below the state directory that are like a pattern."""
    for pattern in patterns:
        for file in sorted(state.glob(pattern)):
            yield FILES + file.relative_to(state).as_posix(), file.read_bytes()


def is_ours(name: str) -> bool:
    """Tell whether a file's name is one that we write: none leads out of the state directory."""
    path = Path(name.removeprefix(FILES))
    is_known = any(path.match(pattern) for pattern in (*KEPT, CHAIN_END))
    return name.startswith(FILES) and ".." not in path.parts and is_known

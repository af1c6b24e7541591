"""Everything that is kept, one purpose each: what, where, why, of whom, and for how long."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.inbox.inbox import KEPT_SECONDS
from bot.inbox.tallies import KEPT_WEEKS
from bot.settings import Settings

DAMAGED_DAYS = 14
HANDOVER_DAYS_RESOLVED = 30
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason to keep something; ``tables`` and ``files`` (patterns below the state) are where it is."""

    name: str
    what: str
    why: str
    whom: str
    period: Callable[[Settings], str]
    tables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def _days(setting: str) -> Callable[[Settings], str]:
    return lambda settings: f"{getattr(settings, setting)} days"


def _if_on(setting: str, period: Callable[[Settings], str]) -> Callable[[Settings], str]:
    return lambda settings: "not kept" if getattr(settings, setting) == "off" else period(settings)


def _always(words: str) -> Callable[[Settings], str]:
    return lambda _: words


PURPOSES = (
    Purpose(
        "Replying",
        "A question, without personal data that was found in it, who asked, and where the reply goes; once "
        "it is replied to, that it was, and when.",
        "So that each question gets exactly one reply, whatever breaks.",
        "Who asked.",
        _always(
            f"the words and the person until the reply is posted, the rest {KEPT_SECONDS / _DAY:.0f} days"
        ),
        ("questions",),
        ("inbox.sqlite3*",),
    ),
    Purpose(
        "Processes",
        "The names of the processes that answer, and when they last gave a sign of life.",
        "So that what a dead process had in hand is taken over.",
        "Nobody.",
        _always(f"{KEPT_SECONDS / _DAY:.0f} days"),
        ("processes", "alembic_version"),
    ),
    Purpose(
        "Counts",
        "How many questions of a week came near which section, and what came of them.",
        "So that maintainers know where to write next.",
        "Nobody.",
        _always(f"{KEPT_WEEKS} weeks"),
        ("asked_about",),
    ),
    Purpose(
        "Unanswered topics",
        "Questions that weren't answered, without personal data that was found in them, and their week.",
        "So that maintainers see what people ask that the guides don't say.",
        "Nobody by name; words may tell who asked.",
        _if_on("keep_unanswered", _days("keep_unanswered_days")),
        ("unanswered",),
    ),
    Purpose(
        "Feedback",
        "Whether an answer helped, and why not, by a keyed hash of the person.",
        "So that maintainers mend what doesn't help, and each person counts once.",
        "Who pressed the button, under a keyed hash.",
        _days("keep_feedback_days"),
        ("feedback",),
    ),
    Purpose(
        "Questions for persons",
        "Who sent which answer's question to which channel: a keyed hash; the user id until it is resolved.",
        "So that replies reach who asked, and only who asked or was asked can resolve it.",
        "Who asked.",
        lambda s: f"{HANDOVER_DAYS_RESOLVED} days once resolved, else {s.keep_handovers_days} days",
        ("handovers",),
    ),
    Purpose(
        "Audit",
        "Which slices of which guides an answer quoted, by hashes, without a word and without a person; "
        "copies of the guides that were quoted.",
        "So that what was answered can be proven.",
        "Nobody.",
        _if_on("audit", _days("audit_days")),
        ("audit", "audit_ends"),
        ("audit/*",),
    ),
    Purpose(
        "Learned questions",
        "Questions that maintainers confirmed, with their sections, and drafts of guides that they kept.",
        "So that similar questions find the section.",
        "Nobody, unless a maintainer wrote so.",
        _always("until a maintainer removes them"),
        (),
        ("index/*/learned/*", "drafts/*"),
    ),
    Purpose(
        "The guides' index",
        "The guides themselves, searchable; models; what was fitted.",
        "So that questions are answered.",
        "Whom the guides name.",
        _always("until the next indexing, the last five"),
        (),
        ("index/*", "models/*", "converted/*"),
    ),
    Purpose(
        "Pseudonyms",
        "The key of the keyed hashes, and the hashes of people who had their data deleted.",
        "So that nobody without the key can name people, and a restored backup doesn't bring them back.",
        "Who had their data deleted, under a keyed hash.",
        _always("as long as the installation"),
        (),
        ("privacy.key", "forgotten.jsonl"),
    ),
    Purpose(
        "Damaged databases",
        "A database file that was damaged, as it was.",
        "So that an operator can save what is in it.",
        "Who asked.",
        _always(f"{DAMAGED_DAYS} days"),
        (),
        ("inbox.sqlite3.damaged-*",),
    ),
)

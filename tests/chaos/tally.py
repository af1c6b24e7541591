"""The final count: what the bot owed, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.slack.app import FAILED
from bot.slack.listeners.person import ALREADY, RESOLVED_BEFORE
from tests.chaos.crowd import Seen
from tests.chaos.dues import Due, Dues, PrivateDue
from tests.standin.counting import Place
from tests.standin.deliveries import Delivery
from tests.standin.workspace import Ephemeral, Message

ACKNOWLEDGED_WITHIN_SECONDS = 3.0
MOST_NAMED = 10
TOLD_AGAIN = {FAILED, ALREADY, RESOLVED_BEFORE}
"""What people are told alone who press again, or have to."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of what is owed: how much of it, how much came once, and what is wrong."""

    owed: int
    once: int
    lost: Sequence[Due | PrivateDue]
    doubled: Sequence[Due | PrivateDue]
    misplaced: Sequence[Due]
    wrong_text: Sequence[Due]
    silent: int
    """Where silence was right, too."""
    is_private: bool

    @property
    def is_clean(self) -> bool:
        """Whether all came, where it belongs and as it should, and what all see came no more than once."""
        doubled = () if self.is_private else self.doubled
        return not any((self.lost, doubled, self.misplaced, self.wrong_text))

    def figures(self) -> str:
        doubled = f"{len(self.doubled)}{' (which nobody can look up)' if self.is_private else ''}"
        silent = f", rightly silent {self.silent}" if self.silent else ""
        return (
            f"owed {self.owed:4}, once {self.once:4}, lost {len(self.lost)}, doubled {doubled}, "
            f"in the wrong place {len(self.misplaced)}, with other words {len(self.wrong_text)}{silent}"
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to, by kind of message."""

    seed: int
    rows: Mapping[str, Row]
    strays: Sequence[Message | Ephemeral]
    """What the bot said to nobody, or not as it should."""
    defaced: Sequence[str]
    """What people said that reads differently now."""
    told_again: int
    figures: Mapping[str, object] = field(default_factory=dict)
    """What else is worth knowing; nothing is asked of it."""

    @property
    def is_clean(self) -> bool:
        """Whether the bot said all that it owed, and nothing else."""
        return all(row.is_clean for row in self.rows.values()) and not self.strays and not self.defaced

    def table(self) -> str:
        """Return the count, what else is worth knowing, and the names of what is wrong."""
        rows = {
            "seed": self.seed,
            **{kind: row.figures() for kind, row in self.rows.items()},
            "said to nobody": len(self.strays),
            "people's messages changed": len(self.defaced),
            "told alone that it didn't work, or was done": self.told_again,
            **self.figures,
        }
        width = max(map(len, rows))
        return "\n".join([*(f"{name:<{width}}  {value}" for name, value in rows.items()), *self._names()])

    def _names(self) -> Iterator[str]:
        for what in ("lost", "doubled", "misplaced", "wrong_text"):
            named = list(chain.from_iterable(getattr(row, what) for row in self.rows.values()))
            yield from (f"{what}: {one.in_words()}" for one in named[:MOST_NAMED])
        yield from (
            f"to nobody: {one.channel} {one.ts}, thread {one.thread_ts}: {one.text[:80]!r}"
            for one in self.strays[:MOST_NAMED]
        )
        yield from (f"changed: {one}" for one in self.defaced[:MOST_NAMED])


def count(seed: int, dues: Dues, seen: Seen, defaced: Sequence[str], figures: Mapping[str, object]) -> Tally:
    """Count what the bot owed against what it said."""
    public = {kind: [due for due in dues.public if due.kind == kind] for kind in _kinds(dues.public)}
    private = {kind: [due for due in dues.private if due.kind == kind] for kind in _kinds(dues.private)}
    rows = {kind: _public_row(owed, seen) for kind, owed in public.items()}
    rows |= {kind: _private_row(owed, seen) for kind, owed in private.items()}
    nobodys = list(_strays(dues, seen))
    strays = [one for one in nobodys if one.text not in TOLD_AGAIN]
    return Tally(seed, rows, strays, defaced, len(nobodys) - len(strays), figures)


def _place(said: Message) -> Place:
    """Return where something was said; what a thread hangs on is outside of it."""
    return said.channel, said.thread_ts if said.is_reply else None


def _kinds(dues: Sequence[Due] | Sequence[PrivateDue]) -> Sequence[str]:
    return list(dict.fromkeys(due.kind for due in dues))


def _public_row(owed: Sequence[Due], seen: Seen) -> Row:
    replies = {due.name: due.replies(seen) for due in owed}
    none = [due for due in owed if not replies[due.name]]
    return Row(
        owed=len(owed),
        once=sum(len(found) == 1 for found in replies.values()),
        lost=[due for due in none if None not in due.texts],
        doubled=[due for due in owed if len(replies[due.name]) > 1],
        misplaced=[due for due in owed if any(_place(one) not in due.places for one in replies[due.name])],
        wrong_text=[due for due in owed if any(one.text not in due.texts for one in replies[due.name])],
        silent=sum(None in due.texts for due in none),
        is_private=False,
    )


def _private_row(owed: Sequence[PrivateDue], seen: Seen) -> Row:
    came = [len(due.replies(seen)) for due in owed]
    return Row(
        owed=len(owed),
        once=came.count(1),
        lost=[due for due, number in zip(owed, came, strict=True) if number == 0],
        doubled=[due for due, number in zip(owed, came, strict=True) if number > 1],
        misplaced=(),  # elsewhere, or with other words, it is nobody's
        wrong_text=(),
        silent=0,
        is_private=True,
    )


def _strays(dues: Dues, seen: Seen) -> Iterator[Message | Ephemeral]:
    names = {due.name for due in dues.public}
    yield from chain.from_iterable(found for name, found in seen.replies.items() if name not in names)
    yield from seen.nameless
    yield from (one for one in seen.ephemerals if not any(due.fits(one) for due in dues.private))


def acknowledged(deliveries: Sequence[Delivery]) -> dict[str, object]:
    """Return how many events and presses were sent, how often again, and how fast they were acknowledged."""
    events = [one for one in deliveries if one.kind == "events_api"]
    seconds = sorted(one.acked_at - one.sent_at for one in deliveries if one.acked_at and one.sent_at)
    late = sum(one > ACKNOWLEDGED_WITHIN_SECONDS for one in seconds)
    return {
        "events sent": len({one.event_id for one in events}),
        "sent again": sum(one.attempt > 0 or one.is_extra for one in events),
        "commands and presses": len(deliveries) - len(events),
        "acknowledged after, p50 / p99 / max": " / ".join(
            f"{_at(seconds, p):.3f} s" for p in (0.5, 0.99, 1.0)
        ),
        f"acknowledged after more than {ACKNOWLEDGED_WITHIN_SECONDS:.0f} s": late,
    }


def replied(dues: Dues, seen: Seen, deliveries: Sequence[Delivery]) -> dict[str, object]:
    """Return how long people waited, and how often a question that was taken later was replied to earlier."""
    asked = [(due, found[0]) for due in dues.public if due.asked_at and (found := due.replies(seen))]
    waits = sorted(float(reply.ts) - float(due.asked_at) for due, reply in asked)
    return {
        "replied after, p50 / p99 / max": " / ".join(f"{_at(waits, p):.2f} s" for p in (0.5, 0.99, 1.0)),
        "overtaken in their channel": _overtaken(asked, deliveries),
    }


def _overtaken(asked: Sequence[tuple[Due, Message]], deliveries: Sequence[Delivery]) -> int:
    """Count by when each question's first event was acknowledged: Slack itself delivers some out of order."""
    taken_at: dict[str, float] = {}
    for one in deliveries:
        if one.acked_at is not None and one.kind == "events_api":
            ts = str(one.body["event"].get("ts"))
            taken_at[ts] = min(one.acked_at, taken_at.get(ts, one.acked_at))
    latest: dict[str, str] = {}
    overtaken = 0
    for _, reply in sorted(asked, key=lambda pair: taken_at.get(pair[0].asked_at, 0.0)):
        overtaken += reply.ts < latest.get(reply.channel, "")
        latest[reply.channel] = max(reply.ts, latest.get(reply.channel, ""))
    return overtaken


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")

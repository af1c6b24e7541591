"""What the bot owes: each public message exactly once, each private one at least once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.chaos.crowd import Seen
from tests.standin.counting import Place
from tests.standin.workspace import Ephemeral, Message


@dataclass(frozen=True, slots=True)
class Due:
    """A message that all see, by the ``name`` of what it replies to; it belongs to one of the ``places``.

    ``texts`` are those that it may have; None among them: that there is none is right, too. ``asked_at`` is
    the `ts` of the message that asked, "" of what was pressed.
    """

    kind: str
    name: str
    places: frozenset[Place]
    texts: frozenset[str | None]
    asked_at: str = ""

    def replies(self, seen: Seen) -> Sequence[Message]:
        """Return what came, oldest first."""
        return seen.replies.get(self.name, ())

    def in_words(self) -> str:
        """Return what it is, for a list of those that something is wrong with."""
        return f"{self.kind} {self.name}, {sorted(self.places, key=str)}: {_short(self.texts)}"


@dataclass(frozen=True, slots=True)
class PrivateDue:
    """A message that ``user`` alone sees: it carries no name, and is known by its place and text."""

    kind: str
    user: str
    place: Place
    texts: frozenset[str | None]

    def replies(self, seen: Seen) -> Sequence[Ephemeral]:
        """Return what came, oldest first."""
        return [one for one in seen.ephemerals if one.user == self.user and self.fits(one)]

    def in_words(self) -> str:
        """Return what it is, for a list of those that something is wrong with."""
        return f"{self.kind} of {self.user}, {self.place}: {_short(self.texts)}"

    def fits(self, shown: Ephemeral) -> bool:
        """Tell whether something that was shown to somebody is this."""
        same = (shown.user, shown.channel, shown.thread_ts) == (self.user, *self.place)
        return same and shown.text in self.texts


@dataclass(slots=True)
class Dues:
    """All that is owed, as it comes to be."""

    public: list[Due] = field(default_factory=list)
    private: list[PrivateDue] = field(default_factory=list)

    def owe(
        self, kind: str, name: str, places: set[Place], texts: frozenset[str | None], ts: str = ""
    ) -> Due:
        """Note what is owed to all, once however often it is asked for."""
        due = Due(kind, name, frozenset(places), texts, ts)
        if all(one.name != name for one in self.public):
            self.public.append(due)
        return due

    def owe_privately(self, kind: str, user: str, place: Place, texts: frozenset[str | None]) -> PrivateDue:
        """Note what is owed to one person."""
        due = PrivateDue(kind, user, place, texts)
        self.private.append(due)
        return due

    def open(self, seen: Seen) -> int:
        """Count what didn't come yet, and must."""
        public = [due for due in self.public if None not in due.texts and not due.replies(seen)]
        return len(public) + sum(not due.replies(seen) for due in self.private)


def _short(texts: Iterable[str | None]) -> str:
    return " or ".join(sorted(repr(text and text[:60]) for text in texts))

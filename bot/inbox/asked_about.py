"""What is noted of a question once it is answered: where in the guides it led, and no word of it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from knowledge.answer import Answer, Status

Redact = Callable[[str], str]
"""Returns a text without what it tells of persons."""

LONGEST_PATH, LONGEST_ANCHOR = 400, 200
"""Characters: PostgreSQL's indexes take no key of more than 2,704 bytes."""
LONGEST_TEXT = 500
_WEEK_SECONDS = 7 * 86_400.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class SectionPlace:
    """A section by its guide's path and its anchor; both are "" where no section came near."""

    path: str
    anchor: str

    @classmethod
    def from_names(cls, path: str, anchor: str) -> "SectionPlace":
        """Name a section; names too long for the database are cut, wherever they come from."""
        return cls(path[:LONGEST_PATH], anchor[:LONGEST_ANCHOR])


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """Where a question led: the section nearest to it, and those that its answer quoted or linked.

    ``redacted`` is what is kept of its words, None by default: nothing.
    """

    status: Status
    nearest: SectionPlace
    cited: frozenset[SectionPlace]
    redacted: str | None = None

    def counts(self) -> Iterator[tuple[SectionPlace, int, int]]:
        """Yield sections, sorted, and for each how much is added to its questions and its citations."""
        for place in sorted({self.nearest, *self.cited}):
            yield place, int(place == self.nearest), int(place in self.cited)


def asked_about(answer: Answer, redact: Redact | None) -> AskedAbout | None:
    """Return what is noted of an answer, None for what was no question to the guides.

    With ``redact``, the words of a question that wasn't answered are kept, redacted; where that fails, none.
    """
    if answer.note:
        return None
    near = answer.citations or answer.candidates
    places = [SectionPlace.from_names(section.path, section.anchor) for section in near]
    return AskedAbout(
        status=answer.status,
        nearest=places[0] if places else SectionPlace("", ""),
        cited=frozenset(places if answer.citations else ()),
        redacted=_redacted(answer.question, redact) if answer.status is not Status.ANSWERED else None,
    )


def _redacted(text: str, redact: Redact | None) -> str | None:
    if redact is None:
        return None
    try:
        return redact(text)[:LONGEST_TEXT]
    except Exception as error:  # noqa: BLE001 - rather nothing kept than the words as they were, or no reply
        _LOG.error("A question couldn't be redacted, and isn't kept: %s", type(error).__name__)
        return None


def week_of(seconds: float) -> str:
    """Return the ISO week, in UTC, of a time in seconds since 1970, such as "2026-W48"."""
    return f"{datetime.fromtimestamp(seconds, UTC):%G-W%V}"


def weeks_until(seconds: float, count: int) -> tuple[str, ...]:
    """Return the last ``count`` weeks, the oldest first and that of ``seconds`` last."""
    return tuple(week_of(seconds - ago * _WEEK_SECONDS) for ago in reversed(range(count)))

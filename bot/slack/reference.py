"""What a button carries of the answer that it belongs to: enough to make it again, years later."""

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from bot.slack.refusals import Refused
from bot.slack.shortening import cut
from knowledge.answer import Answer, Status
from knowledge.citing import CitedPlace

LONGEST_VALUE = 1200
"""Characters of a button's value: Slack takes 2,000, but three of them have to leave room for the answer."""
LONGEST_QUESTION, MOST_CANDIDATES, HASH_DIGITS = 600, 6, 16
MOST_BYTES = 100_000
_PREFIX = "1."
"""Names the form, so that another one may follow and this one still be read."""
UNREADABLE = "I can't read this button any more: it is from another release of mine. Please ask again."


@dataclass(frozen=True, slots=True)
class AnswerReference:
    """An answer by what it cited; ``near`` are the paths and anchors of further sections that came close.

    ``question`` is cut where it is long, and "" where it had to go for the rest to fit.
    """

    id: str
    question: str
    status: Status
    generation: str
    thread_ts: str = ""
    """The thread that a private answer is shared in, "" where that is the channel."""
    places: tuple[CitedPlace, ...] = ()
    near: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_answer(cls, answer_id: str, answer: Answer) -> "AnswerReference":
        """Keep what an answer showed."""
        cited = {(citation.path, citation.anchor) for citation in answer.citations}
        near = ((candidate.path, candidate.anchor) for candidate in answer.candidates)
        return cls(
            id=answer_id,
            question=cut(answer.question, LONGEST_QUESTION),
            status=answer.status,
            generation=answer.generation,
            places=tuple(CitedPlace.from_citation(citation, HASH_DIGITS) for citation in answer.citations),
            near=tuple(place for place in near if place not in cited)[:MOST_CANDIDATES],
        )

    @classmethod
    def from_value(cls, value: str) -> "AnswerReference":
        """Read a button's value.

        Raises:
            Refused: it is none of this release's, or so long that it can be none of ours.
        """
        if not value.startswith(_PREFIX) or len(value) > LONGEST_VALUE:
            raise Refused(UNREADABLE)
        try:
            packed = urlsafe_b64decode(value.removeprefix(_PREFIX).encode("ascii"))
            unpacked = zlib.decompressobj().decompress(packed, MOST_BYTES)
            return _REFERENCE.validate_json(unpacked)
        except (ValueError, binascii.Error, zlib.error, ValidationError) as error:
            raise Refused(UNREADABLE) from error

    def to_value(self) -> str:
        """Return a button's value, within Slack's limit: what is least needed goes first."""
        for slimmer in self._slimmer():
            value = slimmer._packed()
            if len(value) <= LONGEST_VALUE:
                return value
        return AnswerReference(self.id, "", self.status, self.generation)._packed()

    def _packed(self) -> str:
        return _PREFIX + urlsafe_b64encode(zlib.compress(_REFERENCE.dump_json(self), 9)).decode()

    def _slimmer(self) -> "list[AnswerReference]":
        alone = replace(self, near=())
        short = replace(alone, question=cut(self.question, LONGEST_QUESTION // 4))
        fewer = [replace(short, places=self.places[:count]) for count in range(len(self.places), -1, -1)]
        return [self, alone, *fewer, *(replace(one, question="") for one in fewer)]


_REFERENCE = TypeAdapter(AnswerReference)

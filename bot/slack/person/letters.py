"""What is sent to a person, and back: as it lies in the inbox until it is posted."""

from dataclasses import dataclass

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Letter:
    """A question for a person: its words as the asker sends them, and the answer that didn't satisfy them.

    ``reference`` is that answer's, ``channel`` and ``message_ts`` where it is, ``thread_ts`` the thread where
    replies belong, "" where that is no thread.
    """

    question: str
    reference: str
    owner: str
    channel: str
    thread_ts: str
    message_ts: str
    is_private: bool

    def to_text(self) -> str:
        """Return the letter as the inbox keeps it."""
        return _LETTER.dump_json(self).decode()

    @classmethod
    def from_text(cls, text: str) -> "Letter":
        """Read a letter again."""
        return _LETTER.validate_json(text)


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of a question for a person: ``kind`` is asked, reply, resolved or offer."""

    kind: str
    answer_id: str
    words: str = ""
    link: str = ""
    reference: str = ""

    def to_text(self) -> str:
        """Return the message as the inbox keeps it."""
        return _MESSAGE.dump_json(self).decode()

    @classmethod
    def from_text(cls, text: str) -> "Message":
        """Read a message again."""
        return _MESSAGE.validate_json(text)


_LETTER, _MESSAGE = TypeAdapter(Letter), TypeAdapter(Message)

"""What a picture shows: messages, a modal, a question whether to go on, or a home tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.message import Block, Message

BOT, ASKER, COLLEAGUE = "UFOOTNOTE", "USAM", "UKIM"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who says something; ``colour`` is their avatar's."""

    name: str
    initial: str
    colour: str
    is_app: bool = False


PEOPLE = {
    BOT: Person("Footnote", "F¹", "#4a154b", is_app=True),
    ASKER: Person("Sam", "S", "#1264a3"),
    COLLEAGUE: Person("Kim", "K", "#b4531b"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said; ``is_private``: none but who looks at it sees it. ``reactions`` are emoji."""

    user: str
    blocks: tuple[Block, ...]
    time: str = "10:02"
    is_private: bool = False
    reactions: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        """Who said it."""
        return PEOPLE[self.user]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages at a place such as "#sales"; in a thread the first one is what the others reply to.

    ``prompts`` are the suggestions below them, as Slack takes them: each with a title and a message.
    """

    place: str
    messages: tuple[Said, ...]
    is_thread: bool = False
    prompts: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ModalView:
    """A modal, as `views.open` takes it."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What Slack asks before a press counts, as a button's `confirm` has it."""

    confirm: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home tab, as `views.publish` takes it."""

    view: dict[str, Any]


Scene = Conversation | ModalView | Confirmation | HomeView


def asked(words: str, user: str = ASKER, *, mentions: bool = True, reactions: Sequence[str] = ()) -> Said:
    """Return what a person typed, with the bot mentioned first or not."""
    typed = {"type": "text", "text": f" {words}" if mentions else words}
    elements = [{"type": "user", "user_id": BOT}, typed] if mentions else [typed]
    section = {"type": "rich_text_section", "elements": elements}
    return Said(user, ({"type": "rich_text", "elements": [section]},), reactions=tuple(reactions))


def replied(message: Message, *, is_private: bool = False) -> Said:
    """Return what the bot says."""
    return Said(BOT, message.blocks, is_private=is_private)


def thread(question: Said, *replies: Said, place: str = "#sales") -> Conversation:
    """Return a thread that a question started."""
    return Conversation(place, (question, *replies), is_thread=True)

"""What people press below an answer: "Share", and "Ask a person" with all that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.slack.buttons import PERSON, SHARE
from bot.slack.listeners.person import QUESTION_BLOCK, QUESTION_INPUT
from bot.slack.person.asking import RESOLVE, render_letter
from bot.slack.person.letters import Letter
from bot.slack.person.relaying import ASKED, OFFER, REPLY, RESOLVED
from bot.slack.recalling import recall
from bot.slack.reference import AnswerReference
from bot.slack.words import render_words
from tests.chaos.crowd import PATIENCE_SECONDS, Crowd, Script, either
from tests.chaos.dues import Dues
from tests.chaos.questions import Expected
from tests.chaos.workload import Person, Planned, owners_channel
from tests.standin.counting import Place
from tests.standin.deliveries import Delivery
from tests.standin.server import StandInSlack
from tests.standin.wire import Json
from tests.standin.workspace import Ephemeral, Message

OWNER, LONGEST_RESOLVED = "U9998", 3500
Shown = Message | Ephemeral


@dataclass(frozen=True, slots=True)
class Pressing:
    """Presses buttons as people do, again where nothing came of it, and notes what the bot owes."""

    slack: StandInSlack
    crowd: Crowd
    dues: Dues
    expected: Expected

    def share(self, one: Planned, shown: Ephemeral) -> Script:
        """Show a private answer to all, by one press or two; one that quotes nothing has no button."""
        value = value_of(shown.blocks, SHARE)
        if value is None:
            return
        reference = AnswerReference.from_value(value)
        place = (shown.channel, reference.thread_ts or None)
        for _ in range(one.shares):
            yield from self.crowd.pressed(
                one.user, lambda: self.slack.click_ephemeral(one.user, shown, SHARE)
            )
        self.dues.owe("shares", f"s{reference.id[:31]}", {place}, self.expected.shared(value))

    def ask_a_person(self, one: Planned, person: Person, shown: Shown) -> Script:
        """Send the question, have it replied to, and close it."""
        value = value_of(shown.blocks, PERSON)
        assert value is not None, f"no person can be asked below {shown.text!r}"
        reference = AnswerReference.from_value(value)
        letter = yield from self._sent(one, shown, reference)
        answer = recall(reference, self.expected.answerer)
        text = render_letter(one.user, letter, reference, answer, None).text
        name, owners = reference.id[:31], owners_channel(shown.channel)
        due = self.dues.owe("questions for a person", f"h{name}", {(owners, None)}, _open_or_resolved(text))
        told = self._told(one, shown, f"a{name}", ASKED.format(owner=letter.owner))
        thread = (yield lambda seen: seen.first(due.name)).ts
        for number in range(person.replies):
            yield from self._replied(one, shown, (owners, thread), f"Reply {number} to {name}")
        offer = render_words(OFFER).text
        self.dues.owe("offers to keep a reply", f"o{name}", {(owners, thread)}, frozenset({offer}))
        if person.resolver:
            last = (yield lambda seen: seen.first(told)).ts
            press = partial(self.slack.click, OWNER, owners, thread, RESOLVE)
            if person.resolver == "asker":
                place = self._place(one, shown)[0]
                press = partial(self.slack.click, one.user, place, last, RESOLVE)
            yield from self.crowd.pressed(one.user, press)
            self._told(one, shown, f"r{name}", RESOLVED)

    def _sent(self, one: Planned, shown: Shown, reference: AnswerReference) -> Script:
        """Open the modal, and submit it; return what is sent."""
        while (view := self._view(reference)) is None:
            yield from self.crowd.pressed(one.user, lambda: self._press_person(one.user, shown))
            yield either(lambda _: self._view(reference), self.crowd.after(PATIENCE_SECONDS))
        view_id = view["id"]
        words = {"type": "plain_text_input", "value": reference.question}
        values = {QUESTION_BLOCK: {QUESTION_INPUT: words}}
        yield from self.crowd.pressed(one.user, lambda: self.slack.submit(one.user, view_id, values))
        return replace(Letter.from_text(view["private_metadata"]), question=reference.question)

    def _press_person(self, user: str, shown: Shown) -> Delivery:
        if isinstance(shown, Ephemeral):
            return self.slack.click_ephemeral(user, shown, PERSON)
        return self.slack.click(user, shown.channel, shown.ts, PERSON)

    def _view(self, reference: AnswerReference) -> Json | None:
        letters = [one for one in self.slack.views() if one["private_metadata"]]
        same = (one for one in letters if _answer_id(one["private_metadata"]) == reference.id)
        return next(same, None)

    def _replied(self, one: Planned, shown: Shown, letter: Place, words: str) -> Script:
        """Reply to who asked, in the thread of their question, and wait until it has come to them."""
        said = self.slack.say(OWNER, letter[0], words, letter[1])
        name = self._told(one, shown, f"r{said.ts}", REPLY.format(words=words), kind="replies relayed")
        yield lambda seen: seen.first(name)

    def _told(
        self, one: Planned, shown: Shown, name: str, text: str, kind: str = "notices about them"
    ) -> str:
        texts = frozenset({render_words(text).text})
        return self.dues.owe(kind, name, {self._place(one, shown)}, texts).name

    def _place(self, one: Planned, shown: Shown) -> Place:
        """Return where who asked hears of it: where they asked, or directly if they did that privately."""
        if isinstance(shown, Ephemeral):
            return self.slack.dm(one.user), None
        return shown.channel, shown.thread_ts


def value_of(blocks: Sequence[Json], action_id: str) -> str | None:
    """Return what a button carries, None where there is no such button."""
    elements = (one for block in blocks for one in block.get("elements", ()))
    return next((one["value"] for one in elements if one.get("action_id") == action_id), None)


def _open_or_resolved(text: str) -> frozenset[str | None]:
    return frozenset({text, f"{RESOLVED} {text}"[:LONGEST_RESOLVED]})


def _answer_id(metadata: str) -> str:
    return AnswerReference.from_value(Letter.from_text(metadata).reference).id

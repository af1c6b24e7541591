"""What is pressed below the replies to marked questions, with marked words wherever words can be given."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.privacy.asking import CHANNELS, OWNERS, USERS, Asking, owner
from tests.privacy.marked import Marked
from tests.standin.server import StandInSlack
from tests.standin.watching import NotSeen
from tests.standin.wire import Json
from tests.standin.workspace import Ephemeral, Message

PRESSES = 4
"""So often somebody presses who sees nothing happen: a press that is lost on its way Slack doesn't repeat."""
PATIENCE_SECONDS = 10.0
KNOWN = "can I paste customer data into ChatGPT?"
VERDICT, WHY = "footnote_feedback", "footnote_reason_outdated"


@dataclass(frozen=True, slots=True)
class Pressing:
    """Presses below what was replied."""

    slack: StandInSlack
    asking: Asking

    def carelessly(self, count: int) -> None:
        """Press below some replies of the moment, whatever becomes of it."""
        for channel, reply in self._replies()[-count:]:
            self._judge(channel, reply)
            self.slack.click("UMARK1", channel, reply.ts, "footnote_deeper")
        self._share(count)

    def ask_persons(self, marks: Sequence[Marked]) -> None:
        """Ask a person below one reply after the other, each time in marked words."""
        below = self._replies()
        assert len(below) >= len(marks), f"{len(below)} replies, to ask {len(marks)} persons below"
        for (channel, reply), mark in zip(below, marks, strict=False):
            view = self._opened(channel, reply, "footnote_person", "footnote_person_send")
            self._send(view, mark)

    def reply_as_owner(self, marks: Sequence[Marked]) -> None:
        """Reply to each question for a person."""
        for letter, mark in zip(self.letters(), marks, strict=True):
            self.slack.say("UOWNER", letter.channel, f"My answer: {mark.text}", thread_ts=letter.ts)

    def everything_else(self) -> None:
        """Judge an answer and say why, go deeper, share, and open App Home and what it suggests."""
        slack, (channel, reply) = self.slack, self._replies()[0]
        self._until(lambda: self._judge(channel, reply), lambda: bool(self._asked_why()))
        self.slack.click_ephemeral("UMARK1", self._asked_why()[-1], WHY)
        self._opened(channel, reply, "footnote_deeper", "")
        self._until(lambda: slack.command("UMARK1", "CMARK1", "/ask", KNOWN), self._may_share)
        self._until(lambda: self._share(USERS), lambda: bool(self.shared()))
        self._until(lambda: slack.open_home("UMARK1"), lambda: slack.home("UMARK1") is not None)

    def letters(self) -> list[Message]:
        """Return the questions for persons, as they were posted."""
        return [letter for n in range(OWNERS) for letter in self.slack.bots_replies(owner(n))]

    def relayed(self) -> list[Message]:
        """Return what persons replied, as it came back."""
        said = [reply for place in self._threads() for reply in self.slack.bots_replies(*place)]
        return [reply for reply in said if reply.text.startswith("Reply from a person")]

    def shared(self) -> list[Message]:
        """Return the private answers that were shared."""
        return [said for n in range(CHANNELS) for said in self.slack.bots_replies(f"CMARK{n}")]

    def _threads(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys(self.asking.threads))

    def _replies(self) -> list[tuple[str, Message]]:
        """Return the first reply of each thread, with its channel, if it can be judged."""
        first = [(place[0], self.slack.bots_replies(*place)[:1]) for place in self._threads()]
        return [(channel, said[0]) for channel, said in first if said and _verdicts(said[0])]

    def _judge(self, channel: str, reply: Message) -> None:
        value = _verdicts(reply)[0]["elements"][0]["negative_button"]["value"]
        self.slack.click("UMARK1", channel, reply.ts, VERDICT, value)

    def _send(self, view: Json, mark: Marked) -> None:
        words = {"question": {"words": {"type": "plain_text_input", "value": mark.text}}}
        self._until(
            lambda: self.slack.submit("UMARK1", view["id"], words),
            lambda: any(mark.word in letter.text for letter in self.letters()),
        )

    def _asked_why(self) -> list[Ephemeral]:
        return [one for one in self.slack.ephemerals("UMARK1") if "What was wrong?" in one.text]

    def _may_share(self) -> bool:
        """Tell whether there is a private answer to share: Slack doesn't repeat a command that got lost."""
        return any("footnote_share" in str(shown.blocks) for shown in self.slack.ephemerals("UMARK1"))

    def _share(self, count: int) -> None:
        for n in range(min(count, USERS)):
            for shown in self.slack.ephemerals(f"UMARK{n}"):
                with suppress(StopIteration):
                    self.slack.click_ephemeral(f"UMARK{n}", shown, "footnote_share")
                    break

    def _opened(self, channel: str, reply: Message, action: str, callback_id: str) -> Json:
        before = len(self.slack.views())
        self._until(
            lambda: self.slack.click("UMARK1", channel, reply.ts, action),
            lambda: callback_id in [view["callback_id"] for view in self.slack.views()[before:]],
        )
        return self.slack.views()[-1]

    def _until(self, press: Callable[[], object], is_done: Callable[[], bool]) -> None:
        for _ in range(PRESSES - 1):
            press()
            with suppress(NotSeen):
                self.slack.wait_until(is_done, timeout_seconds=PATIENCE_SECONDS)
                return
        press()
        self.slack.wait_until(is_done, timeout_seconds=PATIENCE_SECONDS)


def _verdicts(reply: Message) -> list[Json]:
    return [block for block in reply.blocks if block["type"] == "context_actions"]

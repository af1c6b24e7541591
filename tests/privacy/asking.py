"""Marked questions asked through every surface of the running bot, and what is pressed after."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from tests.privacy.marked import Marked
from tests.standin.server import StandInSlack
from tests.standin.workspace import Message

USERS, CHANNELS = 40, 80
OWNER, AUTO, QUIET = "COWNER", "CAUTO", "CQUIET"


@dataclass
class Asking:
    """Asks in turn by mention, direct message, command, shortcut, overheard and in a private channel."""

    slack: StandInSlack
    asked: int = 0
    replied: list[tuple[str, str]] = field(default_factory=list)
    """Channel and thread of public questions."""

    def move_in(self) -> None:
        """Let people and channels be there."""
        slack = self.slack
        slack.app.subscriptions |= {"message.channels", "app_home_opened"}
        slack.app.scopes |= {"channels:history", "im:write", "reactions:write", "users:read", "channels:read"}
        for n in range(USERS):
            slack.person(f"UMARK{n}")
        slack.person("UOWNER")
        for channel in (OWNER, AUTO, QUIET, *(f"CMARK{n}" for n in range(CHANNELS))):
            slack.channel(channel)

    def ask(self, question: Marked) -> None:
        """Ask by the next surface."""
        n = self.asked
        self.asked += 1
        user, channel = f"UMARK{n % USERS}", f"CMARK{n % CHANNELS}"
        slack = self.slack
        match n % 6:
            case 0:
                said = slack.say(user, channel, f"{slack.mention} {question.text}")
                self.replied.append((channel, said.ts))
            case 1:
                slack.say(user, slack.dm(user), question.text)
            case 2:
                slack.command(user, channel, "/ask", question.text)
            case 3:
                said = slack.say(user, channel, question.text)
                slack.shortcut(user, channel, said.ts, "footnote_ask")
            case 4:
                said = slack.say(user, AUTO, question.text)
            case _:
                said = slack.say(user, QUIET, f"{slack.mention} {question.text}")

    def press(self, words: Sequence[Marked]) -> None:
        """Press what can be pressed below some replies, with marked words where words can be given."""
        for (channel, thread), mark in zip(self.replied, words, strict=False):
            with suppress(StopIteration, IndexError):
                reply = self.slack.bots_replies(channel, thread)[0]
                self._press(channel, reply, mark)

    def _press(self, channel: str, reply: Message, mark: Marked) -> None:
        slack, user = self.slack, "UMARK1"
        feedback = next(block for block in reply.blocks if block["type"] == "context_actions")
        value = feedback["elements"][0]["negative_button"]["value"]
        slack.click(user, channel, reply.ts, "footnote_feedback", value)
        slack.click(user, channel, reply.ts, "footnote_deeper")
        before = len(slack.views())
        slack.click(user, channel, reply.ts, "footnote_person")
        slack.wait_until(lambda: len(slack.views()) > before)
        view = next(view for view in reversed(slack.views()) if view["callback_id"] == "footnote_person_send")
        words = {"words": {"type": "plain_text_input", "value": mark.text}}
        slack.submit(user, view["id"], {"question": words})

    def reply_as_owner(self, marks: Sequence[Marked]) -> None:
        """Reply, as who was asked, to each question in the owner's channel."""
        for letter, mark in zip(list(self.slack.messages(OWNER)), marks, strict=False):
            if not letter.is_reply:
                self.slack.say("UOWNER", OWNER, f"My answer: {mark.text}", thread_ts=letter.ts)

"""Telling people that their message held what it shouldn't: what kind of thing, never the thing."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.inbox.question import StoredQuestion
from bot.slack.composing import Composed
from bot.slack.message import Block, Message
from bot.slack.mrkdwn import WEB, safe_url
from bot.slack.posting import PostFailed, failures_told
from bot.slack.words import render_words

LEFT_OUT = "I left out what looks like: {kinds}."
STILL_THERE = (
    "Your message seems to hold personal or secret data: {kinds}. I took it out before I looked anything up, "
    "and keep none of it, but Slack still shows it to everybody there. Please edit or delete the message."
)
STILL_HERE = (
    "Your message seems to hold personal or secret data: {kinds}. I took it out before I looked anything up, "
    "and keep none of it, but Slack keeps the message. Please edit or delete it."
)
SHOW = "Show my message"


@dataclass(frozen=True, slots=True)
class NoticeComposer:
    """Tells who asked, alone, what kind of data was found in their message, and where to take it out."""

    client: WebClient

    def compose(self, question: StoredQuestion, answer_id: str) -> Composed:
        """Return the notice, with a link to the message where Slack gives one."""
        del answer_id
        asked = question.asked
        link = self._link(asked.channel, asked.ts.removeprefix("n"))
        return Composed(render_notice(asked.found, link, is_alone=asked.channel.startswith("D")), "told")

    def posted(self, question: StoredQuestion, ts: str) -> None:
        """A notice needs no more once it is posted."""

    def undelivered(self, question: StoredQuestion) -> str:
        """Say nothing: a notice that can't be shown can't be told of, either."""
        del question
        return ""

    def _link(self, channel: str, ts: str) -> str | None:
        try:
            with failures_told():
                found = self.client.chat_getPermalink(channel=channel, message_ts=ts)
        except PostFailed:
            return None
        return safe_url(str(found["permalink"]), WEB)


def render_notice(kinds: str, link: str | None, *, is_alone: bool = False) -> Message:
    """Return the notice of the kinds that were found, separated by commas."""
    button = {"type": "button", "text": {"type": "plain_text", "text": SHOW}, "url": link}
    below: list[Block] = [{"type": "actions", "elements": [button | {"action_id": "footnote_show"}]}]
    said = STILL_HERE if is_alone else STILL_THERE
    return render_words(said.format(kinds=kinds), below if link else ())


def left_out(kinds: str) -> str:
    """Return what a private answer says of the kinds that were found: nobody else sees the question."""
    return LEFT_OUT.format(kinds=kinds)

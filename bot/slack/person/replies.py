"""What a person replied: read in Slack when it is told, so that it needn't be kept here."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.printable import printable
from bot.slack.mrkdwn import WEB, plain_text, safe_url
from bot.slack.posting import AccessLost, PlaceGone, PostFailed, PostRefused, failures_told

UNREADABLE = "(a reply that I can't read: it is in the thread where I asked)"
WORDLESS = "(a reply without words)"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply by its place: the channel, its own time in Slack, and its thread's."""

    channel: str
    ts: str
    thread_ts: str

    @classmethod
    def from_text(cls, text: str) -> "Reply":
        """Read a place again; earlier releases wrote it without the thread, and the words beside it."""
        channel, _, times = text.partition("/")
        ts, _, thread_ts = times.partition("/")
        return cls(channel, ts, thread_ts)

    def to_text(self) -> str:
        """Return the place as the inbox keeps it."""
        return f"{self.channel}/{self.ts}/{self.thread_ts}"

    def words(self, client: WebClient, bot_user: str) -> str | None:
        """Return what the reply says by now, None where it was deleted.

        Raises:
            PostFailed: Slack doesn't show it for the moment.
        """
        try:
            with failures_told():
                found = client.conversations_replies(
                    channel=self.channel,
                    ts=self.thread_ts,
                    oldest=self.ts,
                    latest=self.ts,
                    inclusive=True,
                )
        except (PlaceGone, PostRefused):
            return UNREADABLE
        except AccessLost as failure:
            if str(failure) != "missing_scope":
                raise
            return UNREADABLE
        said = (one.get("text") or "" for one in found["messages"] if one["ts"] == self.ts)
        text = next(said, None)
        return None if text is None else printable(plain_text(text, bot_user)).strip() or WORDLESS

    def address(self, client: WebClient) -> str | None:
        """Return the address of the reply itself, None where Slack doesn't tell."""
        try:
            with failures_told():
                found = client.chat_getPermalink(channel=self.channel, message_ts=self.ts)
        except PostFailed:
            return None
        return safe_url(str(found["permalink"]), WEB)

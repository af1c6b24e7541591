"""Marked questions asked through every surface of the running bot."""

from collections import Counter
from dataclasses import dataclass, field

from tests.privacy.marked import Marked
from tests.standin.server import StandInSlack

USERS, CHANNELS, OWNERS, OTHERS = 40, 80, 4, 8
SURFACES = (
    *("mention", "direct message", "command", "shortcut"),
    *("overheard", "answered privately", "private channel", "follow-up"),
)


def owner(n: int) -> str:
    """Return the channel of those who are asked about what channel ``n`` wasn't satisfied with."""
    return f"COWNER{n % OWNERS}"


def channel_settings() -> dict[str, dict[str, object]]:
    """Return what holds in the channels that are asked in."""
    return {
        **{f"CMARK{n}": {"owner": owner(n)} for n in range(CHANNELS)},
        **{f"CAUTO{n}": {"auto_answer": True} for n in range(OTHERS)},
        **{f"CQUIET{n}": {"answers": "private"} for n in range(OTHERS)},
    }


@dataclass
class Asking:
    """Asks by one surface after the other; ``by_surface`` counts what was asked."""

    slack: StandInSlack
    asked: int = 0
    by_surface: Counter[str] = field(default_factory=Counter)
    threads: list[tuple[str, str]] = field(default_factory=list)
    """Channel and thread of each mention."""

    def move_in(self) -> None:
        """Let people and channels be there."""
        slack = self.slack
        slack.app.subscriptions |= {"message.channels", "message.groups", "app_home_opened"}
        slack.app.scopes |= {"channels:history", "groups:history", "im:write", "reactions:write"}
        slack.app.scopes |= {"users:read", "channels:read", "groups:read"}
        for user in ("UOWNER", *(f"UMARK{n}" for n in range(USERS))):
            slack.person(user)
        for channel in (*channel_settings(), *map(owner, range(OWNERS))):
            slack.channel(channel)
        for n in range(OTHERS):
            slack.channel(f"GMARK{n}", kind="group")

    def ask(self, question: Marked) -> None:
        """Ask by the next surface."""
        n = self.asked
        self.asked += 1
        surface = SURFACES[n % len(SURFACES)]
        self.by_surface[surface] += 1
        user, channel = f"UMARK{n % USERS}", f"CMARK{n % CHANNELS}"
        slack, mentioned = self.slack, f"{self.slack.mention} {question.text}"
        match surface:
            case "mention":
                self.threads.append((channel, slack.say(user, channel, mentioned).ts))
            case "direct message":
                slack.say(user, slack.dm(user), question.text)
            case "command":
                slack.command(user, channel, "/ask", question.text)
            case "shortcut":
                said = slack.say(user, channel, question.text)
                slack.shortcut(user, channel, said.ts, "footnote_ask")
            case "overheard":
                slack.say(user, f"CAUTO{n % OTHERS}", question.text)
            case "answered privately":
                slack.say(user, f"CQUIET{n % OTHERS}", mentioned)
            case "private channel":
                slack.say(user, f"GMARK{n % OTHERS}", mentioned)
            case "follow-up":
                there, thread = self.threads[-1]
                slack.say(user, there, question.text, thread)

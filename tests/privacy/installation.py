"""Where the bot is installed for a search: all that it may write to lies below one folder."""

import json
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.chaos.bot_process import READY, BotProcess
from tests.privacy.asking import channel_settings, owner
from tests.standin.server import StandInSlack


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation with an index; what it ``keeps`` of unanswered questions is nothing by default."""

    state: Path
    mode: Literal["socket", "http"]
    keeps: Literal["off", "redacted"] = "off"
    port: int = 0
    """Of a free one in HTTP mode, the same after each start."""

    @property
    def database_file(self) -> Path:
        return self.state / "inbox.sqlite3"

    @property
    def database(self) -> str:
        """SQLAlchemy's URL of the inbox."""
        return f"sqlite:///{self.database_file}"

    def environment(self, slack: StandInSlack) -> dict[str, str]:
        """Return the environment, without anything of whoever runs this that is ours or Slack's."""
        theirs = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        secret = {
            "http": {"SLACK_SIGNING_SECRET": slack.signing_secret},
            "socket": {"SLACK_APP_TOKEN": slack.app_token},
        }
        return {
            **theirs,
            **secret[self.mode],
            **{name: str(self.state / "home") for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")},
            **({"FOOTNOTE_KEEP_UNANSWERED": self.keeps} if self.keeps != "off" else {}),
            "FOOTNOTE_STATE": str(self.state),
            "FOOTNOTE_SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "FOOTNOTE_CHANNELS": json.dumps(channel_settings()),
            "FOOTNOTE_HELP_CHANNEL": owner(0),
            "FOOTNOTE_FOLLOW_UPS": "true",
            "FOOTNOTE_HTTP_PORT": str(self.port),
        }

    @contextmanager
    def running(self, slack: StandInSlack) -> Iterator[BotProcess]:
        """Run the bot, with all that it logs kept."""
        (self.state / "home").mkdir(exist_ok=True)
        process = BotProcess(
            "bot", self.environment(slack), ["--http"] if self.mode == "http" else [], kept_lines=None
        )
        process.start()
        try:
            process.wait_until_ready()
            if self.mode == "http":
                slack.deliver_to(_address(process.log))
            yield process
        finally:
            process.stop()


def _is_ours(name: str) -> bool:
    return name.startswith(("SLACK_", "FOOTNOTE_"))


def _address(log: deque[str]) -> str:
    """Return where events go, as the bot says when it is ready."""
    line = next(line for line in reversed(log) if line.startswith(READY))
    return line.split(" on ")[1].split(";")[0]

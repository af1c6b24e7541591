"""Whether Slack lets us in: asked at the start, again and again while it can't be reached."""

import logging
from collections.abc import Callable
from http.client import HTTPException
from typing import Protocol, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.web import SlackResponse

from bot.settings import SettingsInvalid
from bot.slack.posting import AccessLost, PlaceGone, PostRefused, failure_of

NEEDED_SCOPES = ("app_mentions:read", "chat:write", "im:history")
"""What answering mentions and direct messages takes."""
RECOVERY_SCOPES = ("channels:history", "groups:history", "mpim:history")
"""What it takes to see, after a cut connection, whether a reply is there already."""
AUDIENCE_SCOPES = ("users:read", "channels:read", "groups:read", "usergroups:read")
"""What it takes to tell guests from members, and who may see a guide that is for a few."""
AGENT_SCOPES = ("assistant:write",)
"""What the agent view takes."""
PERSON_SCOPES = ("im:write",)
"""What it takes to write to somebody who never wrote to the bot."""
COMMAND_SCOPES = ("commands",)
"""What `/ask` and the message shortcut take."""
SIGN_SCOPES = ("reactions:write",)
"""What it takes to show that a question arrived while it waits."""
LONGEST_WAIT = 30.0
_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")


class SlackRefused(SettingsInvalid):
    """Slack doesn't take a token, or the bot lacks what it can't do without: starting again doesn't help."""


class Stopped(Exception):
    """The process was told to stop meanwhile."""


class Stop(Protocol):
    """What can be waited for."""

    def wait(self, seconds: float | None = None) -> bool:
        """Wait at most ``seconds``, and tell whether to stop."""


def identify(client: WebClient) -> SlackResponse:
    """Ask Slack who the bot is, and complain of what it may not do.

    Raises:
        SlackRefused: it may not write.
    """
    identity = client.auth_test()
    granted = granted_scopes(identity)
    if granted and "chat:write" not in granted:
        raise SlackRefused("The bot has no chat:write, without which it can't reply. Run: footnote doctor")
    for scopes, what in (
        (RECOVERY_SCOPES, "look for lost replies"),
        (SIGN_SCOPES, "show that it is on it"),
        (AUDIENCE_SCOPES, "show guides that are for a few"),
    ):
        if missing := [scope for scope in scopes if granted and scope not in granted]:
            _LOG.warning("Without %s the bot can't %s. Run: footnote doctor", ", ".join(missing), what)
    return identity


def granted_scopes(answer: SlackResponse) -> set[str]:
    """Return the scopes that Slack names beside an answer; none where it doesn't say."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    named = headers.get("x-oauth-scopes", "")
    return {scope.strip() for scope in named.split(",") if scope.strip()}


def until_reachable(call: Callable[[], _T], url: str, stop: Stop) -> _T:
    """Call until Slack can be reached, longer and longer apart.

    Raises:
        SlackRefused: Slack said no.
        Stopped: the process was told to stop meanwhile.
    """
    backoff, attempt = BackoffRetryIntervalCalculator(), 0
    while True:
        try:
            return call()
        except (SlackClientError, OSError, HTTPException) as error:
            failure = failure_of(error)
            if isinstance(error, SlackApiError) and isinstance(failure, (AccessLost, PlaceGone, PostRefused)):
                raise SlackRefused(f"Slack said {failure}. Run: footnote doctor") from error
            if attempt == 0:
                _LOG.warning(
                    "%s can't be reached (%s): trying again until it can", url, error_in_words(error)
                )
        if stop.wait(min(backoff.calculate_sleep_duration(attempt), LONGEST_WAIT)):
            raise Stopped
        attempt = min(attempt + 1, 10)


def error_in_words(error: Exception) -> str:
    """Return what went wrong on the way to Slack; an API error's text may hold a whole page."""
    return (
        str(failure_of(error)) if isinstance(error, SlackApiError) else str(getattr(error, "reason", error))
    )

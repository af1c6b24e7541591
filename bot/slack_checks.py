"""What `footnote doctor` looks at in Slack: tokens, and what Slack says of them. No token is ever shown."""

import logging
from collections.abc import Callable, Iterator, Sequence
from http.client import HTTPException

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.checks import Check
from bot.settings import Settings
from bot.slack.access import (
    AGENT_SCOPES,
    AUDIENCE_SCOPES,
    COMMAND_SCOPES,
    NEEDED_SCOPES,
    PERSON_SCOPES,
    RECOVERY_SCOPES,
    SIGN_SCOPES,
    granted_scopes,
)

TIMEOUT_SECONDS = 10
_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())  # what the client would log is said by the checks
_REINSTALL = "Check the app against its manifest in deploy/, reinstall it, and set the token that it shows."
_CONNECT = "Turn on Socket Mode in the app's settings, and give the app token connections:write."
_WITHOUT = (
    (
        "recovery scopes",
        RECOVERY_SCOPES,
        "a reply that got lost on the way can't be told from one that arrived",
    ),
    ("sign scopes", SIGN_SCOPES, "nobody sees that a waiting question arrived"),
    ("audience scopes", AUDIENCE_SCOPES, "guests count as members, and guides for a few are shown to nobody"),
    ("person scopes", PERSON_SCOPES, "a person's reply may be brought to a private asker twice"),
    ("agent scopes", AGENT_SCOPES, "there are no prompts and no status in the agent view"),
    ("command scopes", COMMAND_SCOPES, "there is no /ask and no message shortcut"),
)
_REACH = "Let this machine reach Slack (a proxy in HTTPS_PROXY is used), or mend FOOTNOTE_SLACK_API_URL."


def slack_checks(settings: Settings) -> Iterator[Check]:
    """Yield the checks of the tokens, and, for those that are set, what Slack says of them."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    yield _token("bot token", "SLACK_BOT_TOKEN", bot, "xoxb-", "OAuth & Permissions, Bot User OAuth Token")
    place = "Basic Information, App-Level Tokens, with connections:write"
    http = settings.slack_signing_secret is not None
    yield _token("app token", "SLACK_APP_TOKEN", app, "xapp-", place, needed=not http or app is not None)
    yield _signing_secret(settings)
    if bot is not None:
        yield from _bot_checks(_client(settings, bot))
    if app is not None:
        yield _connection(_client(settings, app))


def _client(settings: Settings, token: SecretStr) -> WebClient:
    return WebClient(
        token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        logger=_LOG,
        retry_handlers=[],
    )


def _token(  # noqa: PLR0913 - what names a token
    name: str, variable: str, token: SecretStr | None, prefix: str, place: str, *, needed: bool = True
) -> Check:
    cure = f"In the app's settings take {place}, and set {variable}."
    if token is None:
        return Check(name, ok=False, found=f"{variable} is not set", cure=cure, needed=needed)
    if not token.get_secret_value().startswith(prefix):
        found = f"{variable} is set, but doesn't start with {prefix}"
        return Check(name, ok=False, found=found, cure=cure, needed=needed)
    return Check(name, ok=True, found=f"{variable} is set")


def _signing_secret(settings: Settings) -> Check:
    name, variable = "signing secret", "SLACK_SIGNING_SECRET"
    if settings.slack_signing_secret is not None:
        return Check(name, ok=True, found=f"{variable} is set")
    cure = f"Only `serve --http` needs it: in the app's settings take Basic Information, and set {variable}."
    return Check(name, ok=False, found=f"{variable} is not set", cure=cure, needed=False)


def _bot_checks(client: WebClient) -> Iterator[Check]:
    answer = _ask_slack("Slack", client.auth_test, _REINSTALL)
    if isinstance(answer, Check):
        yield answer
        return
    yield Check("Slack", ok=True, found=f"{answer['user']} in the workspace {answer['team']}")
    granted = granted_scopes(answer)
    yield _scopes("scopes", NEEDED_SCOPES, granted, "", needed=True)
    for name, scopes, without in _WITHOUT:
        yield _scopes(name, scopes, granted, without, needed=False)


def _scopes(name: str, scopes: Sequence[str], granted: set[str], without: str, *, needed: bool) -> Check:
    missing = [scope for scope in scopes if scope not in granted]
    if not missing:
        return Check(name, ok=True, found=", ".join(scopes))
    found = f"missing: {', '.join(missing)}" + (f"; without, {without}" if without else "")
    return Check(name, ok=False, found=found, cure=_REINSTALL, needed=needed)


def _connection(client: WebClient) -> Check:
    answer = _ask_slack(
        "Socket Mode", lambda: client.apps_connections_open(app_token=str(client.token)), _CONNECT
    )
    if isinstance(answer, Check):
        return answer
    return Check("Socket Mode", ok=True, found="Slack offers a connection")


def _ask_slack(name: str, call: Callable[[], SlackResponse], cure: str) -> SlackResponse | Check:
    """Return Slack's answer, or the check that failed for want of one; ``cure`` is for a refusal."""
    try:
        return call()
    except SlackApiError as error:
        found = f"Slack says {error.response.get('error', 'something unreadable')}"
        return Check(name, ok=False, found=found, cure=cure)
    except (SlackClientError, OSError, HTTPException) as error:
        found = f"no answer ({getattr(error, 'reason', None) or type(error).__name__})"
        return Check(name, ok=False, found=found, cure=_REACH)

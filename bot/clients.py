"""Clients of Slack's Web API: one that tries again, and one that calls once."""

import logging
from typing import Any

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.settings import Settings

SLACK_TIMEOUT_SECONDS, HASTY_SECONDS = 10, 2
UNHEARD = logging.getLogger("footnote.unheard")
UNHEARD.addHandler(logging.NullHandler())
UNHEARD.propagate = False  # what fails is told by those who called


def create_patient_client(settings: Settings, token: SecretStr | None) -> WebClient:
    """Return a client for calls that may be made twice: slack_sdk tries again what fails for a moment."""
    handlers = [RateLimitErrorRetryHandler(), ServerErrorRetryHandler(), ConnectionErrorRetryHandler()]
    return _client(settings, token, handlers)


def create_posting_client(
    settings: Settings, token: SecretStr | None, timeout_seconds: int = SLACK_TIMEOUT_SECONDS
) -> WebClient:
    """Return a client that calls once: after a cut connection the post may have arrived all the same."""
    return _client(settings, token, [], timeout_seconds)


def _client(
    settings: Settings,
    token: SecretStr | None,
    handlers: list[Any],
    timeout_seconds: int = SLACK_TIMEOUT_SECONDS,
) -> WebClient:
    return WebClient(
        token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=timeout_seconds,
        logger=UNHEARD,
        retry_handlers=handlers,
    )

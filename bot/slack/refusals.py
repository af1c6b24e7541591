"""What can't be done for a person who pressed or asked for something: told to them alone, in plain words."""

import logging
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.clients import UNHEARD
from bot.slack.mrkdwn import escape
from knowledge.errors import FootnoteError

MAINTAINERS_ONLY = "Only maintainers can do this. They are listed in the settings, under `maintainers`."
_LOG = logging.getLogger(__name__)


class Refused(FootnoteError):
    """What somebody asked for can't be done; the message is for them."""


def require_maintainer(user: str, maintainers: frozenset[str]) -> None:
    """Let only maintainers go on.

    Raises:
        Refused: somebody else wants to.
    """
    if user not in maintainers:
        raise Refused(MAINTAINERS_ONLY)


def tell_privately(client: WebClient, body: dict[str, Any], words: str) -> None:
    """Tell who did what ``body`` says, and nobody else; that it fails is logged without a word of it."""
    user = (body.get("user") or {}).get("id") or body.get("user_id")
    url = body.get("response_url")
    try:
        if url:
            _by_url(client, url, words)
        elif user:
            client.chat_postMessage(channel=user, text=escape(words))
    except (SlackClientError, OSError, HTTPException) as error:
        _LOG.warning("Somebody couldn't be told why: %s", type(error).__name__)


def _by_url(client: WebClient, url: str, words: str) -> None:
    webhook = WebhookClient(url, timeout=client.timeout, proxy=client.proxy, logger=UNHEARD)
    webhook.send(text=escape(words), response_type="ephemeral", replace_original=False)

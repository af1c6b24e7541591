"""Posting what one person alone sees; whether it arrived, nobody can look up."""

import logging
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.inbox.question import IncomingQuestion
from bot.slack.message import Message
from bot.slack.posting import (
    DEFAULT_RETRY_SECONDS,
    PlaceGone,
    PostDelayed,
    PostRefused,
    PostUnconfirmed,
    failures_told,
)

_NO_RETRIES: list[RetryHandler] = []


@dataclass(frozen=True, slots=True)
class PrivatePost:
    """Shows a message to who asked: by the URL that Slack gave for it, else in the channel, else directly."""

    client: WebClient
    logger: logging.Logger
    """Where slack_sdk tells of its troubles."""

    def post(self, asked: IncomingQuestion, message: Message, *, is_repeated: bool = False) -> None:
        """Post; ``is_repeated`` replaces what an earlier attempt may have posted, where Slack can do that.

        Only a command's URL belongs to nothing but its answer: that of a shortcut, or of a button, would have
        the message replaced that it was chosen for.

        Raises:
            PostFailed: one of its kinds, by what is to be done next.
        """
        if asked.response_url:
            try:
                self._by_url(asked, message, replaces=is_repeated and asked.surface == "command")
            except PlaceGone:  # after half an hour, or five uses
                self._in_channel(asked, message)
        else:
            self._in_channel(asked, message)

    def _by_url(self, asked: IncomingQuestion, message: Message, *, replaces: bool) -> None:
        body = {
            "response_type": "ephemeral",
            "replace_original": replaces,
            "text": message.text,
            "blocks": list(message.blocks),
            **({"thread_ts": asked.thread_ts} if asked.thread_ts else {}),
        }
        webhook = WebhookClient(
            asked.response_url,
            timeout=self.client.timeout,
            proxy=self.client.proxy,
            retry_handlers=_NO_RETRIES,
            logger=self.logger,
        )
        try:
            answered = webhook.send_dict(body)
        except (SlackClientError, OSError, HTTPException) as error:
            raise PostUnconfirmed(type(error).__name__) from error
        _check(answered)

    def _in_channel(self, asked: IncomingQuestion, message: Message) -> None:
        """Show it in the channel; where the bot or the person isn't in there, as a direct message."""
        text, blocks = message.text, list(message.blocks)
        try:
            with failures_told():
                self.client.chat_postEphemeral(
                    channel=asked.channel,
                    user=asked.user,
                    thread_ts=asked.thread_ts,
                    text=text,
                    blocks=blocks,
                )
        except PlaceGone:
            with failures_told():
                self.client.chat_postMessage(
                    channel=asked.user, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
                )


def _check(answered: WebhookResponse) -> None:
    if answered.status_code == 200:
        return
    if answered.status_code == 429:
        given = {name.lower(): value for name, value in answered.headers.items()}.get("retry-after", "")
        raise PostDelayed(float(given) if str(given).isdecimal() else DEFAULT_RETRY_SECONDS)
    if answered.status_code >= 500:
        raise PostUnconfirmed(f"HTTP {answered.status_code}")
    if answered.status_code == 404:
        raise PlaceGone("expired_url")
    raise PostRefused(f"HTTP {answered.status_code}")

"""Posting to Slack: what came of it, and what may be in the channel all the same."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.inbox.question import IncomingQuestion, StoredQuestion
from bot.slack.message import Message
from knowledge.errors import FootnoteError

METADATA_TYPE = "footnote_answer"
DEFAULT_RETRY_SECONDS = 1.0
CLOCKS_APART_SECONDS = 300.0
"""So far this machine's clock may be from Slack's."""
_TS = re.compile(r"\d+\.\d+")

_NO_ACCESS = {
    "account_inactive", "app_missing_action_url", "ekm_access_denied", "enterprise_is_restricted",
    "invalid_auth", "is_inactive", "missing_scope", "no_permission", "not_allowed_token_type", "not_authed",
    "org_login_required", "team_access_not_granted", "team_added_to_org", "token_expired", "token_revoked",
    "two_factor_setup_required",
}  # fmt: skip
_NO_PLACE = {
    "cannot_reply_to_message", "channel_not_found", "is_archived", "message_not_found",
    "messages_tab_disabled", "not_in_channel", "restricted_action", "restricted_action_thread_locked",
    "restricted_action_non_threadable_channel", "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel", "thread_not_found", "user_not_in_channel",
}  # fmt: skip
_PERHAPS = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}


class PostFailed(FootnoteError):
    """A message wasn't posted, or nobody knows; the text is Slack's code or the error's name, no content."""


class PostDelayed(PostFailed):
    """Slack wants fewer calls: nothing was posted, and it may be tried again after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class PostUnconfirmed(PostFailed):
    """Slack said neither yes nor no: the message may be there."""


class PostRefused(PostFailed):
    """Slack doesn't take this message."""


class PlaceGone(PostFailed):
    """Nothing can be posted there: no such channel or thread, or the bot isn't in it."""


class AccessLost(PostFailed):
    """Nothing can be done at all: the token was revoked, or a scope is missing."""


def post(client: WebClient, asked: IncomingQuestion, message: Message, answer_id: str) -> str:
    """Post the reply to a question where all see it, marked as such, and return its ``ts``.

    Raises:
        PostFailed: one of its kinds, by what is to be done next.
    """
    payload = {"answer_id": answer_id, "question_ts": asked.ts}
    with failures_told():
        posted = client.chat_postMessage(
            channel=asked.channel,
            thread_ts=asked.thread_ts,
            text=message.text,
            blocks=list(message.blocks),
            metadata={"event_type": METADATA_TYPE, "event_payload": payload},
            unfurl_links=False,
            unfurl_media=False,
        )
    return str(posted["ts"])


def find_reply(client: WebClient, question: StoredQuestion, bot_id: str) -> str | None:
    """Look in the thread, or among the direct messages, for the reply to a question; return its ``ts``.

    Raises:
        PostFailed: Slack didn't show them.
    """
    asked = question.asked
    with failures_told():
        later = (message for page in _later(client, question) for message in page["messages"])
        return next((str(message["ts"]) for message in later if _answers(message, asked, bot_id)), None)


@contextmanager
def failures_told() -> Iterator[None]:
    """Make of what can go wrong in a call one of the kinds of PostFailed."""
    try:
        yield
    except (SlackClientError, OSError, HTTPException) as error:
        raise failure_of(error) from error


def _later(client: WebClient, question: StoredQuestion) -> SlackResponse:
    """Return what was said after a question: page after page as it is iterated over."""
    asked = question.asked
    # What a button led to has a name of its own in place of a message's time.
    is_message = _TS.fullmatch(asked.ts) is not None
    oldest = asked.ts if is_message else f"{question.received_at - CLOCKS_APART_SECONDS:.6f}"
    span = {"channel": asked.channel, "oldest": oldest, "include_all_metadata": True, "limit": 200}
    if asked.thread_ts:
        return client.conversations_replies(ts=asked.thread_ts, **span)  # type: ignore[arg-type]
    return client.conversations_history(**span)  # type: ignore[arg-type]


def _answers(message: dict[str, object], asked: IncomingQuestion, bot_id: str) -> bool:
    metadata = message.get("metadata")
    if message.get("bot_id") != bot_id or not isinstance(metadata, dict):
        return False
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == METADATA_TYPE and payload.get("question_ts") == asked.ts


def failure_of(error: Exception) -> PostFailed:
    """Tell what a failed call means for what comes next; of Slack's words only a code is taken."""
    if not isinstance(error, SlackApiError):
        return PostUnconfirmed(type(error).__name__)
    code = error.response.get("error")
    if error.response.status_code == 429 or code in {"ratelimited", "rate_limited"}:
        return PostDelayed(_retry_after(error.response))
    if not isinstance(code, str) or not re.fullmatch(r"\w+", code) or error.response.status_code >= 500:
        return PostUnconfirmed(f"HTTP {error.response.status_code}")
    for kind, codes in ((PostUnconfirmed, _PERHAPS), (AccessLost, _NO_ACCESS), (PlaceGone, _NO_PLACE)):
        if code in codes:
            return kind(code)
    return PostRefused(code)


def _retry_after(response: SlackResponse) -> float:
    headers = {name.lower(): value for name, value in response.headers.items()}
    given = headers.get("retry-after", "")
    value = given[0] if isinstance(given, list) and given else given
    try:
        return max(0.0, float(value))
    except ValueError:
        return DEFAULT_RETRY_SECONDS

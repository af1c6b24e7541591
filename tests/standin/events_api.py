"""The Events API, slash commands and interactivity over HTTP, each request signed.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from tests.standin.app import InstalledApp
from tests.standin.deliveries import Delivery, Outbox
from tests.standin.loop_thread import LoopThread
from tests.standin.wire import Json

PATIENCE_SECONDS = 3.0
SHUNNED_SECONDS = 0.5
"""So long a URL that refused a connection gets nothing, as behind a load balancer."""
FORM = "application/x-www-form-urlencoded"


class UrlNotVerified(AssertionError):
    """The app didn't answer the challenge that Slack sends to a new request URL."""


class EventsApi:
    """Posts to the app's request URL, or to one of several; the signature covers the bytes that are sent."""

    def __init__(self, urls: Sequence[str], app: InstalledApp, loop: LoopThread, outbox: Outbox) -> None:
        self.urls = urls
        self._dice = Random(len(urls))
        self._refused_at: dict[str, float] = {}
        self._signed_at: dict[str, int] = {}
        self._app = app
        self._loop = loop
        self._outbox = outbox

    def send(self, delivery: Delivery) -> None:
        """Post soon, not waiting for the posts before it."""
        self._loop.soon(self._send(delivery))

    def verify(self) -> None:
        """Send each URL the challenge of `url_verification`, and hold the app to its answer.

        Raises:
            UrlNotVerified: with the answer that came instead.
        """
        for url in self.urls:
            self._verify(url)

    def _verify(self, url: str) -> None:
        challenge = f"challenge-{time.time_ns()}"
        body = {"token": self._app.verification_token, "challenge": challenge, "type": "url_verification"}
        try:
            status, answer = self._loop.run(self._post(url, json.dumps(body), "application/json", {}))
        except (ClientError, TimeoutError) as error:
            raise UrlNotVerified(f"{url} didn't answer: {error!r}") from error
        given = answer.get("challenge") if isinstance(answer, dict) else answer
        if status != 200 or given != challenge:
            raise UrlNotVerified(f"{url} answered {status} {answer!r}, not {challenge!r}")

    def _choose(self) -> str:
        """Return one of the URLs that didn't lately refuse a connection, or any where all did."""
        since = time.monotonic() - SHUNNED_SECONDS
        living = [url for url in self.urls if self._refused_at.get(url, since) <= since]
        return self._dice.choice(living or self.urls)

    async def _send(self, delivery: Delivery) -> None:
        body, content_type = _encode(delivery)
        url = self._choose()
        self._outbox.sent(delivery)
        try:
            status, answer = await self._post(url, body, content_type, _retry_headers(delivery))
        except ClientConnectorError as error:
            self._refused_at[url] = time.monotonic()
            self._outbox.failed(delivery, repr(error))
        except (ClientError, TimeoutError, ValueError) as error:
            self._outbox.failed(delivery, repr(error))
        else:
            self._outbox.acknowledged(delivery, answer, status)

    async def _post(self, url: str, body: str, content_type: str, headers: dict[str, str]) -> tuple[int, Any]:
        timestamp = str(self._now(body))
        headers |= {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": _sign(self._app.signing_secret, timestamp, body),
        }
        timeout = ClientTimeout(total=PATIENCE_SECONDS)
        async with (
            ClientSession(timeout=timeout) as session,
            session.post(url, data=body.encode(), headers=headers) as response,
        ):
            text = await response.text()
            return response.status, json.loads(text) if response.content_type == "application/json" else text

    def _now(self, body: str) -> int:
        """Return the time, another one each time that a body is sent: here redeliveries come fast."""
        now = max(int(time.time()), self._signed_at.get(body, 0) + 1)
        self._signed_at[body] = now
        return now


def _sign(secret: str, timestamp: str, body: str) -> str:
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def _encode(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.body), "application/json"
    form: Json = {"payload": json.dumps(delivery.body)} if delivery.kind == "interactive" else delivery.body
    return urlencode(form), FORM


def _retry_headers(delivery: Delivery) -> dict[str, str]:
    if delivery.attempt == 0:
        return {}
    return {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": delivery.reason}

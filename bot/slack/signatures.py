"""Only what Slack signed comes in, and each request once: nothing else is even parsed."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cachetools import TTLCache
from slack_sdk.signature import SignatureVerifier

HELD_SECONDS = 600
"""How long a signature may hold: it may be five minutes old, and as much ahead by a clock that is."""
_MOST_HELD = 50_000
"""Signatures that are known: far more than Slack sends in that time; only Slack can fill it."""


class Replays:
    """Knows the signatures that came in while they hold; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._seen: TTLCache[str, None] = TTLCache(_MOST_HELD, HELD_SECONDS, timer=clock)
        self._turn = Lock()

    def is_new(self, signature: str) -> bool:
        """Tell whether a signature comes for the first time, and know it from now on."""
        with self._turn:
            if signature in self._seen:
                return False
            self._seen[signature] = None
            return True

    def forget(self, signature: str) -> None:
        """Let a signature come again."""
        with self._turn:
            self._seen.pop(signature, None)


@dataclass(frozen=True, slots=True)
class SignedOnly:
    """Passes on requests that Slack signed within five minutes, once, and answers 401 to all others.

    Bolt checks signatures as well, but reads the body first, and stumbles over one that isn't Slack's. What
    wasn't taken may come again as it was: within a second Slack signs a redelivery no differently.
    """

    verifier: SignatureVerifier
    events: WSGIApplication
    replays: Replays = field(default_factory=Replays)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Check one request."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not (self._is_signed(environ, body, signature) and self.replays.is_new(signature)):
            start_response("401 Unauthorized", [("Content-Length", "0")])
            return [b""]

        def answer(status: str, *rest: Any) -> Any:  # noqa: ANN401 - as WSGI has it
            if not status.startswith("2"):
                self.replays.forget(signature)
            return start_response(status, *rest)

        try:
            return self.events({**environ, "wsgi.input": BytesIO(body)}, answer)
        except BaseException:
            self.replays.forget(signature)
            raise

    def _is_signed(self, environ: WSGIEnvironment, body: bytes, signature: str) -> bool:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        try:
            return self.verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError):  # no number, no UTF-8, no ASCII: not Slack's
            return False

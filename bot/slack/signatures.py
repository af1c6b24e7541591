"""Only what Slack signed comes in: nothing else is even parsed."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from slack_sdk.signature import SignatureVerifier


@dataclass(frozen=True, slots=True)
class SignedOnly:
    """Passes on requests that Slack signed within five minutes, and answers 401 to all others.

    Bolt checks signatures as well, but reads the body first, and stumbles over one that isn't Slack's.
    """

    verifier: SignatureVerifier
    events: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Check one request."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if not self._is_signed(environ, body):
            start_response("401 Unauthorized", [("Content-Length", "0")])
            return [b""]
        return self.events({**environ, "wsgi.input": BytesIO(body)}, start_response)

    def _is_signed(self, environ: WSGIEnvironment, body: bytes) -> bool:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        try:
            return self.verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError):  # no number, no UTF-8, no ASCII: not Slack's
            return False

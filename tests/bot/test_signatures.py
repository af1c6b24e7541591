"""What Slack didn't sign is refused before it is parsed, however odd it is."""

import io
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from bot.slack.signatures import SignedOnly

NOW = 1_700_000_000


class Standing(Clock):
    """It is always the same second."""

    def now(self) -> float:
        return NOW


VERIFIER = SignatureVerifier("secret", Standing())


def post(body: bytes, timestamp: str, signature: str) -> tuple[str, bytes]:
    """Return the status, and the body as the inner app read it."""
    statuses = list[str]()

    def events(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
        del headers, error
        statuses.append(status)

    environ = {
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
        "HTTP_X_SLACK_SIGNATURE": signature,
    }
    answer = b"".join(SignedOnly(VERIFIER, events)(environ, start_response))
    return statuses[0], answer


def sign(body: bytes, at: int) -> str:
    return str(VERIFIER.generate_signature(timestamp=str(at), body=body))


@pytest.mark.parametrize("body", [b"{}", "{é".encode(), b""])
def test_what_is_signed_comes_in_whole(body: bytes) -> None:
    assert post(body, str(NOW), sign(body, NOW)) == ("200 OK", body)


@pytest.mark.parametrize(("age", "status"), [(300, "200 OK"), (301, "401 Unauthorized")])
def test_a_signature_holds_for_five_minutes(age: int, status: str) -> None:
    assert post(b"{}", str(NOW - age), sign(b"{}", NOW - age))[0] == status


def test_a_signature_is_for_one_body() -> None:
    assert post(b"{ }", str(NOW), sign(b"{}", NOW)) == ("401 Unauthorized", b"")


@given(st.binary(), st.text() | st.just(str(NOW)), st.text())
def test_nothing_unsigned_comes_in(body: bytes, timestamp: str, signature: str) -> None:
    assert post(body, timestamp, signature) == ("401 Unauthorized", b"")

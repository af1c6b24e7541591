"""What Slack didn't sign is refused before it is parsed, however odd it is."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from bot.slack.signatures import HELD_SECONDS, Replays, SignedOnly

NOW = 1_700_000_000


class Standing(Clock):
    """It is always the same second."""

    def now(self) -> float:
        return NOW


VERIFIER = SignatureVerifier("secret", Standing())


def post(
    body: bytes, timestamp: str, signature: str, replays: Replays | None = None, status: str = "200 OK"
) -> tuple[str, bytes]:
    """Return the status, and the body as the inner app read it."""
    statuses = list[str]()

    def events(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if not status:
            raise ValueError("no status")
        start_response(status, [])
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
    answer = b"".join(SignedOnly(VERIFIER, events, replays or Replays())(environ, start_response))
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


def test_a_copy_of_a_request_is_refused_as_long_as_its_signature_holds() -> None:
    seconds = [0.0]
    replays = Replays(lambda: seconds[0])
    signature = sign(b"{}", NOW + 300)  # by a clock that is ahead: it holds longest
    assert post(b"{}", str(NOW + 300), signature, replays) == ("200 OK", b"{}")
    for seconds[0] in (0.0, 1.0, HELD_SECONDS - 1):
        assert post(b"{}", str(NOW + 300), signature, replays) == ("401 Unauthorized", b"")
    assert post(b"{}", str(NOW), sign(b"{}", NOW), replays)[0] == "200 OK"  # the same, sent again by Slack


def test_what_was_not_taken_may_come_again_as_it_was() -> None:
    replays = Replays()
    for status in ("503 Service Unavailable", "500 Internal Server Error", "200 OK"):
        assert post(b"{}", str(NOW), sign(b"{}", NOW), replays, status)[0] == status
    assert post(b"{}", str(NOW), sign(b"{}", NOW), replays)[0] == "401 Unauthorized"


def test_what_ended_in_an_error_may_come_again() -> None:
    replays, signature = Replays(), sign(b"{}", NOW)
    with pytest.raises(ValueError, match=r"^no status$"):
        post(b"{}", str(NOW), signature, replays, "")
    assert post(b"{}", str(NOW), signature, replays)[0] == "200 OK"


def test_what_is_refused_is_not_remembered() -> None:
    replays = Replays()
    assert post(b"{ }", str(NOW), sign(b"{}", NOW), replays)[0] == "401 Unauthorized"
    assert post(b"{}", str(NOW), sign(b"{}", NOW), replays)[0] == "200 OK"


def test_of_copies_that_come_at_once_one_comes_in() -> None:
    replays, copies = Replays(), [sign(b"{}", NOW)] * 64
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda copy: post(b"{}", str(NOW), copy, replays)[0], copies))
    assert statuses.count("200 OK") == 1

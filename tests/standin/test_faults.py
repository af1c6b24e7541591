"""What goes wrong with a call: what slack_sdk's client sees of it, and what the workspace holds."""

import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from tests.standin.conftest import GENERAL
from tests.standin.faults import (
    LOST_REQUEST,
    LOST_RESPONSE,
    RESET_REQUEST,
    RESET_RESPONSE,
    CallFault,
    EventFaults,
    Faults,
    cut_then_done,
    late_processing,
    late_response,
    rate_limited,
    server_error,
    slack_error,
)
from tests.standin.rate_limits import Limits, Meter
from tests.standin.server import StandInSlack
from tests.standin.troubles import Troubles

POST = "chat.postMessage"
ELSEWHERE = "CELSEWHERE"


@pytest.fixture
def hasty(slack: StandInSlack) -> WebClient:
    """Return a client that waits a second for a reply."""
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)


@pytest.fixture
def limited() -> Iterator[StandInSlack]:
    """Yield a Slack that keeps to its rate limits, with two channels."""
    with StandInSlack(limits=Limits()) as standin:
        standin.channel(GENERAL)
        standin.channel(ELSEWHERE)
        yield standin


def texts(slack: StandInSlack) -> list[str]:
    return [message.text for message in slack.messages(GENERAL)]


@pytest.mark.parametrize(
    ("fault", "error", "held"),
    [
        (LOST_REQUEST, RemoteDisconnected, []),
        (LOST_RESPONSE, RemoteDisconnected, ["Hi"]),
        (RESET_REQUEST, ConnectionResetError, []),
        (RESET_RESPONSE, ConnectionResetError, ["Hi"]),
    ],
    ids=lambda value: value.name if isinstance(value, CallFault) else None,
)
def test_connections_that_end_without_a_reply(
    slack: StandInSlack, client: WebClient, fault: CallFault, error: type[OSError], held: list[str]
) -> None:
    slack.fail(POST, fault)
    with pytest.raises(error):
        client.chat_postMessage(channel=GENERAL, text="Hi")
    assert texts(slack) == held
    call = slack.calls(POST)[0]
    assert (call.fault, call.took_effect, call.reply, call.args["text"]) == (fault.name, bool(held), {}, "Hi")
    client.chat_postMessage(channel=GENERAL, text="Again")
    assert texts(slack) == [*held, "Again"]
    assert [(call.fault, call.took_effect) for call in slack.calls(POST)][1:] == [(None, True)]


def test_the_sdks_own_retry_posts_twice(slack: StandInSlack) -> None:
    trusting = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[ConnectionErrorRetryHandler()]
    )
    slack.fail(POST, LOST_RESPONSE)
    trusting.chat_postMessage(channel=GENERAL, text="Hi")
    assert texts(slack) == ["Hi", "Hi"]


@pytest.mark.parametrize(
    ("fault", "status", "took_effect"),
    [
        (server_error(500), 500, False),
        (server_error(503), 503, False),
        (server_error(500, takes_effect=True), 500, True),
        (server_error(503, takes_effect=True), 503, True),
    ],
    ids=lambda value: value.name if isinstance(value, CallFault) else None,
)
def test_pages_of_html(
    slack: StandInSlack, client: WebClient, fault: CallFault, status: int, took_effect: bool
) -> None:
    slack.fail(POST, fault)
    with pytest.raises(SlackApiError, match="non-JSON") as caught:
        client.chat_postMessage(channel=GENERAL, text="Hi")
    assert caught.value.response.status_code == status
    assert caught.value.response.headers["Content-Type"].startswith("text/html")
    assert texts(slack) == ["Hi"] * took_effect
    assert [(call.fault, call.took_effect, call.reply) for call in slack.calls()] == [
        (fault.name, took_effect, {})
    ]


def test_the_sdks_retry_handler_takes_a_page_of_html_for_a_reason(slack: StandInSlack) -> None:
    patient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[ServerErrorRetryHandler()])
    slack.fail(POST, server_error(503))
    assert patient.chat_postMessage(channel=GENERAL, text="Hi")["ok"] is True
    assert [call.took_effect for call in slack.calls(POST)] == [False, True]


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
def test_codes_that_leave_it_open(slack: StandInSlack, client: WebClient, code: str) -> None:
    slack.fail(POST, slack_error(code), slack_error(code, takes_effect=True))
    for text in ("First", "Second"):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=GENERAL, text=text)
        assert (caught.value.response.status_code, caught.value.response["error"]) == (200, code)
    assert texts(slack) == ["Second"]
    assert [(call.error, call.took_effect) for call in slack.calls()] == [(code, False), (code, True)]


def test_late_replies_and_late_effects(slack: StandInSlack, hasty: WebClient) -> None:
    slack.fail(POST, late_response(0.2), late_response(1.3), late_processing(1.3))
    assert hasty.chat_postMessage(channel=GENERAL, text="Just in time")["ok"] is True
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=GENERAL, text="At once")
    assert texts(slack) == ["Just in time", "At once"]
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=GENERAL, text="Much later")
    assert texts(slack) == ["Just in time", "At once"]
    slack.wait_until(lambda: texts(slack)[2:] == ["Much later"], "the late message", timeout_seconds=2)
    assert [(call.fault, call.took_effect) for call in slack.calls()] == [
        ("late response", True),
        ("late response", True),
        ("late processing", True),
    ]


def test_a_cut_may_come_before_the_effect(slack: StandInSlack, client: WebClient) -> None:
    slack.fail(POST, cut_then_done(0.3))
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=GENERAL, text="Hi")
    assert (texts(slack), slack.calls()) == ([], [])
    slack.wait_until(lambda: texts(slack) == ["Hi"], "the effect", timeout_seconds=1)
    assert [(call.fault, call.took_effect, call.reply) for call in slack.calls()] == [
        ("cut, done later", True, {})
    ]


def test_refusals_say_when_to_come_back(slack: StandInSlack, client: WebClient) -> None:
    slack.fail(POST, rate_limited(7), rate_limited(0))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=GENERAL, text="Hi")
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (
        429,
        "ratelimited",
        "7",
    )
    patient = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler()]
    )
    assert patient.chat_postMessage(channel=GENERAL, text="Hi")["ok"] is True
    assert [call.error for call in slack.calls()] == ["ratelimited", "ratelimited", None]
    assert texts(slack) == ["Hi"]


def test_storms_keep_to_their_method_channel_and_time(slack: StandInSlack, client: WebClient) -> None:
    slack.channel(ELSEWHERE)
    slack.storm(POST, 0.3, channel=GENERAL)
    slack.storm("auth.test", 60, slack_error("fatal_error"))
    for _ in range(2):
        with pytest.raises(SlackApiError, match="ratelimited"):
            client.chat_postMessage(channel=GENERAL, text="Hi")
        with pytest.raises(SlackApiError, match="fatal_error"):
            client.auth_test()
    client.chat_postMessage(channel=ELSEWHERE, text="Hi")
    time.sleep(0.3)
    client.chat_postMessage(channel=GENERAL, text="Over")
    slack.faults = Faults.none()
    client.auth_test()
    assert texts(slack) == ["Over"]


def test_a_draw_to_be_rate_limited_opens_a_storm(slack: StandInSlack, client: WebClient) -> None:
    slack.channel(ELSEWHERE)
    slack.faults = Faults(seed=3, calls={POST: {rate_limited(): 0.2}}, storm_seconds=60)
    refused = [is_refused(client, GENERAL) for _ in range(20)]
    assert refused == sorted(refused)
    assert set(refused) == {False, True}
    assert not is_refused(client, ELSEWHERE)


def is_refused(client: WebClient, channel: str) -> bool:
    try:
        return not client.chat_postMessage(channel=channel, text="Hi")["ok"]
    except SlackApiError as error:
        return bool(error.response["error"] == "ratelimited")


def test_a_channel_takes_a_burst_and_then_a_post_a_second(limited: StandInSlack) -> None:
    client = WebClient(limited.bot_token, base_url=limited.api_url, retry_handlers=[])
    assert [is_refused(client, GENERAL) for _ in range(4)] == [False, False, False, True]
    assert limited.calls(POST)[-1].fault == "rate limited"
    assert not is_refused(client, ELSEWHERE)
    limited.fail(POST, LOST_RESPONSE, LOST_REQUEST)  # what takes effect is counted, what doesn't isn't
    for _ in range(2):
        with pytest.raises(RemoteDisconnected):
            client.chat_postMessage(channel=ELSEWHERE, text="Hi")
    assert [is_refused(client, ELSEWHERE) for _ in range(2)] == [False, True]
    time.sleep(1)
    assert not is_refused(client, GENERAL)


def test_the_meter_counts_by_the_clock() -> None:
    now = 0.0
    meter = Meter(Limits(a_minute={"reactions.add": 2}), clock=lambda: now)
    assert [meter.refusal(POST, "C1") for _ in range(4)] == [None, None, None, 1]
    assert [meter.refusal("reactions.add", channel) for channel in ("C1", "C2", "C3")] == [None, None, 60]
    now = 1.0
    assert [meter.refusal(POST, "C1") for _ in range(2)] == [None, 1]
    assert (meter.refusal("reactions.add", "C1"), meter.refusal("auth.test", "")) == (59, None)
    now = 61.0
    assert [meter.refusal("reactions.add", "C1") for _ in range(3)] == [None, None, 60]


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth", "missing_scope"])
def test_tokens_and_scopes_can_be_taken_away(slack: StandInSlack, client: WebClient, code: str) -> None:
    client.chat_postMessage(channel=GENERAL, text="Hi")
    if code == "invalid_auth":
        slack.app.bot_token = "xoxb-another"
    elif code == "missing_scope":
        slack.app.scopes.discard("chat:write")
    else:
        slack.app.refusal = code
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=GENERAL, text="Hi")
    assert caught.value.response["error"] == code
    slack.app.refusal = None
    assert texts(slack) == ["Hi"]


def test_a_seed_draws_the_same_however_methods_mingle() -> None:
    plan = Faults.of_calls({LOST_RESPONSE: 0.2, LOST_REQUEST: 0.1}, methods=(POST, "auth.test"), seed=5)
    first, second, other = Troubles(plan, None), Troubles(plan, None), Troubles(replace(plan, seed=6), None)
    alone = [first.for_call(POST, GENERAL) for _ in range(2000)]
    mingled = [(second.for_call("auth.test", ""), second.for_call(POST, GENERAL))[1] for _ in range(2000)]
    assert alone == mingled
    assert alone[:50] != [other.for_call(POST, GENERAL) for _ in range(50)]
    assert 340 < alone.count(LOST_RESPONSE) < 460
    assert 150 < alone.count(LOST_REQUEST) < 250
    assert first.for_call("users.info", "") is None


def test_a_bad_day_has_something_of_everything() -> None:
    plan = Faults.bad_day(3)
    troubles = Troubles(replace(plan, storm_seconds=0), None)
    drawn = {fault.name for fault in (troubles.for_call(POST, GENERAL) for _ in range(5000)) if fault}
    assert drawn == {fault.name for fault in plan.calls[POST]}
    assert plan.events != EventFaults()
    assert sum(plan.calls[POST].values()) < 0.2

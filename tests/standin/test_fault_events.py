"""What goes wrong with events and connections: what the app is sent again, and how lines end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from aiohttp.test_utils import unused_port
from slack_sdk import WebClient

from tests.standin.bots import create_echo, over_http, over_socket
from tests.standin.conftest import ANA, BEN, GENERAL
from tests.standin.deliveries import Delivery
from tests.standin.faults import CUT, RESET, ConnectionFaults, EventFaults, Faults, slack_error
from tests.standin.people import Said
from tests.standin.redelivery import Redelivery
from tests.standin.server import StandInSlack

pytestmark = pytest.mark.early(1)

SOON = Redelivery(delays=(0.05, 0.1, 0.15), patience=0.4)
Frame = dict[str, Any]


@pytest.fixture
def slack() -> Iterator[StandInSlack]:
    """Yield a workspace in which Slack loses its patience soon."""
    with workspace(SOON) as standin:
        yield standin


@pytest.fixture
def patient_slack() -> Iterator[StandInSlack]:
    """Yield one in which it waits, however busy the machine is."""
    with workspace(replace(SOON, patience=10)) as standin:
        yield standin


@contextmanager
def workspace(redelivery: Redelivery) -> Iterator[StandInSlack]:
    with StandInSlack(redelivery=redelivery) as standin:
        standin.person(ANA)
        standin.person(BEN)
        standin.channel(GENERAL)
        yield standin


def ask(slack: StandInSlack, text: str = "is it safe?") -> Said:
    return slack.say(ANA, GENERAL, f"{slack.mention} {text}")


def listen(
    slack: StandInSlack, work: Callable[[ClientWebSocketResponse], Awaitable[list[Frame]]]
) -> list[Frame]:
    """Open a WebSocket and work with it."""

    async def connect() -> list[Frame]:
        url = WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)["url"]
        async with ClientSession() as session, session.ws_connect(url) as socket:
            await socket.receive_json()
            return await work(socket)

    return asyncio.run(connect())


def hear(slack: StandInSlack, count: int, *, acknowledge: bool = False, from_: int = 0) -> list[Frame]:
    """Return the next frames, acknowledged or not, from a certain one on."""

    async def work(socket: ClientWebSocketResponse) -> list[Frame]:
        frames = []
        for number in range(count):
            frames.append(await socket.receive_json(timeout=3))
            if acknowledge and number >= from_:
                await socket.send_json({"envelope_id": frames[-1]["envelope_id"]})
        await socket.ping()
        await asyncio.sleep(0.05)
        return frames

    return listen(slack, work)


def attempts(frames: list[Frame]) -> list[tuple[int, str]]:
    return [(frame["retry_attempt"], frame["retry_reason"]) for frame in frames]


def envelopes(frames: list[Frame]) -> int:
    return len({frame["envelope_id"] for frame in frames})


def history(deliveries: list[Delivery]) -> list[tuple[int, str]]:
    return [(one.attempt, one.reason) for one in deliveries]


def test_what_is_not_acknowledged_comes_three_times_more(slack: StandInSlack) -> None:
    said = ask(slack)
    frames = hear(slack, 4)
    assert attempts(frames) == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert {frame["payload"]["event_id"] for frame in frames} == {said.events[0].event_id}
    assert envelopes(frames) == 4
    sent = [one.sent_at or 0 for one in slack.deliveries()]
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert all(least <= gap < least + 1 for gap, least in zip(gaps, (0.45, 0.5, 0.55), strict=True))
    slack.wait_until(lambda: slack.given_up() == [said.events[0].event_id], "Slack to give up")
    assert len(slack.deliveries()) == 4


def test_an_acknowledgement_ends_it(slack: StandInSlack) -> None:
    ask(slack)
    frames = hear(slack, 2, acknowledge=True, from_=1)
    assert attempts(frames) == [(0, ""), (1, "timeout")]
    time.sleep(0.6)
    assert (len(slack.deliveries()), slack.given_up()) == (2, [])


def test_a_lost_acknowledgement_brings_the_event_again(slack: StandInSlack) -> None:
    slack.faults = Faults(events=EventFaults(lost_ack=1))
    ask(slack)
    slack.faults = Faults.none()
    frames = hear(slack, 2, acknowledge=True)
    assert attempts(frames) == [(0, ""), (1, "timeout")]
    first, second = slack.deliveries()
    assert (first.acked_at, first.failure) == (None, "the acknowledgement got lost")
    assert second.acked_at is not None


def test_without_redelivery_nothing_comes_again() -> None:
    with StandInSlack() as plain:
        plain.person(ANA)
        plain.channel(GENERAL)
        ask(plain)
        hear(plain, 1)
        time.sleep(0.1)
        assert [(one.attempt, one.done) for one in plain.deliveries()] == [(0, False)]


def test_duplicates_are_in_one_envelope(slack: StandInSlack) -> None:
    slack.faults = Faults(events=EventFaults(duplicate=1))
    ask(slack)
    frames = hear(slack, 2, acknowledge=True)
    assert (frames[0], envelopes(frames)) == (frames[1], 1)
    assert [one.acked_at is not None for one in slack.deliveries()] == [True, True]


def test_late_frames_come_behind_later_ones(slack: StandInSlack) -> None:
    slack.faults = Faults(events=EventFaults(delayed=1, delay_seconds=(0.1, 0.1)))
    first = ask(slack, "first")
    slack.faults = Faults.none()
    second = ask(slack, "second")
    frames = hear(slack, 2, acknowledge=True)
    assert [frame["payload"]["event"]["ts"] for frame in frames] == [second.ts, first.ts]
    assert attempts(frames) == [(0, ""), (0, "")]


def test_what_was_acknowledged_may_come_again(slack: StandInSlack) -> None:
    slack.faults = Faults(seed=1, events=EventFaults(again=1, again_seconds=(0.1, 0.2)))
    ids = [ask(slack, str(number)).events[0].event_id for number in range(6)]
    frames = hear(slack, 6, acknowledge=True)
    again = hear(slack, 6, acknowledge=True)  # by another connection, as after a restart
    assert [frame["payload"]["event_id"] for frame in frames] == ids
    assert sorted(frame["payload"]["event_id"] for frame in again) == ids
    known = {frame["envelope_id"] for frame in frames}
    assert {(one["retry_attempt"], one["envelope_id"] in known) for one in again} == {(0, True), (1, False)}
    time.sleep(0.6)
    assert len(slack.deliveries()) == 12


def test_what_a_dead_connection_brought_comes_again_at_once(slack: StandInSlack) -> None:
    ask(slack)

    async def see_the_end(socket: ClientWebSocketResponse) -> list[Frame]:
        frame = await socket.receive_json()
        await asyncio.to_thread(slack.cut)
        end = await socket.receive()
        assert (end.type.name, socket.close_code) == ("CLOSED", 1006)
        return [frame]

    frames = [*listen(slack, see_the_end), *hear(slack, 1, acknowledge=True)]
    assert attempts(frames) == [(0, ""), (1, "connection_failed")]
    time.sleep(0.6)
    assert len(slack.deliveries()) == 2


def test_a_silent_connection_takes_nothing_and_brings_nothing(slack: StandInSlack) -> None:
    async def wait_in_vain(socket: ClientWebSocketResponse) -> list[Frame]:
        await asyncio.to_thread(slack.silence, None, 0.5)
        ask(slack)
        await socket.ping()
        end = await socket.receive(timeout=2)
        assert end.type.name == "CLOSED"
        return []

    listen(slack, wait_in_vain)
    slack.wait_until(lambda: len(slack.deliveries()) >= 2, "a retry")
    assert slack.deliveries()[0].sent_at is not None
    retries = hear(slack, 1, acknowledge=True)
    assert attempts(retries)[0][0] in {1, 2}


@pytest.mark.parametrize("ending", ["cut", "reset", "silence"])
def test_the_sdks_client_comes_back(ending: str) -> None:
    with StandInSlack(redelivery=Redelivery((0.05, 0.5, 2), patience=0.4)) as slack:
        slack.person(ANA)
        slack.channel(GENERAL)
        with over_socket(create_echo(slack), slack, ping_seconds=0.2):
            old = slack.connections
            slack.fail("apps.connections.open", slack_error("internal_error"))
            if ending == "silence":
                slack.silence(old)
            else:
                slack.cut(old, RESET if ending == "reset" else CUT)
            said = ask(slack)
            assert slack.wait_for_reply(GENERAL, said.ts).text.endswith("is it safe?")
            assert not set(old) & set(slack.connections)
        opened = [call.error for call in slack.calls("apps.connections.open")]
        assert opened == [None, "internal_error", None]


def test_the_plan_looks_after_connections(slack: StandInSlack) -> None:
    ends: list[str] = []

    async def watch(socket: ClientWebSocketResponse) -> list[Frame]:
        message = await socket.receive(timeout=3)
        ends.append(message.json()["reason"] if message.type is WSMsgType.TEXT else message.type.name)
        return []

    for what in ("warning", "refresh", "cut", "reset", "silence"):
        weights = dict.fromkeys(("warning", "refresh", "cut", "reset", "silence"), 0.0) | {what: 1.0}
        slack.faults = Faults(connections=ConnectionFaults(every_seconds=0.05, silent_seconds=0.1, **weights))
        listen(slack, watch)
    assert ends == ["warning", "refresh_requested", "CLOSED", "CLOSED", "CLOSED"]


def test_a_request_url_that_fails_is_tried_again(slack: StandInSlack) -> None:
    with over_http(create_echo(slack), slack) as recorder:
        right, slack.app.signing_secret = slack.app.signing_secret, "another"
        said = ask(slack)
        slack.wait_until(lambda: len(slack.deliveries()) == 2, "a retry")
        slack.app.signing_secret = right
        slack.wait_for_reply(GENERAL, said.ts)
        slack.wait_for_acks()
    statuses = [one.status for one in slack.deliveries()]
    assert statuses == [*[401] * (len(statuses) - 1), 200]
    retries = [headers.get("X-SLACK-RETRY-REASON") for headers, _ in recorder.requests[1:]]
    assert retries == [None, *["http_error"] * (len(retries) - 1)]
    numbers = [headers.get("X-SLACK-RETRY-NUM") for headers, _ in recorder.requests[1:]]
    assert numbers == [None, "1", "2", "3"][: len(numbers)]


def test_one_of_two_request_urls_is_enough(patient_slack: StandInSlack) -> None:
    slack = patient_slack
    with over_http(create_echo(slack), slack) as recorder:
        nobody = f"http://127.0.0.1:{unused_port()}/slack/events"
        living = slack.request_urls[0]
        slack.deliver_to(living, nobody, verify=False)
        asked = [ask(slack, str(number)) for number in range(8)]
        for said in asked:
            slack.wait_for_reply(GENERAL, said.ts)
    assert len(recorder.requests) == 1 + 8
    refused = [one for one in slack.deliveries() if one.failure]
    assert refused
    assert all("ClientConnectorError" in str(one.failure) for one in refused)
    retried = [one for one in slack.deliveries() if one.attempt]
    assert {one.reason for one in retried} == {"connection_failed"}
    assert len(retried) == len(refused)


def test_lost_acknowledgements_over_http(slack: StandInSlack) -> None:
    with over_http(create_echo(slack), slack):
        slack.faults = Faults(events=EventFaults(lost_ack=1))
        said = ask(slack)
        slack.faults = Faults.none()
        slack.wait_for_reply(GENERAL, said.ts, count=2)  # the echo doesn't know what it has answered
    assert history(slack.deliveries()) == [(0, ""), (1, "timeout")]
    assert [one.acked_at is not None for one in slack.deliveries()] == [False, True]

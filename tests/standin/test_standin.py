"""Slack and a trivial bot, end to end in both modes, with the real slack_bolt and slack_sdk."""

import asyncio
import json
from collections.abc import Iterator
from threading import Timer
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from aiohttp.test_utils import unused_port
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from tests.standin.bots import Recorder, create_echo, over_http, over_socket
from tests.standin.conftest import ANA, BEN, GENERAL
from tests.standin.events_api import UrlNotVerified
from tests.standin.server import StandInSlack
from tests.standin.watching import NotSeen, NotSettled

pytestmark = pytest.mark.early(1)


@pytest.fixture(params=["socket", "http"])
def echoed(request: pytest.FixtureRequest, slack: StandInSlack) -> Iterator[StandInSlack]:
    """Yield Slack with the bot connected, in each of the modes."""
    serve = over_socket if request.param == "socket" else over_http
    with serve(create_echo(slack), slack):
        yield slack


@pytest.fixture
def http(slack: StandInSlack) -> Iterator[Recorder]:
    """Yield what the bot's request URL took."""
    with over_http(create_echo(slack), slack) as recorder:
        yield recorder


def test_mention_is_answered_in_its_thread(echoed: StandInSlack) -> None:
    said = echoed.say(ANA, GENERAL, f"{echoed.mention} is it safe?")
    reply = echoed.wait_for_reply(GENERAL, said.ts)
    assert reply.text == f"Heard: {echoed.mention} is it safe?"
    assert [event.type for event in said.events] == ["app_mention"]
    assert said.events[0].body["event"]["ts"] == said.ts
    assert said.events[0].body["authorizations"][0]["user_id"] == echoed.bot_user
    echoed.settled(0.1)
    assert len(echoed.replies(GENERAL, said.ts)) == 1


def test_direct_message_is_answered_and_the_answer_is_not(echoed: StandInSlack) -> None:
    dm = echoed.dm(ANA)
    said = echoed.say(ANA, dm, "Is it safe?", files=True)
    assert echoed.wait_for_reply(dm, said.ts).text == "Heard: Is it safe?"
    echoed.settled(0.1)
    told = [delivery.body["event"] for delivery in echoed.deliveries()]
    assert [(event["type"], event["channel_type"], event.get("bot_id")) for event in told] == [
        ("message", "im", None),
        ("message", "im", echoed.app.bot_id),
    ]


def test_nothing_is_heard_without_a_subscription(echoed: StandInSlack) -> None:
    said = echoed.say(ANA, GENERAL, "Just talking")
    assert said.events == ()
    echoed.app.scopes.add("channels:history")
    echoed.app.subscriptions.add("message.channels")
    heard = echoed.say(ANA, GENERAL, f"{echoed.mention} you there?")
    assert [event.type for event in heard.events] == ["app_mention", "message"]
    assert echoed.wait_for_reply(GENERAL, heard.ts, count=2).text.startswith("Heard")
    assert echoed.replies(GENERAL, said.ts) == []


def test_redelivery_has_the_same_event_id(echoed: StandInSlack) -> None:
    said = echoed.say(ANA, GENERAL, f"{echoed.mention} once")
    again = echoed.redeliver(said.events[0])
    twice = echoed.redeliver(said.events[0], attempt=0, same_envelope=True)
    echoed.wait_for_acks()
    first = echoed.deliveries(said.events[0].event_id)[0]
    assert echoed.deliveries(said.events[0].event_id) == [first, again, twice]
    assert (again.attempt, again.reason, twice.attempt, twice.reason) == (1, "timeout", 0, "")
    assert again.envelope_id != first.envelope_id == twice.envelope_id
    assert all(one.acked_at and one.sent_at and one.acked_at >= one.sent_at for one in (first, again, twice))
    # The echo doesn't remember what it answered, and neither does bolt.
    echoed.wait_for_reply(GENERAL, said.ts, count=3)


def test_edits_and_deletions_are_told(echoed: StandInSlack) -> None:
    said = echoed.say(ANA, GENERAL, f"{echoed.mention} once")
    edited = echoed.edit(GENERAL, said.ts, f"{echoed.mention} twice")
    assert [(event.type, event.body["event"]["edited"]["user"]) for event in edited.events] == [
        ("app_mention", ANA)
    ]
    dm = echoed.dm(BEN)
    private = echoed.say(BEN, dm, "once")
    changed = echoed.edit(dm, private.ts, "twice").events[0].body["event"]
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "twice")
    assert changed["previous_message"]["text"] == "once"
    echoed.wait_for_reply(dm, private.ts)
    tombstone = echoed.delete(dm, private.ts)[0].body["event"]
    assert (tombstone["subtype"], tombstone["message"]["subtype"]) == ("message_changed", "tombstone")
    second = echoed.say(BEN, dm, "again", said_thread(echoed, dm))
    deleted = echoed.delete(dm, second.ts)[0].body["event"]
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", second.ts)
    echoed.wait_for_acks()


def said_thread(slack: StandInSlack, channel: str) -> str:
    return slack.messages(channel)[0].ts


def test_other_bots_are_heard_as_bots(slack: StandInSlack) -> None:
    event = slack.say_as_bot(GENERAL, f"{slack.mention} build passed").events[0].body["event"]
    assert (event["bot_id"], event["subtype"], event.get("user")) == ("B0OTHER", "bot_message", None)


def test_command_and_click_are_answered(echoed: StandInSlack) -> None:
    echoed.command(ANA, GENERAL, "/ask", "is it safe?")
    echoed.wait_until(lambda: len(echoed.ephemerals(ANA)) == 1)
    button = {
        "type": "button",
        "action_id": "helpful",
        "value": "yes",
        "text": {"type": "plain_text", "text": "Helpful"},
    }
    client = WebClient(echoed.bot_token, base_url=echoed.api_url)
    row = {"type": "actions", "elements": [button]}
    posted = client.chat_postMessage(channel=GENERAL, text="Was it helpful?", blocks=[row])
    echoed.click(ANA, GENERAL, posted["ts"], "helpful")
    echoed.wait_until(lambda: len(echoed.ephemerals(ANA)) == 2)
    assert [one.text for one in echoed.ephemerals(ANA)] == ["Asked: is it safe?", f"Thanks, {ANA}: yes"]


def test_presses_carry_what_the_app_needs(slack: StandInSlack, client: WebClient) -> None:
    said = slack.say(ANA, GENERAL, "Is it safe?")
    chosen = slack.shortcut(BEN, GENERAL, said.ts, "footnote_ask").body
    assert (chosen["type"], chosen["callback_id"]) == ("message_action", "footnote_ask")
    assert (chosen["message"]["text"], chosen["user"]["id"]) == ("Is it safe?", BEN)
    field = {
        "type": "input",
        "block_id": "why",
        "label": plain("Why?"),
        "element": {"type": "plain_text_input"},
    }
    modal = {"type": "modal", "title": plain("Ask"), "submit": plain("Send"), "blocks": [field]}
    view = client.views_open(trigger_id=chosen["trigger_id"], view=modal)["view"]
    submitted = slack.submit(BEN, view["id"], {"why": {"given": {"value": "Because"}}}).body
    assert (submitted["type"], submitted["view"]["id"]) == ("view_submission", view["id"])
    assert submitted["view"]["state"]["values"]["why"]["given"]["value"] == "Because"
    assert [one.kind for one in slack.deliveries()] == ["interactive", "interactive"]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def test_events_need_a_subscription_and_its_scope(slack: StandInSlack) -> None:
    opened = {"type": "app_home_opened", "user": ANA, "tab": "home"}
    assert slack.emit("app_home_opened", opened) is None
    slack.app.subscriptions |= {"app_home_opened", "message.channels"}
    told = slack.emit("app_home_opened", opened)
    assert told is not None
    assert told.body["event"]["tab"] == "home"
    with pytest.raises(AssertionError, match=r"message\.channels needs the scope channels:history"):
        slack.say(ANA, GENERAL, "Just talking")


def test_settled_and_waiting_fail_with_what_came(slack: StandInSlack, client: WebClient) -> None:
    client.auth_test()
    with pytest.raises(NotSeen, match=r"reply 1 in CGENERAL.*Calls so far: \['auth.test'\]"):
        slack.wait_for_reply(GENERAL, timeout_seconds=0.05)
    late = Timer(0.05, lambda: client.chat_postMessage(channel=GENERAL, text="Late"))
    late.start()
    with pytest.raises(NotSettled, match=r"chat\.postMessage.*Late"):
        slack.settled(0.3)
    late.join()


def test_http_requests_are_signed(slack: StandInSlack, http: Recorder) -> None:
    said = slack.say(ANA, GENERAL, f"{slack.mention} zażółć")
    slack.redeliver(said.events[0], attempt=2, reason="http_timeout")
    slack.wait_for_reply(GENERAL, said.ts, count=2)
    verifier, stranger = SignatureVerifier(slack.signing_secret), SignatureVerifier("another")
    assert [verifier.is_valid_request(body, headers) for headers, body in http.requests] == [True] * 3
    assert not any(stranger.is_valid_request(body, headers) for headers, body in http.requests)
    challenge, *events = [json.loads(body) for _, body in http.requests]
    assert challenge["type"] == "url_verification"
    assert {event["event_id"] for event in events} == {said.events[0].event_id}
    retries = [
        (headers.get("X-SLACK-RETRY-NUM"), headers.get("X-SLACK-RETRY-REASON"))
        for headers, _ in http.requests
    ]
    assert sorted(retries, key=str) == [("2", "http_timeout"), (None, None), (None, None)]


def test_http_commands_are_forms(slack: StandInSlack, http: Recorder) -> None:
    delivery = slack.command(ANA, GENERAL, "/ask", "a & b")
    slack.wait_for_acks()
    form = parse_qs(http.requests[-1][1].decode())
    assert (form["command"], form["text"], form["user_id"]) == (["/ask"], ["a & b"], [ANA])
    assert (delivery.status, delivery.answer) == (200, "Asked: a & b")


def test_answers_beyond_a_limit_are_refused(echoed: StandInSlack) -> None:
    delivery = echoed.command(ANA, GENERAL, "/ask", "a" * 40_000)
    echoed.wait_until(lambda: delivery.failure is not None)
    assert (delivery.failure, echoed.ephemerals(ANA)) == ("msg_too_long", [])


def test_http_refusals_are_no_acknowledgement(slack: StandInSlack, http: Recorder) -> None:
    del http
    slack.app.signing_secret = "another"
    said = slack.say(ANA, GENERAL, f"{slack.mention} is it safe?")
    slack.settled(0.05)
    delivery = slack.deliveries(said.events[0].event_id)[0]
    assert (delivery.status, delivery.acked_at) == (401, None)
    with pytest.raises(UrlNotVerified, match="didn't answer"):
        slack.deliver_to(f"http://127.0.0.1:{unused_port()}/slack/events")


def test_events_take_turns_between_connections(slack: StandInSlack) -> None:
    async def hear_two() -> list[dict[str, Any]]:
        async with ClientSession() as session, session.ws_connect(open_url(slack)) as socket:
            hello = await socket.receive_json()
            for number in range(4):
                slack.say(ANA, GENERAL, f"{slack.mention} {number}")
            heard = [await socket.receive_json() for _ in range(2)]
            await socket.send_json({"envelope_id": heard[0]["envelope_id"], "payload": {"text": "No"}})
            await asyncio.to_thread(slack.wait_until, lambda: acknowledged(slack) == 3)
            return [hello, *heard]

    with over_socket(create_echo(slack), slack):
        slack.ping()
        slack.wait_until(lambda: slack.connections[0].pongs == slack.connections[0].pings == 2)
        hello, first, second = asyncio.run(hear_two())
    assert (hello["type"], hello["num_connections"]) == ("hello", 2)
    assert {key: first[key] for key in first if key not in {"envelope_id", "payload"}} == {
        "type": "events_api",
        "accepts_response_payload": False,
        "retry_attempt": 0,
        "retry_reason": "",
    }
    log = {one.event_id: one for one in slack.deliveries()}
    mine, unheard = log[first["payload"]["event_id"]], log[second["payload"]["event_id"]]
    assert (mine.acked_at is not None, mine.answer, unheard.acked_at) == (True, None, None)


def acknowledged(slack: StandInSlack) -> int:
    return sum(one.acked_at is not None for one in slack.deliveries())


def open_url(slack: StandInSlack) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def test_events_wait_for_a_connection(slack: StandInSlack) -> None:
    said = slack.say(ANA, GENERAL, f"{slack.mention} anybody?")
    with over_socket(create_echo(slack), slack):
        assert slack.wait_for_reply(GENERAL, said.ts).text.endswith("anybody?")


def test_bot_reconnects_when_it_is_asked_to(slack: StandInSlack) -> None:
    with over_socket(create_echo(slack), slack):
        old = slack.connections
        slack.ask_to_reconnect()
        slack.wait_until(lambda: len(slack.connections) == 1 and slack.connections != old)
        said = slack.say(ANA, GENERAL, f"{slack.mention} still there?")
        slack.wait_for_reply(GENERAL, said.ts)
        assert len(slack.calls("apps.connections.open")) == 2


def test_a_ticket_opens_one_connection(slack: StandInSlack) -> None:
    async def use_twice(url: str) -> int:
        async with ClientSession() as session, session.ws_connect(url):
            slack.wait_for_connections(1)
            with pytest.raises(WSServerHandshakeError) as caught:
                await session.ws_connect(url)
            return caught.value.status

    assert asyncio.run(use_twice(open_url(slack))) == 401
    slack.wait_for_connections(0)


def test_ten_connections_are_the_most(slack: StandInSlack) -> None:
    async def open_ten() -> None:
        async with ClientSession() as session:
            sockets = [await session.ws_connect(open_url(slack)) for _ in range(10)]
            slack.wait_for_connections(10)
            with pytest.raises(SlackApiError, match="too_many_websockets"):
                open_url(slack)
            for socket in sockets:
                await socket.close()

    asyncio.run(open_ten())
    slack.wait_for_connections(0)

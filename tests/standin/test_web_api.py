"""The Web API answers slack_sdk's own client as Slack does, refusals included."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.standin.conftest import ANA, BEN, GENERAL
from tests.standin.server import StandInSlack


def refusal(call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    data = caught.value.response.data
    assert isinstance(data, dict)
    return data


def test_auth_test_names_the_bot_and_its_scopes(slack: StandInSlack, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == (slack.app.bot_user, slack.app.bot_id)
    assert answer.headers["x-oauth-scopes"] == "app_mentions:read,chat:write,im:history"


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")],
)
def test_refuses_wrong_tokens(slack: StandInSlack, token: str | None, error: str) -> None:
    client = WebClient(slack.app_token if token == "app" else token, base_url=slack.api_url)
    assert refusal(client.chat_postMessage, channel=GENERAL, text="Hi")["error"] == error
    assert slack.messages(GENERAL) == []


def test_refuses_methods_that_it_does_not_know(client: WebClient) -> None:
    assert refusal(client.api_call, api_method="chat.shout")["error"] == "unknown_method"


def test_refuses_what_no_scope_allows(slack: StandInSlack, client: WebClient) -> None:
    answer = refusal(client.conversations_open, users=ANA)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:write")
    assert answer["provided"] == "app_mentions:read,chat:write,im:history"
    slack.app.scopes.add("im:write")
    assert client.conversations_open(users=[ANA])["channel"]["id"] == slack.dm(ANA)
    assert refusal(client.conversations_replies, channel=GENERAL, ts="1.0")["needed"] == "channels:history"


def test_posts_arrive_in_order_with_what_they_hold(slack: StandInSlack, client: WebClient) -> None:
    divider = {"type": "divider", "block_id": "line"}
    first = client.chat_postMessage(channel=GENERAL, text="First", unfurl_links=False)
    second = client.chat_postMessage(channel=GENERAL, text="Second", thread_ts=first["ts"], blocks=[divider])
    third = client.chat_postMessage(channel=ANA, text="For Ana")
    parent, reply = slack.messages(GENERAL)
    assert (parent.text, parent.ts, parent.arguments) == ("First", first["ts"], {"unfurl_links": False})
    assert (reply.text, reply.thread_ts, reply.blocks) == ("Second", parent.ts, (divider,))
    assert slack.replies(GENERAL, parent.ts) == [reply]
    assert [one.text for one in slack.messages(slack.dm(ANA))] == ["For Ana"]
    assert first["ts"] < second["ts"] < third["ts"]


def test_takes_forms_as_well_as_json(slack: StandInSlack, client: WebClient) -> None:
    divider = [{"type": "divider", "block_id": "line"}]
    form = {"channel": GENERAL, "text": "Form", "blocks": json.dumps(divider)}
    client.api_call("chat.postMessage", data=form)
    assert slack.messages(GENERAL)[0].blocks == tuple(divider)
    broken = form | {"blocks": "[{"}
    assert refusal(client.api_call, api_method="chat.postMessage", data=broken)["error"] == (
        "invalid_blocks_format"
    )


def test_refuses_posts_beyond_a_limit_and_says_which(slack: StandInSlack, client: WebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "a" * 151}}
    answer = refusal(client.chat_postMessage, channel=GENERAL, text="Hi", blocks=[header])
    words = "must be less than 151 characters [json-pointer:/blocks/0/text]"
    assert (answer["error"], answer["errors"]) == ("invalid_blocks", [words])
    assert answer["response_metadata"] == {"messages": [f"[ERROR] {words}"]}
    bare = {"channel": GENERAL, "blocks": [{"type": "divider"}]}
    assert refusal(client.api_call, api_method="chat.postMessage", json=bare)["error"] == "no_text"
    assert slack.messages(GENERAL) == []
    assert [call.error for call in slack.calls("chat.postMessage")] == ["invalid_blocks", "no_text"]


def test_refuses_posts_to_where_the_bot_is_not(slack: StandInSlack, client: WebClient) -> None:
    slack.channel("CPRIVATE", bot_in=False)
    assert refusal(client.chat_postMessage, channel="CNONE", text="Hi")["error"] == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="CPRIVATE", text="Hi")["error"] == "not_in_channel"
    missing = refusal(client.api_call, api_method="chat.postMessage", json={"text": "Hi"})
    assert missing["errors"] == ["missing required field: channel"]
    lost = refusal(client.chat_postMessage, channel=GENERAL, text="Hi", thread_ts="1700000000.000000")
    assert lost["error"] == "thread_not_found"


def test_metadata_comes_back_when_it_is_asked_for(slack: StandInSlack, client: WebClient) -> None:
    slack.app.scopes.add("channels:history")
    asked = slack.say(ANA, GENERAL, "What?")
    metadata = {"event_type": "footnote_answer", "event_payload": {"answer_id": "a1"}}
    client.chat_postMessage(channel=GENERAL, text="That", thread_ts=asked.ts, metadata=metadata)
    bare = client.conversations_replies(channel=GENERAL, ts=asked.ts)["messages"]
    full = client.conversations_replies(channel=GENERAL, ts=asked.ts, include_all_metadata=True)["messages"]
    assert [message["text"] for message in bare] == ["What?", "That"]
    assert ("metadata" in bare[1], full[1]["metadata"]) == (False, metadata)
    assert (bare[0]["reply_count"], bare[0]["latest_reply"]) == (1, bare[1]["ts"])
    assert bare[1]["parent_user_id"] == ANA


def test_reads_threads_page_by_page(slack: StandInSlack, client: WebClient) -> None:
    slack.app.scopes.add("channels:history")
    asked = slack.say(ANA, GENERAL, "0")
    for number in range(1, 5):
        slack.say(BEN, GENERAL, str(number), asked.ts)
    pages = [
        [message["text"] for message in page["messages"]]
        for page in client.conversations_replies(channel=GENERAL, ts=asked.ts, limit=2)
    ]
    assert pages == [["0", "1"], ["2", "3"], ["4"]]
    assert [one["text"] for one in client.conversations_history(channel=GENERAL)["messages"]] == ["0"]


def test_changes_and_deletes_its_own_alone(slack: StandInSlack, client: WebClient) -> None:
    asked = slack.say(ANA, GENERAL, "What?")
    posted = client.chat_postMessage(channel=GENERAL, text="That")
    client.chat_update(channel=GENERAL, ts=posted["ts"], text="This")
    assert [one.text for one in slack.messages(GENERAL)] == ["What?", "This"]
    refused = refusal(client.chat_update, channel=GENERAL, ts=asked.ts, text="Mine")
    assert refused["error"] == "cant_update_message"
    assert refusal(client.chat_delete, channel=GENERAL, ts=asked.ts)["error"] == "cant_delete_message"
    client.chat_delete(channel=GENERAL, ts=posted["ts"])
    assert [one.ts for one in slack.messages(GENERAL)] == [asked.ts]
    assert refusal(client.chat_delete, channel=GENERAL, ts=posted["ts"])["error"] == "message_not_found"


def test_shows_something_to_one_person(slack: StandInSlack, client: WebClient) -> None:
    slack.say(ANA, GENERAL, "Hello")
    client.chat_postEphemeral(channel=GENERAL, user=ANA, text="Between us")
    assert [one.text for one in slack.ephemerals(ANA)] == ["Between us"]
    outside = refusal(client.chat_postEphemeral, channel=GENERAL, user=BEN, text="Between us")
    assert outside["error"] == "user_not_in_channel"
    assert [one.text for one in slack.messages(GENERAL)] == ["Hello"]


def test_links_reacts_and_knows_people(slack: StandInSlack, client: WebClient) -> None:
    slack.app.scopes |= {"reactions:write", "users:read", "channels:read"}
    guest = slack.person("UGUEST", guest=True)
    asked = slack.say(guest, GENERAL, "What?")
    link = client.chat_getPermalink(channel=GENERAL, message_ts=asked.ts)["permalink"]
    assert link == f"https://standin.slack.com/archives/{GENERAL}/p{asked.ts.replace('.', '')}"
    where = {"channel": GENERAL, "name": "eyes", "timestamp": asked.ts}
    client.reactions_add(**where)
    assert refusal(client.reactions_add, **where)["error"] == "already_reacted"
    assert slack.messages(GENERAL)[0].reactions == (("eyes", slack.app.bot_user),)
    client.reactions_remove(**where)
    assert refusal(client.reactions_remove, **where)["error"] == "no_reaction"
    assert client.users_info(user=guest)["user"]["is_restricted"] is True
    assert client.conversations_info(channel=GENERAL)["channel"]["is_member"] is True


def test_agent_view_takes_four_prompts(slack: StandInSlack, client: WebClient) -> None:
    slack.app.scopes.add("assistant:write")
    dm = slack.dm(ANA)
    asked = slack.say(ANA, dm, "What?")
    prompt = {"title": "Data", "message": "Is my data safe?"}
    client.assistant_threads_setStatus(channel_id=dm, thread_ts=asked.ts, status="is looking")
    client.assistant_threads_setTitle(channel_id=dm, thread_ts=asked.ts, title="Data")
    client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=[prompt] * 4)
    five = refusal(client.assistant_threads_setSuggestedPrompts, channel_id=dm, prompts=[prompt] * 5)
    assert five["errors"] == ["no more than 4 items allowed [json-pointer:/prompts]"]
    assert [call.args["status"] for call in slack.calls("assistant.threads.setStatus")] == ["is looking"]


def test_views_need_a_fresh_trigger(slack: StandInSlack, client: WebClient) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": [{"type": "divider"}]}
    trigger, late = slack.backend.issue_trigger(), slack.backend.issue_trigger()
    opened = client.views_open(trigger_id=trigger, view=modal)["view"]
    assert refusal(client.views_open, trigger_id=trigger, view=modal)["error"] == "exchanged_trigger_id"
    slack.backend.triggers[late] = time.monotonic() - 1
    assert refusal(client.views_open, trigger_id=late, view=modal)["error"] == "expired_trigger_id"
    stale = refusal(client.views_update, view_id=opened["id"], view=modal, hash="old")
    assert stale["error"] == "hash_conflict"
    changed = client.views_update(view_id=opened["id"], view=modal | {"callback_id": "ask"})["view"]
    assert [view["callback_id"] for view in slack.views()] == ["ask"]
    pushed = client.views_push(trigger_id=slack.backend.issue_trigger(), view=modal)["view"]
    assert pushed["root_view_id"] == changed["id"]


def test_home_tab_is_published_for_a_person(slack: StandInSlack, client: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider", "block_id": "line"}]}
    client.views_publish(user_id=ANA, view=home)
    published = slack.home(ANA)
    assert published is not None
    assert published["blocks"] == home["blocks"]
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "Ask"}, "blocks": []}
    assert refusal(client.views_publish, user_id=ANA, view=modal)["error"] == "invalid_arguments"


def test_response_url_takes_five_posts(slack: StandInSlack) -> None:
    webhook = WebhookClient(slack.backend.issue_response_url(GENERAL, ANA))
    assert webhook.send(text="Shown to all", response_type="in_channel").body == "ok"
    for number in range(3):
        webhook.send(text=f"Between us {number}")
    too_long = webhook.send(text="Hi", blocks=[{"type": "divider"}] * 51)
    assert (too_long.status_code, too_long.body) == (400, "invalid_blocks")
    used = webhook.send(text="Once more")
    assert (used.status_code, used.body) == (404, "used_url")
    assert [one.text for one in slack.messages(GENERAL)] == ["Shown to all"]
    assert [one.text for one in slack.ephemerals(ANA)] == [f"Between us {number}" for number in range(3)]


def test_connections_are_opened_with_the_app_token(slack: StandInSlack) -> None:
    client = WebClient(base_url=slack.api_url)
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    assert url.startswith(f"ws://{slack.backend.host}/link/?ticket=")
    wrong = refusal(client.apps_connections_open, app_token=slack.bot_token)
    assert wrong["error"] == "not_allowed_token_type"

"""Where a message goes that one person alone sees, and what comes of it where Slack doesn't take it."""

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.inbox.question import IncomingQuestion
from bot.slack.posting import PostDelayed, PostFailed, PostRefused, PostUnconfirmed
from bot.slack.private_posting import PrivatePost
from bot.slack.words import render_words
from tests.standin.method import RESPONSE_URL_USES
from tests.standin.server import StandInSlack

HELLO = render_words("hello")


@pytest.fixture
def slack() -> Iterator[StandInSlack]:
    with StandInSlack() as slack:
        slack.person("UANA")
        slack.channel("C1")
        slack.join("C1", "UANA")
        yield slack


def private(slack: StandInSlack) -> PrivatePost:
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return PrivatePost(client, logging.getLogger("tests"))


def asked(url: str = "", channel: str = "C1", surface: str = "command") -> IncomingQuestion:
    return IncomingQuestion("T1", channel, "1.1", None, "?", surface, user="UANA", response_url=url)


def test_it_goes_to_the_url_that_slack_gave(slack: StandInSlack) -> None:
    url = slack.backend.issue_response_url("C1", "UANA")
    private(slack).post(asked(url), HELLO)
    assert [shown.text for shown in slack.ephemerals("UANA")] == ["hello"]
    assert [call.method for call in slack.calls()] == ["response_url"]


@pytest.mark.parametrize(("surface", "replaces"), [("command", True), ("shortcut", False), ("share", False)])
def test_a_second_attempt_replaces_no_message_of_others(
    slack: StandInSlack, surface: str, replaces: bool
) -> None:
    said = slack.say("UANA", "C1", "can I?")
    url = slack.backend.issue_response_url("C1", "UANA", None if surface == "command" else said.ts)
    private(slack).post(asked(url, surface=surface), HELLO, is_repeated=True)
    assert [message.text for message in slack.messages("C1")] == ["can I?"]
    assert [shown.text for shown in slack.ephemerals("UANA")] == ["hello"]
    assert slack.calls("response_url")[0].args["replace_original"] is replaces


def test_a_url_that_was_used_up_is_no_reason_to_say_nothing(slack: StandInSlack) -> None:
    url = slack.backend.issue_response_url("C1", "UANA")
    slack.backend.response_urls[url.rpartition("/")[2]].uses = RESPONSE_URL_USES
    private(slack).post(asked(url), HELLO)
    assert [shown.text for shown in slack.ephemerals("UANA")] == ["hello"]
    assert [call.method for call in slack.calls()] == ["response_url", "chat.postEphemeral"]


def test_where_the_bot_or_the_person_is_not_in_the_channel_it_goes_directly(slack: StandInSlack) -> None:
    slack.channel("C2", bot_in=False)
    slack.channel("C3")
    for channel in ("C2", "C3", "CNONE"):
        private(slack).post(asked(channel=channel), HELLO)
    assert [message.text for message in slack.messages("DANA")] == ["hello"] * 3
    assert slack.ephemerals("UANA") == []


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (429, {"Retry-After": "7"}, PostDelayed),
        (503, {}, PostUnconfirmed),
        (400, {}, PostRefused),
    ],
)
def test_what_slack_answers_says_what_comes_next(
    slack: StandInSlack, status: int, headers: dict[str, str], kind: type[PostFailed]
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            del args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        with pytest.raises(kind) as failed:
            private(slack).post(asked(f"http://127.0.0.1:{server.server_port}/x"), HELLO)
        assert not isinstance(failed.value, PostDelayed) or failed.value.seconds == 7
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_cut_connection_leaves_it_open(slack: StandInSlack) -> None:
    with pytest.raises(PostUnconfirmed):
        private(slack).post(asked("http://127.0.0.1:9/x"), HELLO)

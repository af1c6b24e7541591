"""What becomes of an answer when Slack fails: never two, and silence only where one may have been posted."""

import json
import logging
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr
from slack_bolt import BoltRequest

from bot.bootstrap import create_slack_client
from bot.settings import Settings
from bot.slack.app import Answering, create_app
from bot.slack.blocks import APOLOGY
from knowledge.answerer import Answerer
from tests.scenarios.processes import serve

Reply = tuple[int, dict[str, str], str]
REFUSED: Reply = (200, {}, '{"ok": false, "error": "invalid_blocks"}')
BUSY: Reply = (429, {"Retry-After": "0"}, '{"ok": false, "error": "ratelimited"}')
BROKEN: Reply = (503, {}, "<!DOCTYPE html> out for lunch")
POSTED: Reply = (200, {}, '{"ok": true}')
CUT: Reply = (0, {}, "")
QUESTION = "how do I ask for leave?"
ANSWER = "“Ask for leave three days ahead.” [1] Working here › Leave"
EVENT = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": f"<@UBOT> {QUESTION}"}
BODY = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": EVENT}


@dataclass
class FaultySlack:
    """Answers each post in turn as it was told, once it may; a cut connection gets no answer at all."""

    replies: list[Reply] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    asked: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)
    url: str = ""

    def answer(self, method: str, body: str) -> Reply:
        if method != "chat.postMessage":
            return 200, {}, '{"ok": true, "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"}'
        fields = json.loads(body) if body.startswith("{") else {k: v[0] for k, v in parse_qs(body).items()}
        self.posts.append(fields["text"])
        self.asked.set()
        assert self.may_answer.wait(60)
        return self.replies.pop(0)


@pytest.fixture
def faulty() -> Iterator[FaultySlack]:
    slack = FaultySlack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, headers, text = slack.answer(self.path.rpartition("/")[2], body)
            if status:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        slack.url = f"http://127.0.0.1:{server.server_port}/api/"
        yield slack
        slack.may_answer.set()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("replies", "posts", "logged"),
    [
        ([REFUSED, POSTED], [ANSWER, APOLOGY], ["No answer to event Ev1: Slack said invalid_blocks"]),
        (
            [REFUSED, REFUSED],
            [ANSWER, APOLOGY],
            [
                "No answer to event Ev1: Slack said invalid_blocks",
                "No apology for event Ev1 either: Slack said invalid_blocks",
            ],
        ),
        ([CUT], [ANSWER], ["No answer to event Ev1: RemoteDisconnected"]),
        ([BROKEN], [ANSWER], ["No answer to event Ev1: SlackApiError"]),
        ([BUSY, POSTED], [ANSWER, ANSWER], []),
    ],
    ids=["refused", "refused twice", "cut", "broken", "busy"],
)
def test_a_post_that_fails(
    faulty: FaultySlack,
    answerer: Answerer,
    caplog: pytest.LogCaptureFixture,
    replies: list[Reply],
    posts: list[str],
    logged: list[str],
) -> None:
    faulty.replies = list(replies)
    faulty.may_answer.set()
    client = create_slack_client(Settings(slack_api_url=faulty.url), SecretStr("xoxb-1"))
    app = create_app(client, "", Answering(answerer.answer, answerer.prove))
    with caplog.at_level(logging.ERROR):
        assert app.dispatch(BoltRequest(body=BODY, mode="socket_mode")).status == 200
        app.listener_runner.listener_executor.shutdown()
    assert [post.partition("\n")[0] for post in faulty.posts] == posts
    assert faulty.replies == []
    assert [line.getMessage() for line in caplog.records if line.name == "bot.slack.app"] == logged
    assert "Ask for leave three" not in caplog.text
    assert "xoxb-1" not in caplog.text


def test_stopping_does_not_wait_without_end(faulty: FaultySlack, environment: dict[str, str]) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
    faulty.replies = [CUT]
    with serve({**environment, **tokens, "FOOTNOTE_SLACK_API_URL": faulty.url}, "--http") as served:
        status, _ = served.post_signed("secret", json.dumps(BODY))
        assert status == 200
        assert faulty.asked.wait(10)
        served.process.send_signal(signal.SIGTERM)
        written = served.process.communicate(timeout=15)[1]
    assert served.process.returncode == 0
    assert QUESTION not in written
    assert written.endswith("bot.serving: Stopped with an answer on its way: it took longer than 5 seconds\n")

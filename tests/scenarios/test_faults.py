"""What an attempt at a reply comes to when Slack fails: never two replies, and no question forgotten."""

import json
import logging
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from bot.clients import create_posting_client
from bot.inbox.asked_about import AskedAbout, SectionPlace
from bot.inbox.outcome import Finished, Halted, Later, Outcome
from bot.inbox.question import IncomingQuestion, StoredQuestion
from bot.settings import Settings
from bot.slack.private_posting import PrivatePost
from bot.slack.replying import PROBE_SECONDS, SETTLE_SECONDS, Replier
from bot.slack.words import APOLOGY, HOW_TO, TOO_LATE
from knowledge.answer import Status
from knowledge.answerer import Answerer
from tests.composing import answering
from tests.scenarios.processes import serve

pytestmark = pytest.mark.early(2)

Reply = tuple[int, dict[str, str], str]


def said(code: str) -> Reply:
    return 200, {}, json.dumps({"ok": False, "error": code})


BUSY: Reply = (429, {"Retry-After": "7"}, '{"ok": false, "error": "ratelimited"}')
BROKEN: Reply = (503, {}, "<!DOCTYPE html> out for lunch")
POSTED: Reply = (200, {}, '{"ok": true, "ts": "2.2"}')
CUT: Reply = (0, {}, "")
QUESTION = "how do I ask for leave?"
ANSWER = "“Ask for leave three days ahead.” [1] Working here › Leave"
EVENT = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": f"<@UBOT> {QUESTION}"}
BODY = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": EVENT}
ASKED = IncomingQuestion("T1", "C1", "1.1", "1.1", QUESTION, "mention", "Ev1")
NOW = 1_000_000.0
FRESH = StoredQuestion(1, ASKED, received_at=NOW - 1, attempts=0, may_be_answered=False)
UNSURE = replace(FRESH, attempts=1, may_be_answered=True)


def thread_with(**changes: Any) -> Reply:
    """Return what `conversations.replies` shows where the bot replied, or something near to it."""
    payload = {"answer_id": "a", "question_ts": changes.pop("question_ts", "1.1")}
    metadata = {"event_type": "footnote_answer", "event_payload": payload}
    reply = {"bot_id": "BBOT", "ts": "2.2", "metadata": metadata} | changes
    return 200, {}, json.dumps({"ok": True, "messages": [{"ts": "1.1", "user": "U1"}, reply]})


@dataclass
class FaultySlack:
    """Answers each call in turn as it was told, once it may; a cut connection gets no answer at all."""

    replies: list[Reply] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    asked: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)
    url: str = ""

    def answer(self, method: str, body: str) -> Reply:
        if method == "auth.test":
            return 200, {}, '{"ok": true, "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"}'
        fields = json.loads(body) if body.startswith("{") else {k: v[0] for k, v in parse_qs(body).items()}
        self.calls.append(str(fields.get("text", method)).partition("\n")[0])
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


@pytest.fixture
def replier(faulty: FaultySlack, answerer: Answerer) -> Replier:
    client = create_posting_client(Settings(slack_api_url=faulty.url), SecretStr("xoxb-1"))
    faulty.may_answer.set()
    return Replier(
        composers=answering(lambda: answerer),
        client=client,
        private=PrivatePost(client, logging.getLogger("tests")),
        bot_id="BBOT",
        within_seconds=1800,
        clock=lambda: NOW,
    )


LEAVE = SectionPlace("work.md", "leave")
ANSWERED = Finished("answered", AskedAbout(Status.ANSWERED, LEAVE, frozenset({LEAVE})))
FIRST_TRIES: list[tuple[list[Reply], Outcome, list[str]]] = [
    ([POSTED], ANSWERED, [ANSWER]),
    ([BUSY], Later(7, may_be_answered=False), [ANSWER]),
    ([CUT], Later(SETTLE_SECONDS, may_be_answered=True), [ANSWER]),
    ([BROKEN], Later(SETTLE_SECONDS, may_be_answered=True), [ANSWER]),
    ([said("fatal_error")], Later(SETTLE_SECONDS, may_be_answered=True), [ANSWER]),
    ([said("not_in_channel")], Finished("undeliverable"), [ANSWER]),
    ([said("token_revoked")], Halted("token_revoked", PROBE_SECONDS), [ANSWER]),
    ([said("missing_scope")], Halted("missing_scope", PROBE_SECONDS), [ANSWER]),
    ([said("invalid_blocks"), POSTED], Finished("apologised"), [ANSWER, APOLOGY]),
    ([said("invalid_blocks"), said("invalid_blocks")], Finished("undeliverable"), [ANSWER, APOLOGY]),
    ([said("invalid_blocks"), CUT], Later(SETTLE_SECONDS, may_be_answered=True), [ANSWER, APOLOGY]),
]


@pytest.mark.parametrize(("replies", "outcome", "calls"), FIRST_TRIES)
def test_a_first_try(
    faulty: FaultySlack,
    replier: Replier,
    caplog: pytest.LogCaptureFixture,
    replies: list[Reply],
    outcome: Outcome,
    calls: list[str],
) -> None:
    faulty.replies = list(replies)
    with caplog.at_level(logging.INFO):
        assert replier.reply(FRESH) == outcome
    assert faulty.calls == calls
    assert faulty.replies == []
    assert "Ask for leave three" not in caplog.text
    assert "xoxb-1" not in caplog.text


LOOK = "conversations.replies"
SECOND_TRIES: list[tuple[list[Reply], Outcome, list[str]]] = [
    ([thread_with()], Finished("found"), [LOOK]),
    ([thread_with(question_ts="1.0"), POSTED], ANSWERED, [LOOK, ANSWER]),
    ([thread_with(bot_id="BOTHER"), POSTED], ANSWERED, [LOOK, ANSWER]),
    ([thread_with(metadata={}), POSTED], ANSWERED, [LOOK, ANSWER]),
    ([BUSY], Later(7, may_be_answered=True, is_delay=True), [LOOK]),
    ([CUT], Later(SETTLE_SECONDS, may_be_answered=True), [LOOK]),
    ([said("missing_scope")], Finished("unconfirmed"), [LOOK]),
    ([said("token_revoked")], Halted("token_revoked", PROBE_SECONDS), [LOOK]),
    ([said("thread_not_found")], Finished("unconfirmed"), [LOOK]),
]


@pytest.mark.parametrize(("replies", "outcome", "calls"), SECOND_TRIES)
def test_after_an_unknown_end_the_thread_is_looked_at_first(
    faulty: FaultySlack, replier: Replier, replies: list[Reply], outcome: Outcome, calls: list[str]
) -> None:
    faulty.replies = list(replies)
    assert replier.reply(UNSURE) == outcome
    assert faulty.calls == calls
    assert faulty.replies == []


def test_a_direct_message_is_looked_for_among_those_after_it(faulty: FaultySlack, replier: Replier) -> None:
    faulty.replies = [thread_with()]
    direct = replace(UNSURE, asked=replace(ASKED, channel="D1", thread_ts=None, surface="direct"))
    assert replier.reply(direct) == Finished("found")
    assert faulty.calls == ["conversations.history"]


@pytest.mark.parametrize(
    ("age", "text", "shown", "outcome"),
    [
        (1799, QUESTION, [ANSWER], ANSWERED),
        (1801, QUESTION, [TOO_LATE], Finished("too_late")),
        (1, "", [HOW_TO], Finished("how_to")),
        (1801 + 86_400, QUESTION, [], Finished("given_up")),
    ],
)
def test_what_is_too_old_gets_an_apology(
    faulty: FaultySlack, replier: Replier, age: float, text: str, shown: list[str], outcome: Outcome
) -> None:
    faulty.replies = [POSTED]
    old = replace(FRESH, received_at=NOW - age, asked=replace(ASKED, text=text))
    assert replier.reply(old) == outcome
    assert faulty.calls == shown


def test_what_fails_again_and_again_waits_longer(faulty: FaultySlack, replier: Replier) -> None:
    waits = []
    for attempts in (1, 5, 6, 20):
        faulty.replies = [CUT]
        outcome = replier.reply(replace(UNSURE, attempts=attempts))
        assert isinstance(outcome, Later)
        waits.append(outcome.seconds)
    assert waits[0] == SETTLE_SECONDS
    assert 16 <= waits[1] <= 17  # half a second doubled five times, and up to a second of jitter
    assert 32 <= waits[2] <= 33
    assert waits[3] == 60


def test_a_burst_in_a_channel_is_paced(faulty: FaultySlack, replier: Replier) -> None:
    faulty.replies = [POSTED] * 4
    outcomes = [replier.reply(FRESH) for _ in range(4)]
    assert outcomes[:3] == [ANSWERED] * 3
    assert isinstance(outcomes[3], Later)
    assert 0 < outcomes[3].seconds <= 1
    elsewhere = replace(FRESH, asked=replace(ASKED, channel="C2"))
    assert replier.reply(elsewhere) == ANSWERED


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

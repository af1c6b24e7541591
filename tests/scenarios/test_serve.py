"""`footnote serve` as a process of its own, with the real model, from start to SIGTERM."""

import hashlib
import hmac
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.slack.access import AUDIENCE_SCOPES
from tests.scenarios.processes import Served, serve
from tests.standin.server import StandInSlack

pytestmark = pytest.mark.early(2)

QUESTION = "can I paste customer data into ChatGPT?"


def tokens(slack: StandInSlack) -> dict[str, str]:
    slack.app.scopes |= {*AUDIENCE_SCOPES}
    return {
        "FOOTNOTE_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def ask(slack: StandInSlack) -> None:
    ana, general = slack.person("UANA"), slack.channel("CGENERAL")
    asked = slack.say(ana, general, f"{slack.mention} {QUESTION}")
    reply = slack.wait_for_reply(general, thread_ts=asked.ts, timeout_seconds=20)
    assert "legal advice" in json.dumps(reply.blocks)
    assert reply.blocks[0]["elements"][0]["type"] == "rich_text_quote"


def stop(served: Served, number: signal.Signals) -> str:
    """Stop the process in good order, and return what it had written to stderr."""
    started = time.monotonic()
    served.process.send_signal(number)
    written = served.process.communicate(timeout=15)[1]
    assert served.process.returncode == 0, written
    assert time.monotonic() - started < 6
    return written


READY: dict[str, object] = {"ready": True, "checks": {"index": "ok", "database": "ok", "slack": "ok"}}


def test_socket_mode_from_start_to_sigterm(environment: dict[str, str]) -> None:
    with (
        StandInSlack() as slack,
        serve({**environment, **tokens(slack), "SLACK_SIGNING_SECRET": ""}) as served,
    ):
        assert served.ready == f"Footnote is ready: Socket Mode; health on {served.address}/readyz"
        ask(slack)
        assert served.get("/healthz") == (200, {"status": "alive"})
        assert served.get("/readyz") == (200, READY)
        assert served.get("/elsewhere")[0] == 404
        assert served.get("/slack/events")[0] == 404
        written = stop(served, signal.SIGTERM)
    assert re.fullmatch(r".{23} INFO bot\.slack\.replying: Answer \w{32} to event Ev\w+: answered\n", written)


def test_the_events_api_from_start_to_ctrl_c(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, "--http") as served:
        events = f"{served.address}/slack/events"
        assert served.ready == f"Footnote is ready: Events API on {events}; health on {served.address}/readyz"
        slack.deliver_to(events)
        ask(slack)
        assert served.get("/readyz") == (200, READY)
        stop(served, signal.SIGINT)


def test_a_lost_connection_shows_and_is_made_again(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}) as served:
        kept, slack.app.app_scopes = slack.app.app_scopes, set()  # Slack lets nobody in again, for a while
        slack.hang_up()
        slack.wait_until(lambda: served.get("/readyz")[0] == 503, "503")
        checks = {"index": "ok", "database": "ok", "slack": "not connected"}
        assert served.get("/readyz")[1] == {"ready": False, "checks": checks}
        assert served.get("/healthz")[0] == 200
        slack.app.app_scopes = kept
        slack.wait_until(lambda: served.get("/readyz")[0] == 200, "200")
        ask(slack)
        written = stop(served, signal.SIGTERM)
    assert slack.app_token not in written
    assert slack.bot_token not in written


@pytest.mark.parametrize("fault", ["signature", "age", "none at all"])
def test_what_slack_did_not_sign_is_refused(environment: dict[str, str], fault: str) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, "--http") as served:
        body = json.dumps({"type": "url_verification", "challenge": "let me in"}).encode()
        sent = int(time.time()) - (600 if fault == "age" else 0)
        secret = slack.signing_secret + ("x" if fault == "signature" else "")
        signature = hmac.new(secret.encode(), f"v0:{sent}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json"}
        if fault != "none at all":
            headers |= {"X-Slack-Request-Timestamp": str(sent), "X-Slack-Signature": f"v0={signature}"}
        request = urllib.request.Request(f"{served.address}/slack/events", body, headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=5)
        with refused.value as error:
            assert error.code == 401
            assert b"let me in" not in error.read()


def run(environment: dict[str, str], *options: str) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("footnote")), "serve", *options]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.splitlines()[-1]


def test_a_missing_token_is_named_with_its_cure(environment: dict[str, str]) -> None:
    where = "in the environment; the README's steps say where to find each."
    http_instead = "For the Events API instead of Socket Mode, add --http."
    without = run({**environment, "SLACK_BOT_TOKEN": "xoxb-1"})
    assert without == (2, f"footnote: SLACK_APP_TOKEN is not set. Set it {where} {http_instead}")
    missing = "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are not set."
    assert run(environment, "--http") == (2, f"footnote: {missing} Set them {where}")
    assert not (Path(environment["FOOTNOTE_STATE"]) / "index").exists()  # not even the index is built first


def test_a_port_that_is_taken_is_named(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "FOOTNOTE_HTTP_PORT": str(port)}
        code, line = run({**environment, **given})
    assert code == 2
    assert line.startswith(f"footnote: 127.0.0.1:{port} can't be listened on (Address already in use).")
    assert line.endswith("Set FOOTNOTE_HTTP_HOST and FOOTNOTE_HTTP_PORT.")


def test_a_token_that_slack_refuses_is_no_traceback(environment: dict[str, str]) -> None:
    with StandInSlack() as slack:
        wrong = {**environment, **tokens(slack), "SLACK_BOT_TOKEN": "xoxb-wrong"}
        code, line = run(wrong)
        assert (code, line) == (2, "footnote: Slack said invalid_auth. Run: footnote doctor")
        wrong = {**environment, **tokens(slack), "SLACK_APP_TOKEN": "xapp-wrong"}
        code, line = run(wrong)
        assert (code, line) == (2, "footnote: Slack said invalid_auth. Run: footnote doctor")


def test_an_unreachable_slack_is_waited_for(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]  # nobody listens there once it is given back
    nobody = {"FOOTNOTE_SLACK_API_URL": f"http://127.0.0.1:{port}/api/"}
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    command = [str(Path(sys.executable).with_name("footnote")), "serve"]
    process = subprocess.Popen(
        command, env={**environment, **given, **nobody}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        line = next(line for line in process.stderr if "can't be reached" in line)
        assert "Connection refused" in line
        assert line.endswith("trying again until it can\n")
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=15)[1] == ""
        assert process.returncode == 0
    finally:
        process.kill()
        process.wait()

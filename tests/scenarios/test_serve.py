"""`footnote serve` as a process of its own, with the real model, from start to SIGTERM."""

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.bootstrap import exported_folder
from bot.settings import load_settings
from index.exported_model import ExportedModel
from tests.standin.server import StandInSlack

QUESTION = "can I paste customer data into ChatGPT?"


class Served:
    """A running `footnote serve`; ``address`` is where it listens."""

    def __init__(self, process: subprocess.Popen[str], ready: str) -> None:
        self.process, self.ready = process, ready
        self.address = next(word for word in ready.split() if word.startswith("http://")).rsplit("/", 1)[0]
        self.address = self.address.removesuffix("/slack")

    def get(self, path: str) -> tuple[int, dict[str, object]]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@pytest.fixture
def environment(
    tmp_path: Path, exported_model: ExportedModel, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    monkeypatch.setenv("FOOTNOTE_STATE", str(tmp_path / "state"))
    place = exported_folder(load_settings())
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FOOTNOTE_"))}
    return {**kept, "FOOTNOTE_STATE": str(tmp_path / "state"), "FOOTNOTE_HTTP_PORT": "0"}


@contextmanager
def serve(environment: dict[str, str], *options: str) -> Iterator[Served]:
    command = [str(Path(sys.executable).with_name("footnote")), "serve", *options]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("Footnote is ready"):
                break
        else:
            pytest.fail("".join(lines))
        yield Served(process, lines[-1].strip())
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def tokens(slack: StandInSlack) -> dict[str, str]:
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
    assert "legal advice" in json.dumps(reply.blocks[-1])
    assert reply.blocks[0]["elements"][0]["type"] == "rich_text_quote"


def stop(served: Served) -> None:
    started = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=15) == 0
    assert time.monotonic() - started < 10


def test_socket_mode_from_start_to_sigterm(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}) as served:
        assert "Socket Mode" in served.ready
        ask(slack)
        assert served.get("/healthz") == (200, {"status": "alive"})
        assert served.get("/readyz") == (200, {"ready": True, "checks": {"slack": True}})
        assert served.get("/elsewhere")[0] == 404
        stop(served)


def test_the_events_api_from_start_to_sigterm(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, "--http") as served:
        slack.deliver_to(f"{served.address}/slack/events")
        ask(slack)
        assert served.get("/readyz") == (200, {"ready": True, "checks": {"http": True}})
        stop(served)


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
    cure = "Set it in the environment; the README's steps say where it is shown."
    http_instead = "For the Events API instead of Socket Mode, add --http."
    socket = run({**environment, "SLACK_BOT_TOKEN": "xoxb-1"})
    assert socket == (2, f"footnote: SLACK_APP_TOKEN is not set. {cure} {http_instead}")
    assert run(environment, "--http") == (
        2,
        f"footnote: SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET is not set. {cure}",
    )


def test_a_token_that_slack_refuses_is_no_traceback(environment: dict[str, str]) -> None:
    with StandInSlack() as slack:
        wrong = {**environment, **tokens(slack), "SLACK_BOT_TOKEN": "xoxb-wrong"}
        code, line = run(wrong)
        assert (code, line) == (1, "footnote: Slack said invalid_auth. Run: footnote doctor")
        wrong = {**environment, **tokens(slack), "SLACK_APP_TOKEN": "xapp-wrong"}
        code, line = run(wrong)
        assert (code, line) == (1, "footnote: Slack said invalid_auth. Run: footnote doctor")


def test_an_unreachable_slack_is_no_traceback(environment: dict[str, str]) -> None:
    nobody = {"FOOTNOTE_SLACK_API_URL": "http://127.0.0.1:9/api/"}
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    code, line = run({**environment, **given, **nobody})
    assert code == 1
    assert line.startswith("footnote: http://127.0.0.1:9/api/ can't be reached")
    assert line.endswith("Check the network and FOOTNOTE_SLACK_API_URL.")

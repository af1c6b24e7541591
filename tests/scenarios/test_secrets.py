"""No secret in what the bot and its commands say, show, or are called; and a copied request does nothing."""

import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress

import psutil
import pytest
from slack_sdk.signature import SignatureVerifier

from tests.scenarios.processes import FOOTNOTE, Served, serve
from tests.scenarios.test_serve import ask, tokens
from tests.standin.server import StandInSlack

pytestmark = pytest.mark.early(2)

HOOK, PASSWORD = "hook-secret-4711-xyz", "database-secret-0815"
NOWHERE = f"postgresql+psycopg://me:{PASSWORD}@127.0.0.1:9/footnote"


def given(slack: StandInSlack) -> dict[str, str]:
    """Every secret that a bot may be given, but a database's."""
    return {**tokens(slack), "FOOTNOTE_REINDEX_TOKEN": HOOK}


def values(slack: StandInSlack) -> list[str]:
    return [slack.bot_token, slack.app_token, slack.signing_secret, HOOK, PASSWORD]


def titles(pid: int) -> list[str]:
    """Return the command lines of a process and of those that it started."""
    process = psutil.Process(pid)
    shown = []
    for running in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            shown.append(" ".join(running.cmdline()))
    return shown


@pytest.mark.parametrize("options", [(), ("--http",)])
def test_a_running_bot_tells_no_secret(environment: dict[str, str], options: tuple[str, ...]) -> None:
    with StandInSlack() as slack, serve({**environment, **given(slack)}, *options) as served:
        if options:
            slack.deliver_to(f"{served.address}/slack/events")
        ask(slack)
        shown = [str(served.get("/readyz")), served.text("/metrics"), served.text("/healthz")]
        shown += [str(served.reindex("POST", HOOK)), *titles(served.process.pid)]
        while '"busy": true' in (state := served.reindexing(HOOK)):
            shown += titles(served.process.pid)
            time.sleep(0.05)
        shown += [state, str(served.reindex("GET", "wrong")), served.ready]
        slack.hang_up()
        slack.settled(0.5)
        served.process.terminate()
        shown.append(served.process.communicate(timeout=15)[1])
        assert any("index --guides" in title for title in shown)
        assert leaked(shown, slack) == []


def test_a_database_out_of_reach_is_named_without_its_password(environment: dict[str, str]) -> None:
    with StandInSlack() as slack:
        secrets = {**given(slack), "FOOTNOTE_DATABASE": NOWHERE}
        process = subprocess.Popen(
            [FOOTNOTE, "serve"], env={**environment, **secrets}, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        try:
            lines = [next(line for line in process.stderr if "can't be opened" in line)]
        finally:
            process.terminate()
            lines.append(process.communicate(timeout=15)[1])
        assert "postgresql+psycopg://me:***@127.0.0.1:9/footnote" in lines[0]
        assert leaked(lines, slack) == []


@pytest.mark.parametrize(
    ("command", "token"),
    [
        *(("doctor", ""), ("index", ""), ("lint", ""), ("gaps", "")),
        *(("doctor", "xoxb-refused"), ("serve", "xoxb-refused"), ("serve --http", "xoxb-refused")),
    ],
)
def test_commands_tell_no_secret(environment: dict[str, str], command: str, token: str) -> None:
    with StandInSlack() as slack:
        secrets = {**given(slack), "FOOTNOTE_DATABASE": NOWHERE}
        if command != "gaps":
            del secrets["FOOTNOTE_DATABASE"]
        if token:
            secrets["SLACK_BOT_TOKEN"] = token
        done = subprocess.run(
            [FOOTNOTE, *command.split()],
            env={**environment, **secrets},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert said
        assert leaked([said], slack) == []
        assert not token or token not in said


def leaked(shown: list[str], slack: StandInSlack) -> list[str]:
    return [value for value in values(slack) if any(value in text for text in shown)]


def test_a_copied_request_is_refused_by_the_running_bot(environment: dict[str, str]) -> None:
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, "--http") as served:
        now = str(int(time.time()))
        challenge = '{"type": "url_verification", "challenge": "hello"}'
        signature = SignatureVerifier(slack.signing_secret).generate_signature(timestamp=now, body=challenge)
        assert [post(served, challenge, now, str(signature)) for _ in range(3)] == [200, 401, 401]


def post(served: Served, body: str, timestamp: str, signature: str) -> int:
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature,
    }
    request = urllib.request.Request(f"{served.address}/slack/events", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code

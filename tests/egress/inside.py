"""What is run where every packet is seen: the whole bot, its commands, and an intruder in it."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.egress.recorder import Recorder
from tests.scenarios.processes import Served, serve
from tests.standin.server import StandInSlack

TELEMETRY_SECONDS = 20.0
"""ONNX Runtime, left alone, sends after ten seconds on a machine with nothing else to do."""
HOOK_TOKEN = "a token for the hook"
QUESTION = "how many days ahead do I ask for leave?"
GUIDE = "# Leave\nAsk your supervisor for leave {days} days ahead, in the portal.\n"
COMMANDS = {"lint": (0,), "doctor": (0, 1), "gaps": (0,), "ask": (0,)}
"""What else an operator runs, and the exit codes that are fine."""


def port_of(url: str) -> int:
    return urlsplit(url).port or 0


def ask(slack: StandInSlack) -> str:
    """Ask in a channel, and return the reply as it was posted."""
    ana, general = slack.person("UANA"), slack.channel("CGENERAL")
    asked = slack.say(ana, general, f"{slack.mention} {QUESTION}")
    return json.dumps(slack.wait_for_reply(general, thread_ts=asked.ts, timeout_seconds=20).blocks)


def ask_until(slack: StandInSlack, words: str) -> str:
    """Ask until the answer holds some words, and return it."""
    until = time.monotonic() + 20
    while words not in (reply := ask(slack)) and time.monotonic() < until:
        time.sleep(0.1)
    return reply


def index_again(served: Served, guides: Path) -> None:
    """Change the guide, and have it indexed by the hook."""
    (guides / "leave.md").write_text(GUIDE.format(days="nine"))
    assert served.reindex("POST", HOOK_TOKEN)[0] == 202
    until = time.monotonic() + 60
    while '"exit_code": 0' not in (state := served.reindexing(HOOK_TOKEN)) and time.monotonic() < until:
        time.sleep(0.1)
    assert '"exit_code": 0' in state, state


def run_commands(environment: dict[str, str], guides: Path) -> None:
    for command, fine in COMMANDS.items():
        words = ["footnote", command, "--guides", str(guides), *([QUESTION] if command == "ask" else [])]
        program = str(Path(sys.executable).with_name(words[0]))
        done = subprocess.run(
            [program, *words[1:]], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in fine, done.stdout + done.stderr


def serve_honestly(environment: dict[str, str], http: bool, recorder: Recorder) -> dict[str, Any]:
    """Ask, index, ask again, and run the other commands; nothing else may be heard than these."""
    guides = Path(environment["FOOTNOTE_GUIDES"])
    with StandInSlack() as slack:
        environment = {**environment, **tokens(slack), "FOOTNOTE_REINDEX_TOKEN": HOOK_TOKEN}
        with serve(environment, *(["--http"] if http else [])) as served:
            if http:
                slack.deliver_to(f"{served.address}/slack/events")
            started, before = time.monotonic(), ask(slack)
            index_again(served, guides)
            after = ask_until(slack, "nine days")
            if environment["FOOTNOTE_EGRESS_GUARD"] == "false":  # the others are under no guard in any case
                run_commands(environment, guides)
            time.sleep(max(0.0, started + TELEMETRY_SECONDS - time.monotonic()))
            refused = refusals(served)
            meant = port_of(slack.api_url), port_of(served.address)
    heard = [asdict(packet) for packet in recorder.heard(*meant)]
    return {"replies": [before, after], "heard": heard, "refused": refused}


def load_telemetry(recorder: Recorder) -> dict[str, Any]:
    """Load ONNX Runtime as it comes, until it is heard."""
    loaded = subprocess.Popen([sys.executable, "-c", "import onnxruntime, time; time.sleep(60)"])
    until = time.monotonic() + 3 * TELEMETRY_SECONDS
    while not recorder.heard() and time.monotonic() < until:
        time.sleep(0.1)
    loaded.kill()
    loaded.wait()
    return {"heard": [asdict(packet) for packet in recorder.heard()]}


def serve_an_intruder(environment: dict[str, str], recorder: Recorder) -> dict[str, Any]:
    """Have an intruder in the bot try every way out, and ask afterwards."""
    state = Path(environment["FOOTNOTE_STATE"])
    begins, report = state / "begin", state / "report.json"
    program = (sys.executable, "-m", "tests.egress.intruder")
    with StandInSlack() as slack:
        environment = {**environment, **tokens(slack)}
        environment |= {"INTRUDER_BEGINS": str(begins), "INTRUDER_REPORT": str(report)}
        with serve(environment, program=program) as served:
            begins.touch()
            slack.wait_until(report.exists, "the intruder's report", timeout_seconds=60)
            reply, refused = ask(slack), refusals(served)
            meant = port_of(slack.api_url), port_of(served.address)
            served.process.terminate()
            log = served.process.communicate(timeout=15)[1]
    heard = [asdict(packet) for packet in recorder.heard(*meant)]
    outcomes = json.loads(report.read_text())
    return {"replies": [reply], "heard": heard, "refused": refused, "outcomes": outcomes, "log": log}


def tokens(slack: StandInSlack) -> dict[str, str]:
    return {
        "FOOTNOTE_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def refusals(served: Served) -> int:
    found = re.search(r"^footnote_egress_refused_total (\S+)$", served.text("/metrics"), re.MULTILINE)
    assert found
    return int(float(found[1]))


if __name__ == "__main__":
    what = sys.argv[1]
    with Recorder() as recorder:
        if what == "intruder":
            result = serve_an_intruder(dict(os.environ), recorder)
        elif what == "telemetry":
            result = load_telemetry(recorder)
        else:
            result = serve_honestly(dict(os.environ), what == "http", recorder)
    json.dump(result, sys.stdout)

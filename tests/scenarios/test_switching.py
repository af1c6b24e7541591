"""A running bot takes up what `footnote index` and `footnote learn` made current, and says so."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.scenarios.processes import serve
from tests.scenarios.test_serve import tokens
from tests.standin.server import StandInSlack

QUESTION = "what does the cantine cost?"


def footnote(environment: dict[str, str], *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("footnote")), *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)


def ask(slack: StandInSlack) -> str:
    ana, general = slack.person("UANA"), slack.channel("CGENERAL")
    asked = slack.say(ana, general, f"{slack.mention} {QUESTION}")
    return json.dumps(slack.wait_for_reply(general, thread_ts=asked.ts).blocks)


def test_a_new_index_is_live_without_a_restart(environment: dict[str, str], tmp_path: Path) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    guide = guides / "canteen.md"
    guide.write_text("# Canteen\n\nLunch in the canteen costs 5 euros.\n")
    environment = {**environment, "FOOTNOTE_GUIDES": str(guides)}
    footnote(environment, "index")
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}) as served:
        assert "costs 5 euros" in ask(slack)
        before = served.text("/metrics")
        guide.write_text("# Canteen\n\nLunch in the canteen costs 7 euros.\n")
        footnote(environment, "index")
        slack.wait_until(lambda: _generation(served.text("/metrics")) != _generation(before), "a switch")
        assert "costs 7 euros" in ask(slack)
        served.process.send_signal(signal.SIGTERM)
        written = served.process.communicate(timeout=15)[1]
    assert "INFO bot.live: Answering from generation" in written


def _generation(figures: str) -> str:
    return next(line for line in figures.splitlines() if line.startswith("footnote_generation_info{"))

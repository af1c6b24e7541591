"""A running bot takes up what `footnote index` and `footnote learn` made current, and says so."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.processes import Served, serve
from tests.scenarios.test_serve import tokens
from tests.standin.server import StandInSlack

pytestmark = pytest.mark.early(2)

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
        slack.wait_until(
            lambda: _generation(served.text("/metrics")) != _generation(before),
            "a switch",
            timeout_seconds=40,
        )
        assert "costs 7 euros" in ask(slack)
        served.process.send_signal(signal.SIGTERM)
        written = served.process.communicate(timeout=15)[1]
    assert "INFO bot.live: Answering from generation" in written


def _generation(figures: str) -> str:
    return next(line for line in figures.splitlines() if line.startswith("footnote_generation_info{"))


TOKEN = "a-token-of-the-hook"
Trigger = Callable[[Served], None]


def by_signal(served: Served) -> None:
    served.process.send_signal(signal.SIGHUP)


def by_hook(served: Served) -> None:
    assert served.reindex("POST", TOKEN) == (202, {"status": "asked for"})


def by_saving(served: Served) -> None:
    """Nothing more is to be done."""


@pytest.mark.parametrize("trigger", [by_signal, by_hook, by_saving])
def test_a_running_bot_indexes_on_request(
    environment: dict[str, str], tmp_path: Path, trigger: Trigger
) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    guide = guides / "canteen.md"
    guide.write_text("# Canteen\n\nLunch in the canteen costs 5 euros.\n")
    environment = {**environment, "FOOTNOTE_GUIDES": str(guides), "FOOTNOTE_REINDEX_TOKEN": TOKEN}
    footnote(environment, "index")
    options = ["--watch"] if trigger is by_saving else []
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}, *options) as served:
        before = served.text("/metrics")
        guide.write_text("# Canteen\n\nLunch in the canteen costs 7 euros.\n")
        trigger(served)
        slack.wait_until(
            lambda: _generation(served.text("/metrics")) != _generation(before),
            "a switch",
            timeout_seconds=40,
        )
        assert "costs 7 euros" in ask(slack)
        guide.write_bytes(b"\xff")
        trigger(served)
        slack.wait_until(lambda: 'exit_code": 2' in served.reindexing(TOKEN), "a refusal", timeout_seconds=40)
        assert "costs 7 euros" in ask(slack)  # nothing that can be read is left, and the index stays
        served.process.send_signal(signal.SIGTERM)
        written = served.process.communicate(timeout=15)[1]
    assert "INFO bot.reindexing: Indexed, as" in written
    assert "ERROR bot.reindexing: Not indexed, as" in written


def test_nobody_without_the_token_can_ask_for_an_indexing(environment: dict[str, str]) -> None:
    with StandInSlack() as slack:
        with serve({**environment, **tokens(slack), "FOOTNOTE_REINDEX_TOKEN": TOKEN}) as served:
            for given in ("", "wrong", TOKEN[:-1], TOKEN + "x"):
                assert served.reindex("POST", given) == (401, {"error": "wrong or missing token"})
                assert served.reindex("GET", given) == (401, {"error": "wrong or missing token"})
            assert served.reindex("GET", TOKEN) == (200, {"busy": False, "last": None})
            assert served.reindex("PUT", TOKEN)[0] == 405
        with serve({**environment, **tokens(slack)}) as served:
            assert served.reindex("POST", "")[0] == 404

"""Answering stays light and offline: no training library is loaded, and no network is needed for anything."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

pytestmark = pytest.mark.early(2)

QUESTION = "can I paste customer data into ChatGPT?"
HEAVY = ("torch", "transformers", "sentence_transformers", "onnx", "sklearn", "slack_bolt", "aiohttp")
ANSWER = f"""
import sys
from bot.cli import app
app(["ask", {QUESTION!r}, "--json"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
LOOPBACK_UP = 'ip link set lo up; exec "$@"'
CUT_OFF = ("unshare", "--net", "--map-root-user", "sh", "-c", LOOPBACK_UP, "sh", sys.executable)
REACH_OUT = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=5)"  # no machine's, RFC 5737
MAIN = "from bot.cli import main; main()"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def cut_off() -> tuple[str, ...]:
    """Return the start of a command that runs Python with loopback alone; skip where that can't be had."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("unshare or ip isn't installed: the network can't be cut off")
    cut = run(*CUT_OFF, "-c", "print('alive')")
    if cut.stdout != "alive\n":
        pytest.skip(f"this machine doesn't let the network be cut off: {cut.stderr.strip()}")
    reached = run(*CUT_OFF, "-c", REACH_OUT)
    assert "Network is unreachable" in reached.stderr
    return CUT_OFF


def test_answering_loads_no_training_library(footnote: CommandLine) -> None:
    footnote("index")
    done = run(sys.executable, "-c", ANSWER)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    assert done.stderr == "[]\n"


def test_a_fresh_installation_exports_indexes_and_answers_without_a_network(
    clean_environment: Path, cut_off: tuple[str, ...]
) -> None:
    done = run(*cut_off, "-c", MAIN, "ask", QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    assert "+ is-my-data-safe.md" in done.stderr
    assert sorted(place.name for place in clean_environment.iterdir()) == ["index", "models"]


@pytest.mark.usefixtures("footnote")
def test_index_and_a_file_of_questions_need_no_network(
    guides: Path, cut_off: tuple[str, ...], tmp_path: Path
) -> None:
    assert run(*cut_off, "-c", MAIN, "index", "--guides", str(guides)).returncode == 0
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "question": "when must I call in sick?"}\n', "utf-8")
    done = run(*cut_off, "-c", MAIN, "ask", "--jsonl", str(questions), "--guides", str(guides))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["citations"][0]["heading"] == "Sick leave"

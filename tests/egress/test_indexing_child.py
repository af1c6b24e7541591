"""What the bot starts to index has no way out, and none of the bot's secrets."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from bot.reindexing import Reindexer, index_command
from bot.settings import SECRETS

TELL = "import json, os, sys; sys.stderr.write(json.dumps(sorted(os.environ)))"


def run(command: list[str]) -> tuple[int | None, str]:
    """Have a command run as an indexing is, and return its exit code and what it said."""
    reindexer = Reindexer(command, lambda: None).start()
    try:
        reindexer.request("a test")
        until = time.monotonic() + 60
        while reindexer.is_busy() and time.monotonic() < until:
            time.sleep(0.02)
        assert reindexer.last is not None
        return reindexer.last.exit_code, "\n".join(reindexer.last.said)
    finally:
        reindexer.stop()


def test_secrets_stay_with_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name if name.startswith("SLACK_") else f"FOOTNOTE_{name}" for name in SECRETS]
    for name in (*names, "FOOTNOTE_MODEL_LANGUAGES"):
        monkeypatch.setenv(name, "x")
    code, said = run([sys.executable, "-c", TELL])
    assert code == 0
    assert set(json.loads(said)) == set(os.environ) - set(names)


@pytest.mark.parametrize("sealed", [True, False])
def test_the_index_is_built_without_a_way_out(tmp_path: Path, sealed: bool) -> None:
    command = index_command(tmp_path, sealed=sealed)
    reaching = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    code, said = run([*command[:2], command[2].replace("main()", f"{reaching}; main()"), "--help"])
    assert code == (1 if sealed else 0), said
    assert ("127.0.0.1 may not be reached" in said) is sealed

"""What a running bot starts: it has the secrets that it needs and no others, and reaches what it must."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.own_process import footnote_command, start_process
from bot.recent_topics import NEEDS, gaps_command
from bot.settings import SECRETS, Settings

TELL = "import json, os; print(json.dumps(sorted(os.environ)))"


def said(command: list[str], *, needs: frozenset[str] = frozenset()) -> tuple[str, str]:
    process = start_process(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, needs=needs)
    return process.communicate(timeout=60)


def test_a_process_has_the_secrets_that_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name if name.startswith("SLACK_") else f"FOOTNOTE_{name}" for name in SECRETS}
    for name in names:
        monkeypatch.setenv(name, "x")
    assert set(json.loads(said([sys.executable, "-c", TELL], needs=NEEDS)[0])) == (
        set(os.environ) - names | {"FOOTNOTE_DATABASE"}
    )


@pytest.mark.parametrize(("hosts", "is_reached"), [(None, True), (["127.0.0.1"], True), ([], False)])
def test_a_process_reaches_the_hosts_that_it_is_given(hosts: list[str] | None, is_reached: bool) -> None:
    command = footnote_command("--help", hosts=hosts)
    reaching = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    told, why = said([*command[:2], command[2].replace("main()", f"{reaching}; main()"), *command[3:]])
    assert ("footnote" in told) is is_reached
    assert ("127.0.0.1 may not be reached" in why) is not is_reached


def test_topics_are_made_with_the_database_alone_in_reach(tmp_path: Path) -> None:
    url = SecretStr("postgresql+psycopg://user:secret@db.example/footnote")
    settings = Settings(guides=tmp_path, database=url)
    command = gaps_command(settings, 4)
    assert command[2].startswith("from bot.egress.guard import seal; seal('db.example'); ")
    assert command[3:] == ["gaps", "--guides", str(tmp_path), "--weeks", "4", "--json"]
    assert "secret" not in " ".join(command)
    assert "seal();" in gaps_command(Settings(guides=tmp_path), 4)[2]
    assert "seal" not in gaps_command(Settings(guides=tmp_path, egress_guard=False), 4)[2]

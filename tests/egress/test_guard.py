"""The guard, each time in a process of its own: an audit hook can't be taken off."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from tests.egress.attempts import ATTEMPTS

PREAMBLE = """
import asyncio, json, socket, ssl, threading
from contextlib import suppress
from bot.egress.guard import EgressGuard, EgressRefused, seal
from bot.egress.reachable import Reachable

def refused(call, *arguments):
    try:
        call(*arguments)
    except EgressRefused as error:
        return str(error)
    return ""
"""


def run(program: str, *, module: str = "") -> subprocess.CompletedProcess[str]:
    command = ["-m", module] if module else ["-c", PREAMBLE + textwrap.dedent(program)]
    environment = {"PATH": os.environ["PATH"], "RES_OPTIONS": "timeout:1 attempts:1"}
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done


def told(program: str) -> Any:
    """Run a program, and return what it printed as JSON."""
    return json.loads(run(program).stdout)


def test_no_way_out_is_left_and_each_host_is_logged_once() -> None:
    done = run("", module="tests.egress.attempts")
    found = json.loads(done.stdout)
    assert found["outcomes"] == dict.fromkeys(ATTEMPTS, "EgressRefused")
    assert found["refused"] == 2 * len(ATTEMPTS)  # each was tried twice
    lines = done.stderr.splitlines()
    assert len(lines) == len(set(lines))
    assert "Refused to reach 'hub.example': see FOOTNOTE_EGRESS_GUARD" in lines


def test_what_is_meant_is_reached_by_every_way() -> None:
    program = """
        server = socket.create_server(("127.0.0.1", 0))
        port = server.getsockname()[1]
        before = socket.create_connection(("127.0.0.1", port))
        EgressGuard(Reachable(frozenset({"localhost"}))).install()
        early = refused(socket.create_connection, ("127.0.0.1", port))
        with socket.create_connection(("localhost", port)): pass
        with socket.create_connection(("127.0.0.1", port)): pass  # the name was looked up: it is known now
        with socket.socket() as named: named.connect(("localhost", port))
        tls = ssl.create_default_context()
        tls = tls.wrap_socket(socket.socket(), server_hostname="localhost", do_handshake_on_connect=False)
        with tls: tls.connect(("localhost", port))
        async def streams():
            _, writer = await asyncio.open_connection("localhost", port)
            writer.close()
        asyncio.run(streams())
        before.send(b"x")
        print(json.dumps([early, server.accept()[0].recv(1).decode()]))
    """
    early, received = told(program)
    assert early == (
        "127.0.0.1 may not be reached: Footnote has no business there. Look for what asked for it; "
        "FOOTNOTE_EGRESS_GUARD=false lets everything through."
    )
    assert received == "x"


def test_a_host_s_addresses_are_learned_only_from_its_own_look_up() -> None:
    program = """
        EgressGuard(Reachable(frozenset({"127.0.0.1"}))).install()
        socket.getaddrinfo(None, 80)  # this machine's own, which is also ::1
        socket.getaddrinfo("127.0.0.1", 80)
        print(json.dumps(refused(socket.socket(socket.AF_INET6).connect, ("::1", 80))))
    """
    assert told(program).startswith("::1 may not be reached")


def test_what_stays_on_the_machine_goes_on(tmp_path: Path) -> None:
    place = str(tmp_path / "s")
    program = f"""
        seal()
        one, other = socket.socketpair()
        one.send(b"pair")
        server = socket.socket(socket.AF_UNIX)
        server.bind({place!r}); server.listen()
        client = socket.socket(socket.AF_UNIX); client.connect({place!r}); client.send(b"unix")
        inet = socket.create_server(("127.0.0.1", 0))
        received = [other.recv(9).decode(), server.accept()[0].recv(9).decode()]
        print(json.dumps([*received, inet.getsockname()[0]]))
    """
    assert told(program) == ["pair", "unix", "127.0.0.1"]


def test_a_sealed_process_reaches_nothing_and_a_refusal_is_an_os_error() -> None:
    program = """
        seal()
        try:
            socket.create_connection(("slack.com", 443))
        except PermissionError as error:
            print(json.dumps(str(error)))
    """
    assert told(program).startswith("slack.com may not be reached")


def test_a_flood_of_hosts_is_counted_but_logged_for_the_first_only() -> None:
    program = """
        guard = EgressGuard(Reachable())
        guard.install()
        for number in range(300):
            refused(socket.getaddrinfo, f"h{number}.example", 1)
        print(guard.refused)
    """
    done = run(program)
    assert done.stdout == "300\n"
    assert done.stderr.count("Refused to reach") == 100


def test_threads_learn_addresses_side_by_side() -> None:
    program = """
        server = socket.create_server(("127.0.0.1", 0), backlog=256)
        port = server.getsockname()[1]
        EgressGuard(Reachable(frozenset({"localhost"}))).install()
        reached = []
        def reach():
            for _ in range(20):
                with socket.create_connection(("localhost", port)): reached.append(1)
        threads = [threading.Thread(target=reach) for _ in range(8)]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]
        print(len(reached))
    """
    assert told(program) == 160

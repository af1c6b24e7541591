"""A network namespace with loopback and a way out that leads nowhere: what leaves is seen, and lost."""

import shutil
import subprocess
import sys

import pytest

WAY_OUT = """
set -e
ip link set lo up
ip link add out0 type veth peer name nowhere0
ip link set nowhere0 addrgenmode none up
ip link set out0 addrgenmode none arp off up
ip addr add 198.51.100.2/24 dev out0
ip route add default via 198.51.100.1 dev out0
ip -6 addr add 2001:db8:1::2/64 dev out0 nodad && ip -6 route add default dev out0 || true
exec "$@"
"""
"""The addresses are no machine's (RFC 5737, RFC 3849); without `arp` nobody is asked who has them."""


def led_nowhere(*command: str) -> list[str]:
    """Return a command that runs Python in such a namespace."""
    return ["unshare", "--net", "--map-root-user", "sh", "-c", WAY_OUT, "sh", sys.executable, *command]


def require_namespaces() -> None:
    """Skip where this machine has no such namespaces."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("unshare or ip isn't installed: packets can't be watched")
    tried = subprocess.run(
        led_nowhere("-c", "from tests.egress.recorder import Recorder; Recorder()"),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    if tried.returncode:
        pytest.skip(f"this machine doesn't let packets be watched: {tried.stderr.strip()[-200:]}")

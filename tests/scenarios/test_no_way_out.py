"""The whole bot, in a network where every packet is seen: none but those to Slack leaves it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.egress.attempts import ATTEMPTS
from tests.egress.inside import GUIDE
from tests.egress.namespace import led_nowhere, require_namespaces

pytestmark = pytest.mark.early(2)

AT_ONCE = {"RES_OPTIONS": "timeout:1 attempts:1"}
"""A resolver without an answer is not waited for."""
NOT_THERE = {
    *("http_proxy", "https_proxy", "all_proxy"),
    *("ci", "tf_build", "github_actions", "gitlab_ci", "jenkins_url", "build_id", "ort_disable_telemetry"),
}
"""Proxies, and what makes libraries hold their telemetry back while they are tested."""


@pytest.fixture
def confined(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a bot with a guide of its own, indexed; skip where packets can't be watched."""
    require_namespaces()
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "leave.md").write_text(GUIDE.format(days="three"))
    kept = {name: value for name, value in environment.items() if name.lower() not in NOT_THERE}
    kept |= {"FOOTNOTE_GUIDES": str(guides), **AT_ONCE}
    assert inside("index", "--guides", str(guides), environment=kept, module="bot") == ""
    return kept


def inside(*arguments: str, environment: dict[str, str], module: str = "tests.egress.inside") -> str:
    start = ["-c", "from bot.cli import main; main()"] if module == "bot" else ["-m", module]
    done = subprocess.run(
        led_nowhere(*start, *arguments),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def heard(result: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Return the interface, protocol and address of each packet, and again with the name that it asks for."""
    found = [(one["interface"], one["protocol"], (one["to"], one["name"])) for one in result["heard"]]
    return {(interface, protocol, said) for interface, protocol, named in found for said in named if said}


@pytest.mark.parametrize(("mode", "guard"), [("socket", "false"), ("http", "true")])
def test_nothing_is_tried_but_slack(confined: dict[str, str], mode: str, guard: str) -> None:
    result = json.loads(inside(mode, environment={**confined, "FOOTNOTE_EGRESS_GUARD": guard}))
    assert "three days ahead" in result["replies"][0]
    assert "nine days ahead" in result["replies"][1]
    assert heard(result) == set()
    assert result["refused"] == 0


def test_an_intruder_is_refused_before_a_packet_leaves(confined: dict[str, str]) -> None:
    result = json.loads(inside("intruder", environment=confined))
    assert heard(result) == set()
    assert set(result["outcomes"].values()) == {"EgressRefused"}
    assert result["refused"] == len(ATTEMPTS)
    assert result["log"].count("Refused to reach '192.0.2.1'") == 1
    assert "Refused to reach 'hub.example'" in result["log"]
    assert "three days ahead" in result["replies"][0]


def test_without_the_guard_the_same_intruder_is_heard(confined: dict[str, str]) -> None:
    result = json.loads(inside("intruder", environment={**confined, "FOOTNOTE_EGRESS_GUARD": "false"}))
    kinds = heard(result)
    assert {("out0", kind, "192.0.2.1") for kind in ("tcp", "udp", "icmp")} <= kinds
    assert ("out0", "tcp", "2001:db8::1") in kinds
    assert ("lo", "tcp", "127.0.0.1") in kinds
    names = {name for _, protocol, name in kinds if protocol == "udp"}
    assert {"hub.example", "telemetry.example", "named.example", "flagged.example", "plain.example"} <= names
    assert "EgressRefused" not in result["outcomes"].values()
    assert result["refused"] == 0


def test_telemetry_that_is_not_held_back_is_heard() -> None:
    require_namespaces()
    environment = {name: value for name, value in os.environ.items() if name.lower() not in NOT_THERE}
    result = json.loads(inside("telemetry", environment={**environment, **AT_ONCE}))
    if not result["heard"]:
        pytest.skip("this build of ONNX Runtime sends nothing")
    assert {protocol for _, protocol, _ in heard(result)} == {"udp"}

"""`footnote serve` as a process of its own."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from slack_sdk.signature import SignatureVerifier

FOOTNOTE = str(Path(sys.executable).with_name("footnote"))


class Served:
    """A running `footnote serve`; ``address`` is where it listens."""

    def __init__(self, process: subprocess.Popen[str], ready: str) -> None:
        self.process, self.ready = process, ready
        self.address = ready.rpartition(" ")[2].removesuffix("/readyz")

    def text(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=5) as reply:
            return str(reply.read().decode())

    def get(self, path: str) -> tuple[int, dict[str, object]]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def reindex(self, method: str, token: str) -> tuple[int, dict[str, object]]:
        """Call the hook's path."""
        headers = {"Authorization": f"Bearer {token}"}
        request = urllib.request.Request(f"{self.address}/reindex", method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def reindexing(self, token: str) -> str:
        """Return what came of the last indexing, as JSON."""
        return json.dumps(self.reindex("GET", token)[1])

    def post_signed(self, secret: str, body: str) -> tuple[int, bytes]:
        """Post to Slack's path, signed with a secret."""
        now = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": str(SignatureVerifier(secret).generate_signature(timestamp=now, body=body)),
        }
        request = urllib.request.Request(f"{self.address}/slack/events", body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@contextmanager
def serve(
    environment: dict[str, str], *options: str, program: Sequence[str] = (FOOTNOTE,)
) -> Iterator[Served]:
    command = [*program, "serve", *options]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if line.startswith("Footnote is ready"):
                break
        else:
            pytest.fail("".join(lines))
        yield Served(process, lines[-1].strip())
    finally:
        process.kill()
        process.wait()
        process.stderr.close()

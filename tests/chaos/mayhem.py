"""Who breaks things, at moments and in ways that a seed draws."""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from random import Random
from threading import Event, Thread

from tests.chaos.bot_process import BotProcess
from tests.standin.faults import CUT, RESET, rate_limited, server_error, slack_error
from tests.standin.server import StandInSlack
from tests.standin.socket_mode import Connection

POST = "chat.postMessage"
WEIGHTS = {
    "kill -9": 4,
    "SIGTERM": 2,
    "disconnect": 2,
    "disconnect and close": 2,
    "cut": 2,
    "reset": 1,
    "silence": 1,
    "429 storm": 2,
    "429 storm in a channel": 2,
    "503 storm": 1,
    "nobody gets in": 1,
}
SIGNALS = {"kill -9": signal.SIGKILL, "SIGTERM": signal.SIGTERM}
STORMS = {"429 storm", "429 storm in a channel", "503 storm", "nobody gets in"}


class Mayhem:
    """A thread that does one act after the other until it is stopped; `acts` tells what and when."""

    def __init__(
        self,
        seed: int,
        slack: StandInSlack,
        processes: Sequence[BotProcess],
        channels: Sequence[str],
        *,
        every_seconds: float,
    ) -> None:
        self.acts: list[tuple[float, str]] = []
        self._dice = Random(f"{seed}/mayhem")
        self._slack = slack
        self._processes = processes
        self._channels = channels
        self._every_seconds = every_seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="mayhem")
        self._restarts: list[Thread] = []
        self._started = 0.0

    def start(self) -> None:
        self._started = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """End it, once what was killed is started again."""
        self._stopping.set()
        self._thread.join()
        for restart in self._restarts:
            restart.join()

    def count(self) -> Counter[str]:
        """Return how often each act was done."""
        return Counter(act.partition(":")[0] for _, act in self.acts)

    def _run(self) -> None:
        while not self._stopping.wait(self._dice.expovariate(1 / self._every_seconds)):
            names = list(WEIGHTS)
            act = self._dice.choices(names, list(WEIGHTS.values()))[0]
            # All dice are thrown whether or not they are needed: the next act doesn't depend on it.
            where, seconds = self._dice.random(), self._dice.uniform(0.2, 3.0)
            self._do(act, where, seconds)

    def _do(self, act: str, where: float, seconds: float) -> None:
        if act in SIGNALS:
            self._end_process(act, where, seconds)
        elif act in STORMS:
            self._storm(act, where, seconds)
        else:
            self._end_line(act, where, seconds)

    def _end_process(self, act: str, where: float, seconds: float) -> None:
        process = self._processes[int(where * len(self._processes))]
        if not process.is_ready:  # it was just started: it is left alone, or nobody would ever get anywhere
            return
        self._note(act, process.name)
        restart = Thread(target=process.end, args=(SIGNALS[act], seconds), name=f"restart of {process.name}")
        restart.start()
        self._restarts.append(restart)

    def _end_line(self, act: str, where: float, seconds: float) -> None:
        there = self._slack.connections
        if not there:
            return
        chosen: list[Connection] = [there[int(where * len(there))]]
        self._note(act, f"connection {chosen[0].number}")
        if act == "silence":
            self._slack.silence(chosen, seconds)
        elif act in {CUT, RESET}:
            self._slack.cut(chosen, CUT if act == CUT else RESET)
        else:
            self._slack.ask_to_reconnect(close=act.endswith("close"), connections=chosen)

    def _storm(self, act: str, where: float, seconds: float) -> None:
        channel = self._channels[int(where * len(self._channels))] if "channel" in act else None
        self._note(act, f"{seconds:.1f} s {channel or ''}".strip())
        if act == "nobody gets in":
            for method in ("apps.connections.open", "auth.test"):
                self._slack.storm(method, seconds, slack_error("internal_error"))
        else:
            fault = server_error(503) if act == "503 storm" else rate_limited()
            self._slack.storm(POST, seconds, fault, channel)

    def _note(self, act: str, about: str) -> None:
        self.acts.append((time.monotonic() - self._started, f"{act}: {about}"))

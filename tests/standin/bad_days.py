"""How a test makes things go wrong, beside the plan or instead of it."""

import asyncio
from collections.abc import Sequence

from tests.standin.faults import CUT, RESET, CallFault, Ending, Faults, rate_limited
from tests.standin.loop_thread import LoopThread
from tests.standin.redelivery import SlackCourier
from tests.standin.socket_mode import Connection, SocketHub
from tests.standin.troubles import Troubles

LOOK_SECONDS = 0.1
"""How often it is looked whether the plan has something in store for connections."""


class BadDays:
    """What goes wrong with calls, events and connections; `connections` of None are all."""

    troubles: Troubles
    courier: SlackCourier
    hub: SocketHub
    _loop: LoopThread

    @property
    def faults(self) -> Faults:
        """The plan, which may be replaced at any time: `Faults.none()` ends the bad day, its storms too."""
        return self.troubles.plan

    @faults.setter
    def faults(self, plan: Faults) -> None:
        self.troubles.plan = plan

    def fail(self, method: str, *faults: CallFault | None) -> None:
        """Say what befalls the next calls of a method, one each; None is nothing."""
        self.troubles.tell(method, faults)

    def storm(
        self, method: str, seconds: float, fault: CallFault | None = None, channel: str | None = None
    ) -> None:
        """Have the same befall every call of a method, in one channel or all; None is being rate limited."""
        self.troubles.storm(method, fault or rate_limited(), seconds, channel)

    def given_up(self) -> list[str]:
        """Return the ids of the events that were sent as often as Slack does, and never acknowledged."""
        return list(self.courier.given_up)

    def ask_to_reconnect(
        self,
        reason: str = "refresh_requested",
        *,
        close: bool = False,
        connections: Sequence[Connection] | None = None,
    ) -> None:
        """Send `disconnect` frames, and with `close` end the connections at once."""
        self._loop.run(self.hub.ask_to_go(reason, close=close, which=connections))

    def hang_up(self) -> None:
        """End every connection with a close frame."""
        self._loop.run(self.hub.close())

    def cut(self, connections: Sequence[Connection] | None = None, ending: Ending = CUT) -> None:
        """End connections without a close frame, or reset them."""
        self._loop.run(self.hub.end(ending, connections))

    def silence(self, connections: Sequence[Connection] | None = None, seconds: float | None = None) -> None:
        """Let nothing pass any more, with no end to it or until a cut."""
        self._loop.run(self.hub.fall_silent(connections, seconds))

    def ping(self) -> None:
        """Send a ping by every connection."""
        self._loop.run(self.hub.ping())

    async def _befall_connections(self) -> None:
        """Do to one connection after the other what the plan has drawn."""
        while True:
            plan = self.faults
            if not plan.connections.every_seconds:
                await asyncio.sleep(LOOK_SECONDS)
                continue
            wait_seconds, what, where = self.troubles.for_connection()
            await asyncio.sleep(wait_seconds)
            there = [one for one in self.hub.connections if one.is_open]
            if there and plan is self.faults:
                await self._befall(what, [there[int(where * len(there))]])

    async def _befall(self, what: str, which: list[Connection]) -> None:
        if what in {CUT, RESET}:
            await self.hub.end(CUT if what == CUT else RESET, which)
        elif what == "silence":
            await self.hub.fall_silent(which, self.faults.connections.silent_seconds)
        else:
            reason = "warning" if what == "warning" else "refresh_requested"
            await self.hub.ask_to_go(reason, close=False, which=which)

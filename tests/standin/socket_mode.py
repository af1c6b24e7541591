"""Socket Mode: envelopes to the app over WebSockets, acknowledgements back.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import uuid
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import WSMsgType, web

from tests.standin.broken_replies import end_connection
from tests.standin.deliveries import Delivery, Outbox
from tests.standin.faults import CUT, Ending
from tests.standin.loop_thread import LoopThread
from tests.standin.wire import Json, SlackError
from tests.standin.workspace import Workspace

MOST_CONNECTIONS = 10


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app; a retiring one was asked to go and gets nothing new."""

    socket: web.WebSocketResponse
    number: int
    retiring: bool = False
    pings: int = 0
    pongs: int = 0
    received: list[Json] = field(default_factory=list)
    transport: asyncio.Transport | None = None
    silent: bool = False
    """Nothing passes any more in either direction, and neither side is told."""
    brought: list[Delivery] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return not self.retiring and not self.socket.closed


class SocketHub:
    """Every WebSocket of the app; they take turns. Events that are sent while there is none wait for one.

    Commands and presses don't: who typed or pressed is told at once that it didn't work.
    """

    def __init__(self, workspace: Workspace, app_id: str, loop: LoopThread) -> None:
        self._workspace = workspace
        self._app_id = app_id
        self._loop = loop
        self._tickets: set[str] = set()
        self._held: deque[Delivery] = deque()
        self._turn = 0
        self._opened = 0
        self.connections: list[Connection] = []
        self.outbox: Outbox

    def issue_ticket(self) -> str:
        """Return a ticket that opens one connection, once."""
        if len(self.connections) >= MOST_CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return ticket

    def send(self, delivery: Delivery) -> None:
        """Send by the connection whose turn it is."""
        self._loop.soon(self._send(delivery))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one WebSocket from its handshake to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="no such ticket, or it was used")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=1)
        await socket.prepare(request)
        connection = self._add(socket, request.transport)
        try:
            await socket.send_json(self._hello())
            await self._ping(connection)
            await self._send_held()
            async for message in socket:
                await self._take(connection, message.type, message.data)
        finally:
            self._remove(connection)
        return socket

    async def ask_to_go(self, reason: str, *, close: bool, which: Sequence[Connection] | None = None) -> None:
        """Send connections a `disconnect` frame, None being all; Slack closes those some seconds later."""
        for connection in list(self.connections if which is None else which):
            connection.retiring = True
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "standin"}}
            with suppress(ConnectionError):  # it has just ended by itself
                await connection.socket.send_json(frame)
            if close:
                await connection.socket.close()

    async def end(self, ending: Ending, which: Sequence[Connection] | None = None) -> None:
        """End connections without a close frame, None being all."""
        for connection in list(self.connections if which is None else which):
            end_connection(connection.transport, ending)

    async def fall_silent(self, which: Sequence[Connection] | None, seconds: float | None) -> None:
        """Let nothing pass any more, as on a dead line where nobody hung up; after some seconds cut it."""
        for connection in list(self.connections if which is None else which):
            connection.silent = True
            if seconds is not None:
                self._loop.later(seconds, partial(end_connection, connection.transport, CUT))

    async def close(self) -> None:
        """Close every connection with a close frame."""
        for connection in list(self.connections):
            await connection.socket.close()

    async def ping(self) -> None:
        """Send a ping by every connection."""
        for connection in self.connections:
            await self._ping(connection)

    def _add(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> Connection:
        with self._workspace.changed:
            self._opened += 1
            connection = Connection(socket, self._opened, transport=transport)
            self.connections.append(connection)
            self._workspace.changed.notify_all()
        return connection

    def _remove(self, connection: Connection) -> None:
        with self._workspace.changed:
            self.connections.remove(connection)
            for delivery in connection.brought:
                if not delivery.done:
                    self.outbox.courier.orphaned(delivery)
            self._workspace.changed.notify_all()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "standin", "approximate_connection_time": 3600},
            "connection_info": {"app_id": self._app_id},
        }

    async def _ping(self, connection: Connection) -> None:
        connection.pings += 1
        await connection.socket.ping(b"Ping from standin")

    async def _send_held(self) -> None:
        while self._held and any(one.is_open for one in self.connections):
            await self._send(self._held.popleft())

    async def _send(self, delivery: Delivery) -> None:
        ready = [one for one in self.connections if one.is_open]
        if not ready and delivery.kind != "events_api":
            self.outbox.failed(delivery, "no connection")
            return
        if not ready:
            self._held.append(delivery)
            return
        self._turn += 1
        connection = ready[self._turn % len(ready)]
        connection.brought.append(delivery)
        self.outbox.sent(delivery)
        if not connection.silent:
            with suppress(ConnectionError):  # it has just ended: who redelivers, does so
                await connection.socket.send_json(_envelope(delivery))

    async def _take(self, connection: Connection, kind: WSMsgType, data: Any) -> None:
        if connection.silent:
            return
        if kind is WSMsgType.PING:
            await connection.socket.pong(data)
        elif kind is WSMsgType.PONG:
            with self._workspace.changed:
                connection.pongs += 1
                self._workspace.changed.notify_all()
        elif kind is WSMsgType.TEXT:
            frame = json.loads(data)
            connection.received.append(frame)
            self.outbox.acknowledged_envelope(frame.get("envelope_id"), frame.get("payload"))


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": delivery.envelope_id,
        "type": delivery.kind,
        "payload": delivery.body,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope

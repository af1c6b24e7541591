"""What Slack sends to the app, and what came of it: events, commands and interactions."""

import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tests.standin.app import InstalledApp
from tests.standin.shapes import event_callback
from tests.standin.wire import Json, SlackError
from tests.standin.workspace import Channel, Workspace

DeliveryKind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as the app hears of it: once or, redelivered, more often."""

    event_id: str
    body: Json

    @property
    def type(self) -> str:
        return str(self.body["event"]["type"])


@dataclass(eq=False)
class Delivery:
    """One attempt to tell the app something; times are seconds of the monotonic clock."""

    kind: DeliveryKind
    body: Json
    attempt: int = 0
    reason: str = ""
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent_at: float | None = None
    acked_at: float | None = None
    answer: Any = None
    """What came with the acknowledgement: JSON, or text over HTTP."""
    status: int | None = None
    """The HTTP status; None over Socket Mode or where no answer came."""
    failure: str | None = None
    """Why it couldn't be delivered over HTTP, or what Slack refused of the answer."""
    on_answer: Callable[[Any], None] | None = None
    is_extra: bool = False
    """Sent again on purpose or by a fault: what becomes of it brings no redelivery."""

    @property
    def event_id(self) -> str | None:
        return self.body.get("event_id")

    @property
    def done(self) -> bool:
        """Whether it was acknowledged or can't be any more."""
        return self.acked_at is not None or self.failure is not None or self.status is not None


class Transport(Protocol):
    """A way to the app."""

    def send(self, delivery: Delivery) -> None:
        """Send soon, from any thread, in the order of the calls."""


class Courier(Protocol):
    """Who sees to it that what isn't acknowledged comes again, and that things go wrong."""

    def dispatch(self, delivery: Delivery) -> None:
        """Have the outbox send it: at once, later or twice."""

    def sent(self, delivery: Delivery) -> None: ...

    def loses_ack(self, delivery: Delivery) -> bool:
        """Tell whether the acknowledgement that just came gets lost."""

    def acknowledged(self, delivery: Delivery) -> None: ...

    def failed(self, delivery: Delivery) -> None: ...

    def orphaned(self, delivery: Delivery) -> None:
        """Take note that the connection which brought it is gone."""


class Outbox:
    """Sends what the app subscribed to, by the transport that it chose, and keeps a log of it."""

    def __init__(self, workspace: Workspace, app: InstalledApp, transport: Transport) -> None:
        self.workspace = workspace
        self.app = app
        self.transport = transport
        self.courier: Courier
        self.log: list[Delivery] = []
        self.of_event: defaultdict[str | None, list[Delivery]] = defaultdict(list)
        self._of_envelope: defaultdict[str, list[Delivery]] = defaultdict(list)

    def publish(self, subscription: str, event: Json, channel: Channel | None = None) -> list[Event]:
        """Tell the app of an event, if it subscribed to such and is in the channel."""
        if channel is not None and self.app.bot_user not in channel.members:
            return []
        if not self.app.hears(subscription):
            return []
        event_id = f"Ev{self.workspace.next_ts().replace('.', '')}"
        told = Event(event_id, event_callback(event, event_id, self.app, channel))
        self.deliver(Delivery("events_api", told.body))
        return [told]

    def deliver(self, delivery: Delivery) -> Delivery:
        """Send something to the app."""
        with self.workspace.changed:
            self.log.append(delivery)
            self.of_event[delivery.event_id].append(delivery)
            self._of_envelope[delivery.envelope_id].append(delivery)
            self.courier.dispatch(delivery)
            self.workspace.changed.notify_all()
        return delivery

    def sent(self, delivery: Delivery) -> None:
        delivery.sent_at = time.monotonic()
        self.courier.sent(delivery)

    def acknowledged_envelope(self, envelope_id: Any, payload: Any) -> None:
        """Note that the app took an envelope; of several deliveries in it, the first that waits."""
        with self.workspace.changed:
            waiting = [one for one in self._of_envelope.get(envelope_id, []) if one.acked_at is None]
            for delivery in waiting[:1]:
                takes_answer = delivery.kind != "events_api"
                self.acknowledged(delivery, payload if takes_answer else None)

    def acknowledged(self, delivery: Delivery, answer: Any, status: int | None = None) -> None:
        """Note that the app took it, and act on what it answered; a status that isn't 2xx takes nothing."""
        with self.workspace.changed:
            if self.courier.loses_ack(delivery):
                delivery.failure = "the acknowledgement got lost"
                return
            delivery.answer, delivery.status = answer, status
            if status is None or 200 <= status < 300:
                delivery.acked_at = time.monotonic()
                self._act_on(delivery, answer)
                self.courier.acknowledged(delivery)
            else:
                self.courier.failed(delivery)
            self.workspace.changed.notify_all()

    def _act_on(self, delivery: Delivery, answer: Any) -> None:
        """Post what came along; the person who typed the command sees nothing of what Slack refuses."""
        try:
            if delivery.on_answer is not None and answer:
                delivery.on_answer(answer)
        except SlackError as error:
            delivery.failure = error.code

    def failed(self, delivery: Delivery, failure: str) -> None:
        """Note that it couldn't be delivered."""
        with self.workspace.changed:
            delivery.failure = failure
            self.courier.failed(delivery)
            self.workspace.changed.notify_all()

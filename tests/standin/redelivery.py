"""What Slack does with an event that the app didn't acknowledge, and what goes wrong on the way.

https://docs.slack.dev/apis/events-api#retries
"""

from dataclasses import dataclass

from tests.standin.deliveries import Delivery, Outbox
from tests.standin.loop_thread import LoopThread
from tests.standin.troubles import EventTrouble, Troubles

NO_TROUBLE = EventTrouble()


@dataclass(frozen=True, slots=True)
class Redelivery:
    """How long Slack waits for an acknowledgement, and then before each of its retries, in seconds."""

    delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    patience: float = 3.0


class SlackCourier:
    """Sends each event until it is acknowledged or the retries are used up; without a Redelivery, once."""

    def __init__(
        self, outbox: Outbox, loop: LoopThread, troubles: Troubles, redelivery: Redelivery | None
    ) -> None:
        self._outbox = outbox
        self._loop = loop
        self._troubles = troubles
        self._redelivery = redelivery
        self._trouble: dict[Delivery, EventTrouble] = {}
        self._followed: set[Delivery] = set()
        self._taken: set[str | None] = set()
        self.given_up: list[str] = []

    def dispatch(self, delivery: Delivery) -> None:
        """Send a delivery as its trouble has it."""
        if delivery.kind != "events_api" or delivery.is_extra:
            self._outbox.transport.send(delivery)
            return
        trouble = self._troubles.for_event(delivery.attempt)
        if trouble != NO_TROUBLE:
            self._trouble[delivery] = trouble
        if trouble.held_seconds is None:
            self._send(delivery, trouble)
        else:
            self._loop.later(trouble.held_seconds, lambda: self._send(delivery, trouble))

    def sent(self, delivery: Delivery) -> None:
        """Start to wait for the acknowledgement."""
        if self._redelivery is not None:
            self._loop.later(self._redelivery.patience, lambda: self._follow(delivery, "timeout"))

    def loses_ack(self, delivery: Delivery) -> bool:
        """Tell whether the acknowledgement gets lost: all there are of a delivery, or none."""
        return self._trouble.get(delivery, NO_TROUBLE).lost_ack

    def acknowledged(self, delivery: Delivery) -> None:
        """Be content, or send it again all the same."""
        self._taken.add(delivery.event_id)
        trouble = self._trouble.get(delivery, NO_TROUBLE)
        if trouble.again_seconds is not None:
            self._loop.later(trouble.again_seconds, lambda: self._repeat(delivery, trouble.again_attempt))

    def failed(self, delivery: Delivery) -> None:
        """Plan the next retry."""
        if delivery.status is not None:
            reason = "http_error"
        else:
            reason = "http_timeout" if "Timeout" in str(delivery.failure) else "connection_failed"
        self._follow(delivery, reason)

    def orphaned(self, delivery: Delivery) -> None:
        """Plan the next retry at once; an acknowledgement may still come by another connection."""
        self._follow(delivery, "connection_failed")

    def _send(self, delivery: Delivery, trouble: EventTrouble) -> None:
        self._outbox.transport.send(delivery)
        if trouble.duplicate:
            self._repeat(delivery, attempt=delivery.attempt)

    def _repeat(self, delivery: Delivery, attempt: int) -> None:
        """Send it again: as a retry, or as it was, in the same envelope."""
        again = Delivery("events_api", delivery.body, attempt, is_extra=True)
        if attempt == delivery.attempt:
            again.envelope_id, again.reason = delivery.envelope_id, delivery.reason
        else:
            again.reason = "timeout"
        self._outbox.deliver(again)

    def _follow(self, delivery: Delivery, reason: str) -> None:
        """Send the next retry after its delay, once, unless the event is acknowledged by then."""
        with self._outbox.workspace.changed:
            if self._redelivery is None or delivery.is_extra or delivery.kind != "events_api":
                return
            if delivery in self._followed or delivery.event_id in self._taken:
                return
            self._followed.add(delivery)
            if delivery.attempt >= len(self._redelivery.delays):
                self.given_up.append(str(delivery.event_id))
                return
            following = Delivery("events_api", delivery.body, delivery.attempt + 1, reason)
            delay = self._redelivery.delays[delivery.attempt]
            self._loop.later(delay, lambda: self._retry(following))

    def _retry(self, following: Delivery) -> None:
        if following.event_id not in self._taken:
            self._outbox.deliver(following)

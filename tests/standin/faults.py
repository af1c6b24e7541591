"""Slack on a bad day: what may befall a call, an event and a connection, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

CUT: Final = "cut"
RESET: Final = "reset"
Ending = Literal["cut", "reset"]
"""How a connection ends with nothing more said: closed by the other side, or reset by it."""
RESPONSE_URL = "response_url"
FAULTY_METHODS = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "chat.getPermalink",
    "reactions.add",
    "views.open",
    "users.info",
    "conversations.open",
    "conversations.replies",
    "conversations.history",
    "auth.test",
    "apps.connections.open",
)


@dataclass(frozen=True, slots=True)
class CallFault:
    """What befalls one call: whether it takes effect, and what the app hears of it.

    Without `ending`, `status` and `code` the app hears what Slack has to say. `takes_effect` is what Slack
    does, whatever the app hears. The call waits `before_seconds` until then, its reply `after_seconds` more.
    """

    name: str
    takes_effect: bool = True
    ending: Ending | None = None
    status: int = 200
    code: str | None = None
    retry_after: int | None = None
    before_seconds: float = 0.0
    after_seconds: float = 0.0
    ends_first: bool = False
    """Whether the connection ends before the call takes effect."""


NO_FAULT = CallFault("")
LOST_REQUEST = CallFault("lost request", takes_effect=False, ending=CUT)
LOST_RESPONSE = CallFault("lost response", ending=CUT)
RESET_REQUEST = CallFault("reset request", takes_effect=False, ending=RESET)
RESET_RESPONSE = CallFault("reset response", ending=RESET)


def late_response(seconds: float) -> CallFault:
    """Return the fault of a call that takes effect at once and is answered late."""
    return CallFault("late response", after_seconds=seconds)


def late_processing(seconds: float) -> CallFault:
    """Return the fault of a call that takes effect late, whether or not the app still waits for it."""
    return CallFault("late processing", before_seconds=seconds)


def cut_then_done(seconds: float) -> CallFault:
    """Return the fault of a call that is cut at once, and takes effect late all the same."""
    return CallFault("cut, done later", ending=CUT, before_seconds=seconds, ends_first=True)


def rate_limited(retry_after: int = 1) -> CallFault:
    """Return the fault of a call that Slack refuses for some seconds."""
    return CallFault(
        "rate limited", takes_effect=False, status=429, code="ratelimited", retry_after=retry_after
    )


def server_error(status: int = 503, *, takes_effect: bool = False) -> CallFault:
    """Return the fault of an answer that is a page of HTML."""
    return CallFault(f"HTTP {status}{_done(takes_effect)}", takes_effect, status=status)


def slack_error(code: str = "internal_error", *, takes_effect: bool = False) -> CallFault:
    """Return the fault of HTTP 200 with one of the codes that don't tell whether anything was done."""
    return CallFault(f"{code}{_done(takes_effect)}", takes_effect, code=code)


def _done(takes_effect: bool) -> str:
    return ", done all the same" if takes_effect else ""


@dataclass(frozen=True, slots=True)
class EventFaults:
    """How often an event is sent amiss: each a probability, for each first delivery and each redelivery."""

    duplicate: float = 0.0
    """The same frame twice in a row."""
    delayed: float = 0.0
    """Held back, behind later ones."""
    delay_seconds: tuple[float, float] = (0.05, 0.5)
    lost_ack: float = 0.0
    """The app's acknowledgement gets lost: with a Redelivery the event comes again."""
    again: float = 0.0
    """Sent again although it was acknowledged, as retry 1 or, like a first delivery, in the same envelope."""
    again_seconds: tuple[float, float] = (0.1, 10.0)


@dataclass(frozen=True, slots=True)
class ConnectionFaults:
    """What befalls one of the WebSockets, about every so many seconds (0: nothing), by these weights."""

    every_seconds: float = 0.0
    warning: float = 1.0
    refresh: float = 1.0
    cut: float = 1.0
    reset: float = 1.0
    silence: float = 1.0
    silent_seconds: float = 5.0
    """A silent connection answers nothing and brings nothing; after so long it is cut."""


@dataclass(frozen=True, slots=True)
class Faults:
    """A plan of faults: what is drawn depends on the seed and the number of the call or event alone.

    `calls` gives for each method the probability of each fault.
    """

    seed: int = 0
    calls: Mapping[str, Mapping[CallFault, float]] = field(default_factory=dict)
    storm_seconds: float = 0.0
    """So long a call that is drawn to be rate limited has all like it, in its channel, refused too."""
    events: EventFaults = EventFaults()
    connections: ConnectionFaults = ConnectionFaults()

    @classmethod
    def none(cls) -> "Faults":
        """Return the plan of a good day."""
        return cls()

    @classmethod
    def of_calls(
        cls, odds: Mapping[CallFault, float], methods: tuple[str, ...] = FAULTY_METHODS, seed: int = 0
    ) -> "Faults":
        """Return a plan with the same odds for each of the methods."""
        return cls(seed, dict.fromkeys(methods, odds))

    @classmethod
    def bad_day(cls, seed: int, *, timeout_seconds: float = 10.0) -> "Faults":
        """Return a plan with something of everything; a call that is too late outlasts the app's timeout."""
        odds = {
            LOST_REQUEST: 0.01,
            RESET_REQUEST: 0.01,
            LOST_RESPONSE: 0.02,
            RESET_RESPONSE: 0.01,
            late_response(0.5): 0.03,
            late_processing(1.0): 0.02,
            cut_then_done(1.5): 0.01,
            late_response(timeout_seconds + 1): 0.002,
            late_processing(timeout_seconds + 1): 0.002,
            rate_limited(1): 0.01,
            server_error(500): 0.005,
            server_error(503): 0.005,
            server_error(500, takes_effect=True): 0.005,
            server_error(503, takes_effect=True): 0.005,
            slack_error("internal_error"): 0.005,
            slack_error("internal_error", takes_effect=True): 0.005,
            slack_error("fatal_error", takes_effect=True): 0.005,
            slack_error("service_unavailable"): 0.005,
        }
        events = EventFaults(duplicate=0.03, delayed=0.05, lost_ack=0.02, again=0.05)
        connections = ConnectionFaults(every_seconds=5.0)
        plan = cls.of_calls(odds, seed=seed)
        # A response_url knows no codes: it says by its status that something is wrong.
        by_url = {fault: share for fault, share in odds.items() if fault.code is None or fault.status != 200}
        calls = {**plan.calls, RESPONSE_URL: by_url}
        return replace(plan, calls=calls, storm_seconds=2.0, events=events, connections=connections)

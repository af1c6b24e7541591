"""What `/metrics` tells a Prometheus: how much and how fast, and never what or who."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._replies = Counter(
            "footnote_replies",
            "Questions that were finished, by where they were asked and what came of them",
            ["surface", "status"],
            registry=self.registry,
        )
        self._stages = Histogram(
            "footnote_stage_seconds",
            "How long each stage of a reply took; total is from the event to the post",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._duplicates = Counter(
            "footnote_duplicate_events", "Events of messages that were stored before", registry=self.registry
        )
        self._slack_errors = Counter(
            "footnote_slack_errors",
            "Calls that failed, by what for and why",
            ["call", "error"],
            registry=self.registry,
        )
        self._database_errors = Counter(
            "footnote_database_errors", "Failures of the inbox's database", registry=self.registry
        )
        self._feedback = Counter(
            "footnote_feedback", "What people said of answers", ["said"], registry=self.registry
        )
        self._audit_failures = Counter(
            "footnote_audit_failures", "Answers that couldn't be recorded", registry=self.registry
        )
        self._generation = Info("footnote_generation", "The index that answers", registry=self.registry)

    def replied(self, surface: str, status: str) -> None:
        """Count a finished question."""
        self._replies.labels(surface, status).inc()

    def duplicate(self) -> None:
        """Count an event of a message that was stored before."""
        self._duplicates.inc()

    def feedback(self, said: str) -> None:
        """Count a verdict on an answer, or why it didn't help."""
        self._feedback.labels(said).inc()

    def audit_failed(self) -> None:
        """Count an answer that isn't in the audit."""
        self._audit_failures.inc()

    def slack_error(self, call: str, error: str) -> None:
        """Count a failed call; ``error`` is Slack's code or an exception's name."""
        self._slack_errors.labels(call, error).inc()

    def database_error(self) -> None:
        """Count a failure of the database."""
        self._database_errors.inc()

    def stage(self, name: str, seconds: float) -> None:
        """Note how long a stage took."""
        self._stages.labels(name).observe(seconds)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long what happens within took, if it went well."""
        start = time.perf_counter()
        yield
        self.stage(name, time.perf_counter() - start)

    def answers_from(self, generation: str) -> None:
        """Name the generation that answers."""
        self._generation.info({"id": generation})

    def watch(self, name: str, documentation: str, value: Callable[[], float]) -> None:
        """Show a figure that is asked for whenever the others are read."""
        Gauge(name, documentation, registry=self.registry).set_function(value)

    def watch_total(self, name: str, documentation: str, value: Callable[[], float]) -> None:
        """Show a count that is kept elsewhere; Prometheus sees it as ``name`` with `_total`."""
        self.registry.register(_Total(name, documentation, value))


@dataclass(frozen=True, slots=True)
class _Total(Collector):
    name: str
    documentation: str
    value: Callable[[], float]

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Read the count."""
        yield CounterMetricFamily(self.name, self.documentation, value=self.value())

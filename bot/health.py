"""`/healthz`, `/readyz` and `/metrics`, as a WSGI app that passes Slack's path on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bot.wsgi_replies import json_reply

EVENTS_PATH = "/slack/events"
Check = Callable[[], str]
"""Looks at something, and returns what is wrong with it: "" where nothing is."""


@dataclass(slots=True)
class HealthApp:
    """Answers whether the process lives and whether it is ready; ``events`` takes what Slack posts.

    It serves from the start to the end of the process: ``checks`` and ``events`` change meanwhile.
    """

    checks: dict[str, Check]
    events: WSGIApplication
    metrics: WSGIApplication
    reindex: WSGIApplication | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Route one request."""
        path = environ.get("PATH_INFO", "")
        if path == EVENTS_PATH:
            return self.events(environ, start_response)
        if path == "/reindex" and self.reindex is not None:
            return self.reindex(environ, start_response)
        if path == "/metrics":
            return self.metrics(environ, start_response)
        if path == "/healthz":
            return json_reply(start_response, "200 OK", {"status": "alive"})
        if path == "/readyz":
            return self._readiness(start_response)
        return no_events(environ, start_response)

    def ready(self) -> bool:
        """Tell whether all is well."""
        return not any(check() for check in self.checks.values())

    def _readiness(self, start_response: StartResponse) -> Iterable[bytes]:
        wrong = {name: check() for name, check in self.checks.items()}
        is_ready = not any(wrong.values())
        status = "200 OK" if is_ready else "503 Service Unavailable"
        checks = {name: reason or "ok" for name, reason in wrong.items()}
        return json_reply(start_response, status, {"ready": is_ready, "checks": checks})


def no_events(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that there is nothing at this path."""
    del environ
    return json_reply(start_response, "404 Not Found", {"error": "not found"})


def events_later(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that events can't be taken now; Slack delivers them again."""
    del environ
    return json_reply(start_response, "503 Service Unavailable", {"error": "not ready"})

"""`/healthz` and `/readyz`, as a WSGI app that passes Slack's path on."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

EVENTS_PATH = "/slack/events"
Checks = Mapping[str, Callable[[], bool]]


@dataclass(frozen=True, slots=True)
class HealthApp:
    """Answers whether the process lives and whether it is ready; ``events`` takes what Slack posts."""

    ready: Checks
    events: WSGIApplication | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Route one request."""
        path = environ.get("PATH_INFO", "")
        if path == EVENTS_PATH and self.events is not None:
            return self.events(environ, start_response)
        if path == "/healthz":
            return _json(start_response, "200 OK", {"status": "alive"})
        if path == "/readyz":
            checks = {name: check() for name, check in self.ready.items()}
            status = "200 OK" if all(checks.values()) else "503 Service Unavailable"
            return _json(start_response, status, {"ready": all(checks.values()), "checks": checks})
        return _json(start_response, "404 Not Found", {"error": "not found"})


def _json(start_response: StartResponse, status: str, value: object) -> Iterable[bytes]:
    body = json.dumps(value).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]

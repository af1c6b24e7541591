"""`POST /reindex`: for a Git hook; `GET /reindex` tells what came of it. Both want the token."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

from bot.reindexing import Reindexer
from bot.wsgi_replies import json_reply


@dataclass(frozen=True, slots=True)
class ReindexHook:
    """A WSGI app that passes a request for an indexing on, if it comes with `Authorization: Bearer TOKEN`."""

    reindexer: Reindexer
    token: str

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; its body is not looked at."""
        if not self._is_allowed(environ.get("HTTP_AUTHORIZATION", "")):
            return json_reply(start_response, "401 Unauthorized", {"error": "wrong or missing token"})
        if environ["REQUEST_METHOD"] == "POST":
            self.reindexer.request("the hook")
            return json_reply(start_response, "202 Accepted", {"status": "asked for"})
        if environ["REQUEST_METHOD"] == "GET":
            return json_reply(start_response, "200 OK", self._state())
        return json_reply(start_response, "405 Method Not Allowed", {"error": "POST or GET"})

    def _is_allowed(self, given: str) -> bool:
        expected = f"Bearer {self.token}"
        return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())

    def _state(self) -> dict[str, object]:
        last = self.reindexer.last
        if last is None:
            return {"busy": self.reindexer.is_busy(), "last": None}
        said = {
            "asked_by": last.asked_by,
            "started_at": last.started_at.isoformat(),
            "exit_code": last.exit_code,
            "said": last.said,
        }
        return {"busy": self.reindexer.is_busy(), "last": said}

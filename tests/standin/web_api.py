"""The Web API over HTTP: takes a call as slack_sdk sends it, answers as Slack does, and keeps a record."""

import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standin import methods_app, methods_chat, methods_conversations, methods_views
from tests.standin.method import Backend, Methods
from tests.standin.wire import Json, SlackError

METHODS: Methods = {
    **methods_app.METHODS,
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_views.METHODS,
}
RESPONSE_URL = "response_url"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the app made, without its token; `at` is seconds of the monotonic clock."""

    method: str
    args: Json
    reply: Json
    at: float = field(default_factory=time.monotonic)

    @property
    def error(self) -> str | None:
        """Slack's code of what was wrong, None if nothing was."""
        return self.reply.get("error")


class WebApi:
    """Answers every method that the stand-in knows; any other is `unknown_method`, as Slack has it."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.calls: list[Call] = []

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one call of a method."""
        method = request.match_info["method"]
        args: Json = {}
        try:
            args = await _arguments(request)
            token = _token(request, args.pop("token", None))
            reply = self._answer(method, args, token)
        except SlackError as error:
            reply = error.to_json()
            token = None
        self._record(Call(method, args, reply))
        return web.json_response(reply, headers=self._headers(method, token))

    async def serve_response_url(self, request: web.Request) -> web.Response:
        """Take what is posted to a response_url."""
        try:
            payload = await _arguments(request)
        except SlackError:
            return web.Response(status=400, text="invalid_payload")
        status, text = methods_chat.respond(self._backend, request.match_info["identifier"], payload)
        reply = {"ok": True} if status == 200 else {"ok": False, "error": text}
        self._record(Call(RESPONSE_URL, payload, reply))
        return web.Response(status=status, text=text)

    def _answer(self, method: str, args: Json, token: str | None) -> Json:
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        return METHODS[method].answer(self._backend, args, token)

    def _headers(self, method: str, token: str | None) -> dict[str, str]:
        if token is None:
            return {}
        headers = {"x-oauth-scopes": ",".join(self._backend.app.granted(token))}
        if METHODS[method].scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(METHODS[method].scopes)
        return headers

    def _record(self, call: Call) -> None:
        with self._backend.workspace.changed:
            self.calls.append(call)
            self._backend.workspace.changed.notify_all()


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.content_type != "application/json":
        return args | dict(await request.post())
    try:
        body: Any = await request.json()
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    # A token in JSON isn't taken by Slack; it belongs into the header.
    return args | {name: value for name, value in body.items() if name != "token"}


def _token(request: web.Request, in_form: str | None) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme == "Bearer" else in_form

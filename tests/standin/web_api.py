"""The Web API over HTTP: takes a call as slack_sdk sends it, answers as Slack does, and keeps a record."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standin import methods_app, methods_chat, methods_conversations, methods_views
from tests.standin.broken_replies import end_connection, respond, told
from tests.standin.faults import NO_FAULT, RESPONSE_URL, CallFault
from tests.standin.method import Backend, Methods
from tests.standin.troubles import Troubles
from tests.standin.wire import Json, SlackError

METHODS: Methods = {
    **methods_app.METHODS,
    **methods_chat.METHODS,
    **methods_conversations.METHODS,
    **methods_views.METHODS,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the app made, without its token; `at` is seconds of the monotonic clock.

    `reply` is what the app was told: {} where it was told nothing, or a page of HTML.
    """

    method: str
    args: Json
    reply: Json
    at: float = field(default_factory=time.monotonic)
    fault: str | None = None
    """What befell it."""
    took_effect: bool = True
    """Whether Slack did what was asked, whatever it told of that."""

    @property
    def error(self) -> str | None:
        """Slack's code of what was wrong, None if nothing was."""
        return self.reply.get("error")


class WebApi:
    """Answers every method that the stand-in knows; any other is `unknown_method`, as Slack has it."""

    def __init__(self, backend: Backend, troubles: Troubles) -> None:
        self._backend = backend
        self._troubles = troubles
        self.calls: list[Call] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of a method, unless something befalls it."""
        asked = await _read(request)
        fault = self._troubles.for_call(asked.method, str(asked.args.get("channel", ""))) or NO_FAULT
        if fault.ending and fault.ends_first:
            end_connection(request.transport, fault.ending)
        await _wait(fault.before_seconds)
        with self._backend.workspace.changed:  # who sees the effect sees the call
            outcome = self._outcome(asked) if fault.takes_effect else {"ok": False}
            reply = told(fault, outcome)
            self._record(
                Call(asked.method, asked.args, reply, fault=fault.name or None, took_effect=outcome["ok"])
            )
        await _wait(fault.after_seconds)
        return respond(request, fault, reply, self._headers(asked, outcome))

    async def serve_response_url(self, request: web.Request) -> web.StreamResponse:
        """Take what is posted to a response_url, unless something befalls it."""
        try:
            payload = await _arguments(request)
        except SlackError:
            return web.Response(status=400, text="invalid_payload")
        fault = self._troubles.for_call(RESPONSE_URL, "") or NO_FAULT
        if fault.ending and fault.ends_first:
            end_connection(request.transport, fault.ending)
        await _wait(fault.before_seconds)
        with self._backend.workspace.changed:
            status, text = self._respond(request.match_info["identifier"], payload, fault)
            reply = {"ok": True} if status == 200 else {"ok": False, "error": text}
            self._record(
                Call(RESPONSE_URL, payload, reply, fault=fault.name or None, took_effect=fault.takes_effect)
            )
        await _wait(fault.after_seconds)
        if fault.ending or fault.status != 200:
            return respond(request, fault, reply, {})
        return web.Response(status=status, text=text)

    def _respond(self, identifier: str, payload: Json, fault: CallFault) -> tuple[int, str]:
        if not fault.takes_effect:
            return fault.status, fault.code or ""
        return methods_chat.respond(self._backend, identifier, payload)

    def _outcome(self, asked: "_Asked") -> Json:
        if asked.refusal is not None:
            return asked.refusal.to_json()
        method = METHODS.get(asked.method)
        if method is None:
            return SlackError("unknown_method", req_method=asked.method).to_json()
        try:
            return method.answer(self._backend, asked.args, asked.token)
        except SlackError as error:
            return error.to_json()

    def _headers(self, asked: "_Asked", outcome: Json) -> dict[str, str]:
        if asked.token is None or not outcome["ok"]:
            return {}
        headers = {"x-oauth-scopes": ",".join(self._backend.app.granted(asked.token))}
        if METHODS[asked.method].scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(METHODS[asked.method].scopes)
        return headers

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._backend.workspace.changed.notify_all()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A call as it was sent; `refusal` is what Slack says where it can't be read."""

    method: str
    args: Json = field(default_factory=dict)
    token: str | None = None
    refusal: SlackError | None = None


async def _read(request: web.Request) -> _Asked:
    method = request.match_info["method"]
    try:
        args = await _arguments(request)
        return _Asked(method, args, _token(request, args.pop("token", None)))
    except SlackError as error:
        return _Asked(method, refusal=error)


async def _wait(seconds: float) -> None:
    if seconds:
        await asyncio.sleep(seconds)


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

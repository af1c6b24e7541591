"""What the app hears of a call that something befell."""

import asyncio
import socket
import struct
from collections.abc import Mapping

from aiohttp import web

from tests.standin.faults import RESET, CallFault, Ending
from tests.standin.wire import Json

PAGE = """<!DOCTYPE html><html><head><title>Slack</title></head>
<body><h1>Server Error</h1><p>It looks like there was a problem on our end.</p></body></html>"""


def told(fault: CallFault, outcome: Json) -> Json:
    """Return what the app is told in JSON; {} where that is nothing."""
    if fault.ending or fault.status >= 500:
        return {}
    return {"ok": False, "error": fault.code} if fault.code else outcome


def respond(
    request: web.Request, fault: CallFault, reply: Json, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Return the response that says so; where there is none, end the connection."""
    if fault.ending:
        end_connection(request.transport, fault.ending)
    if fault.status >= 500:
        return web.Response(status=fault.status, text=PAGE, content_type="text/html")
    if fault.retry_after is not None:
        headers = {**headers, "Retry-After": str(fault.retry_after)}
    return web.json_response(reply, status=fault.status, headers=headers)


def end_connection(transport: asyncio.Transport | None, ending: Ending) -> None:
    """Close a connection at once, or reset it; it may be closed already."""
    if transport is None or transport.is_closing():
        return
    if ending == RESET:
        # With a linger of no seconds the system sends RST in place of FIN.
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    transport.abort()

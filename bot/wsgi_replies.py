"""What our own HTTP paths answer with."""

import json
from collections.abc import Iterable
from wsgiref.types import StartResponse


def json_reply(start_response: StartResponse, status: str, value: object) -> Iterable[bytes]:
    """Answer with a status and a value as JSON."""
    body = json.dumps(value).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]

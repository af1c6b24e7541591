"""What every part of the stand-in speaks: JSON objects, and errors by Slack's codes."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """What Slack answers instead: `{"ok": false, "error": code}`, and what explains it."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def to_json(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def refused(code: str, messages: list[str]) -> SlackError:
    """Return the error that carries its reasons, as Slack words them."""
    metadata = {"messages": [f"[ERROR] {message}" for message in messages]}
    return SlackError(code, errors=messages, response_metadata=metadata)

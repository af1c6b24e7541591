"""What is posted: a message that keeps Slack's limits."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """``blocks`` are what people see, ``text`` what notifications and screen readers say."""

    text: str
    blocks: tuple[Block, ...]

"""The letters and digits of what is shown, compared with those of what it was made from."""

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.printable import printable
from bot.slack.citations import SHORTENED

_ENTITY = re.compile(r"&#?\w+;?")


def folded(text: str) -> str:
    """Return a text's letters and digits."""
    return re.sub(r"[\W_]+", "", printable(text))


def folded_source(markdown: str) -> str:
    """Return the letters of Markdown; an entity's are those written, as code shows them, and those read."""
    return folded(_ENTITY.sub(lambda entity: entity[0] + html.unescape(entity[0]), markdown))


def is_within(words: str, source: str) -> bool:
    """Tell whether each letter of ``words`` is one of ``source``, in its order."""
    left = iter(source)
    return all(letter in left for letter in words)


def quotes(blocks: Any) -> Iterator[str]:
    """Yield the letters of each quote; the numbers of items, which are counted anew, are left out."""
    for found in dicts(blocks):
        if found.get("type") == "rich_text_quote":
            elements = [element["text"] for element in found["elements"] if element["text"] != SHORTENED]
            yield folded(re.sub(r"(?m)^\s*\d+[.)]", "", "".join(elements)))


def dicts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield each object of a payload, from the outside in."""
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from dicts(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from dicts(inner)

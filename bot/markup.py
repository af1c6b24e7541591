"""HTML and SVG, one element at a time: whatever isn't markup already is escaped."""

import html

from bot.printable import printable


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str | float) -> Markup:
    """Return an element; `class_` and `stroke_width` are written as `class` and `stroke-width`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{joined(inside)}</{name}>")


def joined(parts: tuple[str, ...] | list[str]) -> Markup:
    """Return the parts one after the other, each escaped unless it is markup."""
    return Markup(
        "".join(part if isinstance(part, Markup) else html.escape(printable(part)) for part in parts)
    )


def _value(value: str | float) -> str:
    return (
        f"{value:.2f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else html.escape(printable(str(value)))
    )

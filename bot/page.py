"""The frame of every page that Footnote writes: it loads nothing and runs nothing."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from bot.eval_rows import Rows
from bot.markup import Markup, joined, tag

STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
"""Our own style alone, by its hash: not even a style that slipped through would be followed."""


def render_page(title: str, body: Iterable[Markup]) -> str:
    """Return a page: style and plots are in it, and its policy forbids loading anything."""
    style = STYLE.read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = _POLICY.format(hash=digest)
    head = joined(
        [
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", title),
            tag("style", Markup(style)),
        ]
    )
    page = tag("html", tag("head", head), tag("body", tag("main", *body)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def figure(title: str, told: str, plot: Markup, *more: Markup) -> Markup:
    """Return a plot below its title and a line that explains it."""
    return tag("figure", tag("h2", title), tag("figcaption", told), plot, *more)


def table(rows: Rows) -> Markup:
    """Return a table, in a box that scrolls where the page is narrow."""
    styles = ["n" if column.startswith(">") else "t" for column in rows.columns]
    head = (tag("th", name.lstrip(">"), class_=s) for name, s in zip(rows.columns, styles, strict=True))
    body = (
        tag("tr", *(tag("td", cell, class_=s) for cell, s in zip(row, styles, strict=True)))
        for row in rows.rows
    )
    filled = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))
    return tag("div", filled, class_="wide")

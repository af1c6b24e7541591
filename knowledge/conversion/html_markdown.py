"""Prepared HTML → Markdown, by markdownify, with escapes only where CommonMark needs them."""

import re
from collections.abc import Set
from urllib.parse import urlsplit

from bs4.element import Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from knowledge.conversion.cleaning import clean
from knowledge.conversion.escaping import escape, escape_heading, escape_starts
from knowledge.conversion.html_structure import HEADINGS

_ANCHOR = re.compile(r"[\w:.-]+")
_FENCE = re.compile(r"`{3,}")
_EMPTY_LINES = re.compile(r"\n{3,}")
_SPACE_AT_END = re.compile(r"(?<=\S)[ \t]+$|^[ \t]+$", re.MULTILINE)
_BREAKS = re.compile(r"(?:\\\n\s*){2,}")
_BREAKS_ALONE = re.compile(r"\A\s*(?:\\\n\s*)+|(?:\s*\\\n\s*)+\Z")
_LINKED = {"http", "https", "mailto"}


def write_html(part: Tag) -> str:
    """Return the Markdown of a prepared element, each block on lines of its own."""
    for tag in part.find_all(HEADINGS):
        if not tag.decomposed:  # by one that it stands in
            _mark_anchor(tag)
    text = _Markdown().convert_soup(part)
    tidy = _EMPTY_LINES.sub("\n\n", _SPACE_AT_END.sub("", text)).strip("\n")
    return tidy + "\n" if tidy else ""


def _mark_anchor(heading: Tag) -> None:
    """Keep the id by which the page's own links find a heading, or the section that it begins."""
    inner = heading.find(["a", "span"], id=True) or heading.find("a", attrs={"name": True})
    is_first = not any(before.get_text().strip() for before in heading.previous_siblings)
    around = heading.parent if is_first else None
    ids = [heading.get("id"), inner and (inner.get("id") or inner.get("name")), around and around.get("id")]
    for link in heading.find_all("a"):
        if not any(char.isalnum() for char in link.get_text()):
            link.decompose()  # the sign that copies the heading's address
    heading["data-anchor"] = next((str(name) for name in ids if name and _ANCHOR.fullmatch(str(name))), "")


class _Markdown(MarkdownConverter):
    """Markdown as `knowledge.inline` reads it: CommonMark and tables."""

    class Options:
        bullets = "-"
        heading_style = ATX
        newline_style = BACKSLASH
        table_infer_header = True
        wrap = True  # line ends are spaces
        wrap_width = None

    def escape(self, text: str, parent_tags: Set[str]) -> str:
        words = escape(clean(text))
        return words.replace("|", "\\|") if parent_tags & {"td", "th"} else words

    def convert_a(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        """Keep links to the web; others lead nowhere from where the quote is read."""
        href = str(el.get("href") or "").strip()
        is_plain = href.isprintable() and not any(char in href for char in "<>() \\")
        if not text.strip() or not is_plain or _scheme(href) not in _LINKED:
            return text
        del el["title"]
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_p(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        lines = _BREAKS.sub("\n\n", _BREAKS_ALONE.sub("", text)).strip()
        return f"\n\n{escape_starts(lines)}\n\n" if lines else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Set[str]) -> str:  # noqa: N802 - markdownify's
        words, anchor = escape_heading(text.replace("\\\n", " ")), el.get("data-anchor")
        if not words or "_inline" in parent_tags:
            return words
        return f"\n\n{'#' * min(n, 6)} {words}{f' {{#{anchor}}}' if anchor else ''}\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        code = clean(el.get_text()).strip("\n")
        if not code.strip():
            return ""
        if "_inline" in parent_tags:
            return " ".join(code.split())
        fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(code))])
        return f"\n\n{fence}\n{code}\n{fence}\n\n"

    def convert_code(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        code = super().convert_code(el, clean(text), parent_tags)  # type: ignore[misc]
        return str(code).replace("|", "\\|") if parent_tags & {"td", "th"} else str(code)

    def convert_td(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        words = " ".join(text.replace("\\\n", " ").split())
        return str(super().convert_td(el, words, parent_tags))  # type: ignore[misc]

    convert_th = convert_td

    def convert_hr(self, el: Tag, text: str, parent_tags: Set[str]) -> str:
        return "\n\n"


def _scheme(href: str) -> str:
    try:
        return urlsplit(href).scheme.lower()
    except ValueError:
        return ""

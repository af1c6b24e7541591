"""DOCX → Markdown, by way of mammoth's HTML: headings by style, lists, tables, links; no pictures."""

from datetime import date
from typing import Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import mammoth
from bs4 import Tag

from knowledge.conversion.cleaning import clean
from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.docx_package import Parts, pack, read_parts
from knowledge.conversion.docx_styles import style_map
from knowledge.conversion.html_markdown import write_html
from knowledge.conversion.html_structure import HEADINGS, main_part, prepare
from knowledge.conversion.html_text import parse

LONGEST_HEADING = 100
_NAMES = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
_NO_TITLE = ("document", "untitled", "microsoft word", "word document", "powerpoint presentation")
_BACK_TO_THE_TEXT = "↑"


def convert_docx(data: bytes) -> Converted:
    """Read a DOCX file: its text, and the title, description, language, keywords and date that it carries.

    Raises:
        Unreadable: it isn't one, is damaged or encrypted, or costs more than it may.
    """
    parts = read_parts(data)
    try:
        html = mammoth.convert_to_html(
            pack(parts),
            style_map=style_map(parts),
            convert_image=lambda _: [],
            include_embedded_style_map=False,
        ).value
    except (
        ExpatError,
        KeyError,
        OSError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
    ) as error:  # mammoth trusts the form
        raise Unreadable("is no text that a word processor wrote.", "Save it anew as .docx.") from error
    part = main_part(parse(html))
    _name_footnotes(part)
    if not part.find(HEADINGS):
        _headings_from_bold(part)
    prepare(part)
    return Converted(text=write_html(part), **_properties(parts))


def _name_footnotes(part: Tag) -> None:
    """Part the notes, which mammoth puts last, from the last section, and drop their links back."""
    notes = part.find("li", id=lambda name: bool(name) and name.startswith(("footnote-", "endnote-")))
    if notes and notes.parent:
        heading = Tag(name="h1")
        heading.string = "Footnotes"
        notes.parent.insert_before(heading)
    for link in part.find_all("a", string=_BACK_TO_THE_TEXT):
        link.decompose()


def _headings_from_bold(part: Tag) -> None:
    """Take short paragraphs that are all bold for headings, where the author used no style for them."""
    for paragraph in part.find_all("p"):
        words = paragraph.get_text().strip()
        bold = "".join(tag.get_text() for tag in paragraph.find_all("strong")).strip()
        is_short = 0 < len(words) <= LONGEST_HEADING and words[-1] not in ".,;:"
        if is_short and words == bold and not paragraph.find_parent(["table", "li"]):
            paragraph.name, paragraph.string = "h2", words


def _properties(parts: Parts) -> dict[str, Any]:
    part = parts.get("docProps/core.xml")
    root = ElementTree.fromstring(part) if part else ElementTree.Element("none")  # noqa: S314 - checked before: no document type

    def words(name: str) -> str:
        return clean(" ".join((root.findtext(name, "", _NAMES) or "").split()))

    title = words("dc:title")
    return {
        "title": None if title.lower().startswith(_NO_TITLE) else title or None,
        "summary": words("dc:description"),
        "updated": _date(words("dcterms:modified")),
        "lang": words("dc:language") or None,
        "tags": tuple(
            filter(None, (tag.strip() for tag in words("cp:keywords").replace(";", ",").split(",")))
        ),
    }


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

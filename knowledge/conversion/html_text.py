"""HTML → Markdown: the page's own words, without what stands around them on every page of a site."""

import re
import warnings
from datetime import date

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector

from knowledge.conversion.cleaning import clean
from knowledge.conversion.converted import Converted
from knowledge.conversion.decoding import decode
from knowledge.conversion.html_markdown import write_html
from knowledge.conversion.html_structure import main_part, prepare
from knowledge.front_matter_block import split_front_matter

_DATES = ("dcterms.modified", "dc.date.modified", "article:modified_time", "last-modified", "date")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def convert_html(data: bytes) -> Converted:
    """Read a page: its main part, title, description, language and date.

    Raises:
        Unreadable: it isn't in the charset that it declares, or is nested too deeply.
    """
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    sure = declared if declared and not declared.lower().startswith("utf-16") else None
    front_matter, body = split_front_matter(decode(data, sure))
    soup = parse(body)
    title, summary, updated = _title(soup), _meta(soup, "description"), _updated(soup)
    root = soup.html
    part = main_part(soup)
    prepare(part)
    text = write_html(part)
    heading = part.find("h1")
    words = clean(" ".join(heading.get_text().split())) if heading else ""
    return Converted(
        text=text,
        title=words if words and title and words in title else title,  # not "Leave | Handbook | Company"
        summary=summary,
        updated=updated,
        lang=str(root.get("lang") or "") or None if root else None,
        front_matter=front_matter,
    )


def parse(html: str) -> BeautifulSoup:
    """Parse a page as browsers do: nothing is fetched, and no entity but HTML's own is known."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML reads well as HTML
        return BeautifulSoup(html.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")


def _title(soup: BeautifulSoup) -> str | None:
    return clean(" ".join(soup.title.get_text().split())) or None if soup.title else None


def _meta(soup: BeautifulSoup, name: str) -> str:
    for attribute in ("name", "property", "http-equiv"):
        tag = soup.find("meta", attrs={attribute: re.compile(f"^{re.escape(name)}$", re.IGNORECASE)})
        if tag and tag.get("content"):
            return clean(" ".join(str(tag["content"]).split()))
    return ""


def _updated(soup: BeautifulSoup) -> date | None:
    for name in _DATES:
        if day := _DAY.match(_meta(soup, name)):
            try:
                return date.fromisoformat(day[0])
            except ValueError:
                continue
    return None

"""A page's elements → those that hold its words, in a shape that Markdown has."""

import copy
from collections.abc import Iterable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.limits import DEEPEST

_NEVER_SHOWN = [
    "script", "style", "template", "noscript", "head", "svg", "math", "canvas", "iframe", "object", "embed",
    "audio", "video", "img", "picture", "map", "button", "input", "select", "textarea", "dialog", "nav",
    "menu",
]  # fmt: skip
_ROUND_THE_PAGE = ["header", "footer", "aside"]
_ROUND_THE_PAGE_CLASSES = {
    "navheader",
    "navfooter",
    "sphinxsidebar",
    "related",
    "breadcrumb",
    "breadcrumbs",
    "toc",
}
"""What Sphinx, DocBook and many themes call it, where they don't use HTML's own elements."""
_ROLES = ["navigation", "banner", "contentinfo", "search", "dialog", "complementary"]
_BLOCKS = {
    "p", "div", "section", "article", "main", "body", "html", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "li", "dl", "dt", "dd", "table", "pre", "blockquote", "hr", "figure", "figcaption", "details", "summary",
    "address", "header", "footer", "aside", "center", "fieldset", "form", "hgroup", "caption", "thead",
    "tbody", "tfoot", "tr",
}  # fmt: skip
_HOLDS_BLOCKS = [
    "body", "div", "section", "article", "main", "li", "blockquote", "dd", "details", "figure", "header",
    "footer",
    "aside", "center", "fieldset", "form",
]  # fmt: skip
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def main_part(soup: BeautifulSoup) -> Tag:
    """Return the element of the page's own words: its `main`, its only `article`, else the body.

    Raises:
        Unreadable: elements are nested too deeply.
    """
    _check_depth(soup)
    for name in _NEVER_SHOWN:
        _remove(soup.find_all(name))
    _remove(soup.find_all(string=lambda text: isinstance(text, PreformattedString)))
    _remove(tag for tag in soup.find_all(True) if _is_hidden(tag))
    articles = soup.find_all("article")
    main = soup.find("main") or soup.find(role="main")
    part: Tag = main or (articles[0] if len(articles) == 1 else None) or soup.body or soup
    if part is soup.body:
        for name in _ROUND_THE_PAGE:  # within an article they are its own
            _remove(tag for tag in part.find_all(name) if not tag.find_parent("article"))
    return part


def prepare(part: Tag) -> None:
    """Bring ``part`` into a shape that Markdown has, in place; the words stay the same, in their order."""
    _unwrap_layout_tables(part)
    for table in part.find_all("table"):
        _reduce_to_rows(table)
    _complete_rows(part)
    _lists_from_definitions(part)
    for paragraph in part.find_all("p"):
        if any(_is_block(child) for child in paragraph.children):  # one that the page left open
            paragraph.name = "div"
    for tag in [part, *part.find_all(_HOLDS_BLOCKS)]:
        _wrap_loose_words(tag)


def _check_depth(soup: BeautifulSoup) -> None:
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return
    problem = f"has elements within elements, more than {DEEPEST} deep."
    raise Unreadable(problem, "Save the text alone, as HTML or Markdown.")


def _is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return (
        not _ROUND_THE_PAGE_CLASSES.isdisjoint(tag.get_attribute_list("class"))
        or tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or str(tag.get("role", "")) in _ROLES
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _remove(elements: Iterable[PageElement]) -> None:
    for element in list(elements):
        if not getattr(element, "decomposed", False):
            element.extract()


def _unwrap_layout_tables(part: Tag) -> None:
    """Turn a table that only places things on the page into what it places."""
    for table in part.find_all("table"):
        cells = table.find_all(["td", "th"])
        if table.find("table") or table.find(HEADINGS) or len(cells) < 2:
            for tag in [*cells, *table.find_all(["thead", "tbody", "tfoot", "tr", "caption"]), table]:
                tag.name = "div"


def _reduce_to_rows(table: Tag) -> None:
    """Leave a table nothing but rows, the first of them its header; its caption goes before it.

    Cells and rows within a cell are words of it: a tag that a browser doesn't know has kept it open.
    """
    for caption in table.find_all("caption"):
        caption.name = "p"
        table.insert_before(caption.extract())
    _remove(table.find_all(["colgroup", "col"]))
    for group in table.find_all(["thead", "tbody", "tfoot"]):
        group.unwrap()
    for tag in table.find_all(["tr", "td", "th"]):
        if tag.find_parent(["td", "th"]):
            tag.name = "div"


def _complete_rows(part: Tag) -> None:
    """Repeat a cell that spans rows in each of them: a row is quoted without the others."""
    for table in part.find_all("table"):
        open_cells: dict[int, tuple[int, Tag]] = {}
        for row in table.find_all("tr"):
            open_cells = _complete_row(row, open_cells)


def _complete_row(row: Tag, open_cells: dict[int, tuple[int, Tag]]) -> dict[int, tuple[int, Tag]]:
    """Insert the cells that earlier rows left open, by column; return those that go on below this row."""
    still_open = {column: (left - 1, cell) for column, (left, cell) in open_cells.items() if left > 1}
    own, column = row.find_all(["td", "th"]), 0
    for cell in own:
        while column in open_cells:
            cell.insert_before(copy.copy(open_cells[column][1]))
            column += 1
        rows = _number(cell.attrs.pop("rowspan", "1"))
        if rows > 1:
            still_open[column] = (rows - 1, cell)
        column += _number(cell.get("colspan", "1"))
    for _, (_, cell) in sorted((place, open_) for place, open_ in open_cells.items() if place >= column):
        row.append(copy.copy(cell))
    return still_open


def _number(value: object) -> int:
    text = str(value)
    return min(int(text), 1000) if text.isdecimal() and len(text) < 6 else 1


def _lists_from_definitions(part: Tag) -> None:
    """Turn terms and definitions into a list: each term an item, what defines it within."""
    for terms in part.find_all("dl"):
        terms.name, item = "ul", None
        for tag in terms.find_all(["dt", "dd"]):
            if tag.name == "dt" or item is None:
                tag.name, item = "li", tag
                continue
            tag.name = "div"
            item.append(tag.extract())


def _wrap_loose_words(tag: Tag) -> None:
    """Put words that stand beside blocks into paragraphs: so each line of Markdown has one beginning."""
    run: list[PageElement] = []
    for child in [*tag.children, None]:
        if child is not None and not _is_block(child):
            run.append(child)
            continue
        if any(not isinstance(element, NavigableString) or element.strip() for element in run):
            paragraph = Tag(name="p")
            run[0].insert_before(paragraph)
            paragraph.extend(run)
        run = []


def _is_block(element: PageElement) -> bool:
    if not isinstance(element, Tag):
        return False
    return element.name in _BLOCKS or (element.find(list(_BLOCKS)) is not None)

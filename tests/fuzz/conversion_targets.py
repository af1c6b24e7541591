"""Files in other formats, converted in this process: HTML, DOCX, PDF and plain text."""

import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from io import BytesIO
from random import Random

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.worker import convert
from knowledge.density import TooDense
from knowledge.guide_formats import Format
from knowledge.sections import Body
from tests.documents import Text, column, docx, paragraph, pdf, table
from tests.fuzz.mutation import mixed, mutated, mutated_bytes
from tests.fuzz.pieces import HTML, MARKDOWN
from tests.fuzz.promises import check_line
from tests.fuzz.samples import TEXT
from tests.fuzz.target import Problem, Target, broken, unescaped

_PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Leave | Site</title>"
    "<meta name=description content=d></head><body><nav>x</nav><main><h1 id=a>Leave</h1>"
    "<p>Ask <b>three</b> days &amp; <a href='https://x.example'>form</a>.</p><ul><li>one<ul><li>two</li></ul>"
    "</li></ul><table><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e</table><dl><dt>t<dd>d</dl>"
    "<pre>x = 1</pre></main></body></html>"
)
_BODY = (
    paragraph("Leave", "T")
    + paragraph("Sick leave", "H1")
    + paragraph("Call before ten * always.")
    + paragraph("Bold", bold=True)
    + table([["Day", "Note"], ["4", "yes | no"], ["^", "or later"]])
)
_XML = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>x</w:t>", "<w:tbl>", "<w:tr>", "<w:tc>",
    "</w:tc></w:tr></w:tbl>", "<w:br/>", "<w:tab/>", '<w:pStyle w:val="H1"/>',
    '<w:numPr><w:ilvl w:val="9"/><w:numId w:val="1"/></w:numPr>', '<w:gridSpan w:val="-1"/>', "<w:vMerge/>",
    '<w:hyperlink r:id="x">', '<w:footnoteReference w:id="2"/>', "<w:sdt>", "<mc:AlternateContent>", "&#0;",
    "&lt;", "<!DOCTYPE x>", "<?x?>", '<w:sym w:font="Symbol" w:char="F0B7"/>',
    '<w:fldChar w:fldCharType="begin"/>', "<w:instrText>HYPERLINK x</w:instrText>", "<w:del>",
)  # fmt: skip
_PARTS = (
    "word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels", "[Content_Types].xml",
    "word/numbering.xml",
)  # fmt: skip


@lru_cache(maxsize=1)
def _pdfs() -> tuple[bytes, ...]:
    lines = column(["Leave", "", "Ask three days ahead. It is", "a rule.", "- one", "- two"])
    outlined = pdf([lines, lines], {"Title": "Leave", "Subject": "s"}, [("Leave", 1), ("Sick", 2)])
    return outlined, pdf([[Text("One", size=20), Text("word", base=600)]]), pdf([lines], password="secret")


def _html(random: Random) -> bytes:
    text = mixed(random, HTML) if random.random() < 0.5 else mutated(random, _PAGE, HTML)
    data = text.encode(random.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")
    return mutated_bytes(random, data) if random.random() < 0.2 else data


def _docx(random: Random) -> bytes:
    if random.random() < 0.3:
        return mutated_bytes(random, docx(_BODY))
    part = random.choice(_PARTS)
    with zipfile.ZipFile(BytesIO(docx(_BODY, "<dc:title>Leave</dc:title>"))) as archive:
        old = archive.read(part).decode() if part in archive.namelist() else "<w:numbering/>"
    if part == "word/document.xml" and random.random() < 0.7:
        return docx(mutated(random, _BODY, _XML).encode("utf-8", "replace").decode())
    return docx(_BODY, parts={part: mutated(random, old, (*_XML, '"', "<", ">")).encode("utf-8", "replace")})


def _pdf(random: Random) -> bytes:
    return mutated_bytes(random, random.choice(_pdfs()))


def _plain(random: Random) -> bytes:
    text = mixed(random, MARKDOWN) if random.random() < 0.6 else mutated(random, TEXT, MARKDOWN)
    return text.encode(random.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")


def _check(form: Format, data: bytes) -> Iterator[Problem]:
    try:
        with _recursion():
            converted = convert(form, data)
    except Unreadable as error:
        yield from check_line(error)
        return
    converted.text.encode()
    pages = converted.pages
    if list(pages) != sorted(pages) or any(not 0 <= at <= len(converted.text) for at in pages):
        yield broken(f"pages out of order: {pages}")
    if form is Format.HTML and "\x1b" in converted.text:
        yield unescaped("an escape of terminals is left in the text")
    yield from _check_text(converted.text)


def _check_text(text: str) -> Iterator[Problem]:
    try:
        body = Body.from_source(text, 0, "en")
    except TooDense:
        return
    for section in body.sections("g", "T"):
        for passage in section.passages:
            if not section.span.covers(passage.span):
                yield broken("a passage outside its section")


@contextmanager
def _recursion() -> Iterator[None]:
    """Allow as many calls in each other as the process does that converts."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(5000)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _checking(form: Format) -> Callable[[bytes], Iterable[Problem]]:
    return partial(_check, form)


TARGETS = (
    Target("HTML files", 30, _html, _checking(Format.HTML), bytes, (_PAGE.encode(),)),
    Target("DOCX files", 25, _docx, _checking(Format.DOCX)),
    Target("PDF files", 20, _pdf, _checking(Format.PDF)),
    Target("text files", 25, _plain, _checking(Format.TEXT), bytes, (TEXT.encode(),)),
)

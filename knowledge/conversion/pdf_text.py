"""PDF → Markdown by pdfium: headings, paragraphs across lines and pages, and where each page begins."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pypdfium2 as pdfium
from pypdfium2 import raw

from knowledge.conversion.blocks import Block, BlockKind, write_blocks
from knowledge.conversion.cleaning import clean
from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.limits import MOST_PAGES
from knowledge.conversion.pdf_blocks import read_blocks
from knowledge.conversion.pdf_lines import PageLines, read_page
from knowledge.conversion.pdf_margins import text_lines
from knowledge.conversion.pdf_outline import read_outline

FEW_HEADINGS = 20
"""A PDF with more pages than this for each of its headings gets a section for each page instead."""
_END = b"%%EOF"
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_PROGRAM = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel) - )|\.(?:docx?|pptx?|xlsx?|indd|pdf|odt|rtf|tex|dvi|qxd)$", re.I
)
_NO_TITLE = re.compile(r"(?:untitled|document|slide|powerpoint presentation|title)\b.{0,4}|.*[/\\].*", re.I)


def convert_pdf(data: bytes) -> Converted:
    """Read a PDF: the text of its pages, and its title, subject, language, keywords and date.

    Raises:
        Unreadable: it is damaged or cut off, has a password, too many pages, or no text.
    """
    if _END not in data[-2048:]:
        raise Unreadable("is cut off: a PDF's last line is missing.", "Copy or export it once more.")
    document = _open(data)
    try:
        pages, notes = _read_pages(document)
        blocks = read_blocks(text_lines(pages), read_outline(document))
        blocks = list(_by_page(blocks, len(pages)))
        text, starts = write_blocks(blocks, len(pages))
        info = document.get_metadata_dict()
        return Converted(
            text=text,
            pages=starts,
            title=_title(clean(info.get("Title", ""))),
            summary=clean(info.get("Subject", "")).strip(),
            updated=_date(info.get("ModDate") or info.get("CreationDate") or ""),
            lang=_language(document),
            tags=tuple(
                filter(None, (tag.strip() for tag in re.split("[,;]", clean(info.get("Keywords", "")))))
            ),
            notes=notes,
        )
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("has a password.", "Save it without one.") from error
        raise Unreadable("is damaged, or no PDF.", "Copy or export it once more.") from error
    if not pages:
        raise Unreadable("has no page.", "Export it once more.")
    if pages > MOST_PAGES:
        raise Unreadable(f"has {pages:,} pages; a guide may have {MOST_PAGES:,}.", "Split it.")
    return document


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[PageLines], tuple[tuple[str, str], ...]]:
    pages: list[PageLines] = []
    damaged: list[int] = []
    for number in range(1, len(document) + 1):
        try:
            pages.append(read_page(document, number))
        except pdfium.PdfiumError:
            damaged.append(number)
            pages.append(PageLines((), 0.0, 0))
    silent = [number for number, page in enumerate(pages, start=1) if not page.lines]
    if len(silent) == len(pages):
        cure = "Run text recognition (OCR) on it, and save the PDF with its text."
        raise Unreadable("has no text: its pages are pictures.", cure)
    letters = sum(len(line.words) for page in pages for line in page.lines)
    if sum(page.unmapped for page in pages) > letters / 5:
        cure = "Export it once more with its fonts' characters, or run text recognition (OCR) on it."
        raise Unreadable("doesn't say which letters its fonts draw.", cure)
    return pages, tuple(_notes(silent, damaged, len(pages)))


def _notes(silent: Sequence[int], damaged: Sequence[int], pages: int) -> Iterator[tuple[str, str]]:
    if damaged:
        yield f"page {damaged[0]} can't be read ({len(damaged)} of {pages} in all).", "Export it once more."
    elif len(silent) > pages / 4:
        cure = "If they are pictures of text, run text recognition (OCR) on them."
        yield f"{len(silent)} of {pages} pages have no text, page {silent[0]} for one.", cure


def _by_page(blocks: Sequence[Block], pages: int) -> Iterator[Block]:
    """Put a heading before each page's blocks where the text has next to none of its own."""
    headings = sum(block.kind is BlockKind.HEADING for block in blocks)
    if headings * FEW_HEADINGS >= pages and headings > 0:
        yield from blocks
        return
    last = 0
    for block in blocks:
        page = block.parts[0][0]
        if page != last:
            yield Block(BlockKind.HEADING, [(page, f"Page {page}")], 2)
            last = page
        is_heading = block.kind is BlockKind.HEADING
        yield replace(block, level=min(block.level + 2, 6)) if is_heading else block


def _title(given: str) -> str | None:
    """Return a title that somebody wrote, None for one that only names a file or a program."""
    title = " ".join(_PROGRAM.sub("", given.strip()).split())
    return None if _PROGRAM.search(given) or _NO_TITLE.fullmatch(title) or not title else title


def _date(text: str) -> date | None:
    found = _DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _language(document: pdfium.PdfDocument) -> str | None:
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if length <= 2:
        return None
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip() or None

"""A DOCX file's parts, unpacked within limits and checked before anything reads them."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.limits import (
    DEEPEST,
    MOST_PARTS,
    MOST_UNPACKED_BYTES,
    MOST_UNPACKED_RATIO,
    SMALL_PART_BYTES,
)

Parts = dict[str, bytes]
"""XML by the name of its part."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a .doc file begins, and an encrypted .docx file as well."""
_XML = (".xml", ".rels")


def read_parts(data: bytes) -> Parts:
    """Unpack the XML of a DOCX file; pictures, fonts and macros stay packed.

    Raises:
        Unreadable: it isn't one, is damaged or encrypted, unpacks to too much, or declares entities.
    """
    if data.startswith(_OLE):
        cure = "Save it as .docx without a password."
        raise Unreadable("has a password, or is an old .doc file under the name of a .docx.", cure)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = dict(_unpack(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        problem = "is damaged or cut off: it is no complete zip archive."
        raise Unreadable(problem, "Copy or save it once more.") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise Unreadable("has a password.", "Save it without one.") from error
    for name, part in parts.items():
        _check_xml(name, part)
    return parts


def pack(parts: Parts) -> io.BytesIO:
    """Return an archive of nothing but ``parts``: who reads it meets only what was checked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _unpack(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield each part of XML; none unpacks to more than the directory says of it, which is checked."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        problem = f"holds {len(entries):,} files; a DOCX file may hold {MOST_PARTS:,}."
        raise Unreadable(problem, "Save it anew.")
    wanted = [entry for entry in entries if entry.filename.lower().endswith(_XML)]
    size = sum(entry.file_size for entry in wanted)
    ratio = max((_ratio(entry) for entry in wanted), default=0)
    if size > MOST_UNPACKED_BYTES or ratio > MOST_UNPACKED_RATIO:
        problem = f"unpacks to {size / 1e6:,.0f} MB, up to {ratio:,.0f} times its size."
        cure = f"Split it: {MOST_UNPACKED_BYTES / 1e6:.0f} MB and {MOST_UNPACKED_RATIO} times may be."
        raise Unreadable(problem, cure)
    for entry in wanted:
        yield entry.filename, archive.read(entry)


def _ratio(entry: zipfile.ZipInfo) -> float:
    if entry.file_size < SMALL_PART_BYTES:
        return 0.0
    return entry.file_size / max(1, entry.compress_size)


def _check_xml(name: str, part: bytes) -> None:
    """Refuse XML with a document type, without which nothing can be expanded or fetched, and deep XML."""
    parser, depth = expat.ParserCreate(namespace_separator=" "), 0

    def refuse_type(*_: object) -> None:
        problem = f"declares a document type in {name}, which no word processor does."
        raise Unreadable(problem, "Save it anew with a word processor.")

    def go_down(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            problem = f"has elements within elements in {name}, more than {DEEPEST} deep."
            raise Unreadable(problem, "Save the text alone, without tables in tables.")

    def go_up(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse_type
    parser.StartElementHandler, parser.EndElementHandler = go_down, go_up
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError) as error:  # or an unknown encoding
        raise Unreadable(f"is damaged: {name} is not well-formed XML.", "Save it anew.") from error

"""DOCX and PDF files made by hand, byte for byte the same each time, so that tests know what is in them."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="House"><w:name w:val="Bob's section"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="C1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""


def paragraph(words: str, style: str = "", *, bold: bool = False) -> str:
    """Return a paragraph of Word's XML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{properties}<w:r>{weight}<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Word's XML; a cell of "^" goes on from the row above."""
    cells = (
        "".join(
            "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
            if words == "^"
            else f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(words)}</w:tc>'
            for words in row
        )
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, core: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a DOCX file with ``body`` in its document, ``core`` as properties, and other ``parts``."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    properties = (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{core}</cp:coreProperties>"
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": document,
        "word/styles.xml": _STYLES,
        "docProps/core.xml": properties,
        **(parts or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@dataclass(frozen=True)
class Text:
    """Words on a page: from the left and from the bottom in points, size, and whether they are bold."""

    words: str
    left: float = 72
    base: float = 700
    size: float = 11
    bold: bool = False


def column(lines: Sequence[str | Text], top: float = 700) -> list[Text]:
    """Set lines below each other, 14 points apart; "" leaves a gap, a `Text` keeps its size and weight."""
    set_lines = []
    for i, line in enumerate(lines):
        text = line if isinstance(line, Text) else Text(line)
        if text.words:
            set_lines.append(Text(text.words, text.left, top - 14 * i, text.size, text.bold))
    return set_lines


def pdf(
    pages: Sequence[Sequence[Text]],
    info: Mapping[str, str] | None = None,
    outline: Sequence[tuple[str, int]] = (),
    password: str = "",
) -> bytes:
    """Return a PDF with ``info`` and an ``outline`` of (title, page from 1); encrypted with ``password``."""
    writer = _PdfWriter(password)
    kids = " ".join(f"{_FIRST_PAGE + 2 * i} 0 R" for i in range(len(pages)))
    first_mark = _FIRST_PAGE + 2 * len(pages)
    marks = f"/Outlines {first_mark} 0 R" if outline else ""
    writer.add(f"<</Type/Catalog/Pages 2 0 R/Lang(en-GB){marks}>>")
    writer.add(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 612 792]>>")
    for name in ("Helvetica", "Helvetica-Bold"):
        writer.add(f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
    writer.add(f"<<{''.join(f'/{key}({_quoted(value)})' for key, value in (info or {}).items())}>>")
    for i, page in enumerate(pages):
        fonts = "/Resources<</Font<</F 3 0 R/B 4 0 R>>>>"
        writer.add(f"<</Type/Page/Parent 2 0 R/Contents {_FIRST_PAGE + 2 * i + 1} 0 R{fonts}>>")
        writer.add_stream("\n".join(map(_drawn, page)))
    if outline:
        last = first_mark + len(outline)
        writer.add(f"<</Type/Outlines/First {first_mark + 1} 0 R/Last {last} 0 R/Count {len(outline)}>>")
        for i, (title, page_number) in enumerate(outline, start=first_mark + 1):
            target = _FIRST_PAGE + 2 * (page_number - 1)
            after = f"/Next {i + 1} 0 R" if i < last else ""
            writer.add(f"<</Title({_quoted(title)})/Parent {first_mark} 0 R/Dest[{target} 0 R/Fit]{after}>>")
    return writer.finish()


def pdf_of_stream(compressed: bytes) -> bytes:
    """Return a PDF of one page, whose content is what ``compressed`` unpacks to."""
    writer = _PdfWriter("")
    writer.add("<</Type/Catalog/Pages 2 0 R>>")
    writer.add("<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>")
    writer.add("<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
    writer.add_stream("", compressed)
    writer.add("<<>>")
    return writer.finish()


_FIRST_PAGE = 6


def _drawn(text: Text) -> str:
    font = "B" if text.bold else "F"
    return f"BT /{font} {text.size} Tf {text.left} {text.base} Td ({_quoted(text.words)}) Tj ET"


def _quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


class _PdfWriter:
    """Numbers a PDF's objects from 1, and ends it with their places and, if need be, its encryption."""

    def __init__(self, password: str) -> None:
        self.out = bytearray(b"%PDF-1.4\n")
        self.places: list[int] = []
        self.id = hashlib.md5(b"fixed").digest()  # noqa: S324 - what PDF 1.4 asks for
        self.owner, self.key = _rc4_keys(password, self.id) if password else (b"", b"")

    def add(self, content: str | bytes) -> None:
        self.places.append(len(self.out))
        body = content if isinstance(content, bytes) else content.encode("cp1252")
        self.out += b"%d 0 obj\n" % len(self.places) + body + b"\nendobj\n"

    def add_stream(self, content: str, compressed: bytes | None = None) -> None:
        data = compressed or zlib.compress(content.encode("cp1252"))
        if self.key:
            number = len(self.places) + 1
            own = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()  # noqa: S324
            data = _rc4(own[:10], data)
        self.add(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(data) + data + b"\nendstream")

    def finish(self) -> bytes:
        encrypt = ""
        if self.key:
            user = _rc4(self.key, _PADDING)
            self.add(f"<</Filter/Standard/V 1/R 2/O<{self.owner.hex()}>/U<{user.hex()}>/P -4>>")
            encrypt = f"/Encrypt {len(self.places)} 0 R"
        start = len(self.out)
        self.out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.places) + 1)
        for place in self.places:
            self.out += b"%010d 00000 n \n" % place
        ids = f"/ID[<{self.id.hex()}><{self.id.hex()}>]"
        trailer = f"<</Size {len(self.places) + 1}/Root 1 0 R/Info 5 0 R{ids}{encrypt}>>"
        self.out += f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(self.out)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4_keys(password: str, file_id: bytes) -> tuple[bytes, bytes]:
    """Return PDF 1.4's owner entry and 40-bit key for a password that is both user's and owner's."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324
    rights = (-4).to_bytes(4, "little", signed=True)
    return owner, hashlib.md5(padded + owner + rights + file_id).digest()[:5]  # noqa: S324


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)

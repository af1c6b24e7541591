"""DOCX: headings by style, lists, tables; and no file that lies, swells or asks for others."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.docx_text import convert_docx
from tests.documents import W, docx, paragraph, table

CORE = (
    "<dc:title>Leave rules</dc:title><dc:description>Ask early.</dc:description>"
    "<dc:language>en-GB</dc:language>"
    "<cp:keywords>leave; sick</cp:keywords><dcterms:modified>2026-11-02T10:00:00Z</dcterms:modified>"
)
BODY = (
    paragraph("Leave", "T")
    + paragraph("Sick leave 3", "C1")
    + paragraph("Sick leave", "H1")
    + paragraph("Call before ten * always, & wait.")
    + paragraph("# not a heading")
    + paragraph("Doctors", "House")
    + table([["Day", "Note"], ["4", "yes | no"], ["^", "or later"]])
)


def test_headings_tables_and_properties_are_read() -> None:
    read = convert_docx(docx(BODY, CORE))
    assert read.text == (
        "# Leave\n\n# Sick leave\n\nCall before ten * always, & wait.\n\n\\# not a heading\n\n"
        "## Doctors\n\n| Day | Note |\n| --- | --- |\n| 4 | yes \\| no |\n| 4 | or later |\n"
    )
    assert (read.title, read.summary, read.lang, read.tags, read.updated) == (
        "Leave rules", "Ask early.", "en-GB", ("leave", "sick"), date(2026, 11, 2),
    )  # fmt: skip


def test_the_same_file_gives_the_same_text() -> None:
    assert convert_docx(docx(BODY, CORE)) == convert_docx(docx(BODY, CORE))


def test_short_bold_paragraphs_are_headings_where_no_style_says_so() -> None:
    body = paragraph("Sick leave", bold=True) + paragraph("Call.") + paragraph("Note this.", bold=True)
    assert convert_docx(docx(body)).text == "## Sick leave\n\nCall.\n\n**Note this.**\n"


def test_a_program_s_own_title_is_none() -> None:
    assert convert_docx(docx(BODY, "<dc:title>Document1</dc:title>")).title is None


@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "customXml/item1.xml"])
def test_entities_are_refused_wherever_they_are_declared(part: str) -> None:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l9;</x>'
    with pytest.raises(Unreadable, match=f"declares a document type in {part}"):
        convert_docx(docx(BODY, parts={part: bomb}))
    outside = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'
    with pytest.raises(Unreadable, match="declares a document type"):
        convert_docx(docx(BODY, parts={part: outside.encode("utf-16")}))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(Unreadable, match=r"unpacks to 30 MB, up to \d,\d{3} times its size"):
        convert_docx(docx(BODY, parts={"word/comments.xml": b" " * 30_000_000}))
    with pytest.raises(Unreadable, match="holds 5,006 files"):
        convert_docx(docx(BODY, parts={f"x{i}.xml": "<x/>" for i in range(5_001)}))
    deep = "<x>" * 300 + "</x>" * 300
    with pytest.raises(Unreadable, match=r"elements within elements in deep\.xml, more than 200 deep"):
        convert_docx(docx(BODY, parts={"deep.xml": deep}))


def test_a_directory_that_understates_a_part_is_damage() -> None:
    data = docx(BODY, parts={"word/comments.xml": b"<x>" + b" " * 3_000_000 + b"</x>"})
    lying = bytearray(data)
    entry = lying.rindex(b"word/comments.xml") - 46  # its place in the archive's directory
    assert lying[entry : entry + 4] == b"PK\x01\x02"
    lying[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="damaged or cut off"):
        convert_docx(bytes(lying))


def test_pictures_and_macros_are_never_unpacked() -> None:
    text = convert_docx(docx(BODY, parts={"word/media/image1.png": b"\0" * 60_000_000})).text
    assert text.startswith("# Leave\n")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is damaged or cut off"),
        (docx(BODY)[:-200], "is damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "has a password, or is an old .doc file"),
        (docx(BODY, parts={"word/document.xml": "<w:document"}), "word/document.xml is not well-formed XML"),
        (docx("", parts={"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "is no text that a word"),
    ],
)
def test_what_is_no_docx_file_is_named(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        convert_docx(data)
    assert says in caught.value.problem


def test_an_encrypted_archive_is_named() -> None:
    data = bytearray(docx(BODY))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        places = [entry.header_offset for entry in archive.infolist()]
    for place in places:
        data[place + 6] |= 1
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    with pytest.raises(Unreadable, match=r"has a password\. Save it without one\."):
        convert_docx(bytes(data))


def test_notes_stand_apart_from_the_last_section_and_deleted_text_is_gone() -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    note = paragraph("Unless you work at night.")
    body = (
        paragraph("Sick leave", "H1")
        + '<w:p><w:r><w:t>Call before ten.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        + '<w:ins><w:r><w:t xml:space="preserve"> Now.</w:t></w:r></w:ins>'
        + "<w:del><w:r><w:delText>Later.</w:delText></w:r></w:del></w:p>"
    )
    parts = {
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relations}/footnotes" Target="footnotes.xml"/></Relationships>'
        ),
        "word/footnotes.xml": (
            f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
        ),
    }
    assert convert_docx(docx(body, parts=parts)).text == (
        "# Sick leave\n\nCall before ten.[1] Now.\n\n# Footnotes\n\n1. Unless you work at night.\n"
    )

"""A folder of guides in all formats: each is read, or named with the reason and the cure."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from knowledge.guide_files import GuideDefaults, guide_files
from knowledge.reading import read_guides
from tests.documents import Text, column, docx, paragraph, pdf

TRAVEL = pdf(
    [
        column([Text("Booking", size=16, bold=True), "Book every trip in the portal."]),
        column([Text("Hotels", size=16, bold=True), "A hotel may cost 140 euros a night."]),
    ],
    {"Title": "Travel policy", "ModDate": "D:20261102"},
)
SIDECAR = """title: Trips
tags: [travel]
footnote:
  url: https://h.example/trips.pdf
  owner: "#travel"
  questions: {hotels: ["what may a room cost?"]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# Laptops\nAsk IT.\n")
    (tmp_path / "b.html").write_text("<title>Leave</title><h1 id=top>Leave</h1><p>Ask early.")
    (tmp_path / "c.docx").write_bytes(docx(paragraph("Pay", "H1") + paragraph("Monthly.")))
    (tmp_path / "d.PDF").write_bytes(TRAVEL)
    (tmp_path / "e.txt").write_text("Parking\n\nBehind the house.\n")
    return tmp_path


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in read_guides(folder).problems]


def test_every_format_is_a_guide_whose_hash_is_of_its_text(folder: Path) -> None:
    guides = read_guides(folder, GuideDefaults(base_url="https://h.example")).guides
    assert [(guide.path, guide.title, guide.url) for guide in guides] == [
        ("a.md", "Laptops", "https://h.example/a"),
        ("b.html", "Leave", "https://h.example/b.html"),
        ("c.docx", "Pay", "https://h.example/c.docx"),
        ("d.PDF", "Travel policy", "https://h.example/d.PDF"),
        ("e.txt", "Parking", "https://h.example/e.txt"),
    ]
    assert [guide.sha256 for guide in guides] == [
        hashlib.sha256(guide.source.encode()).hexdigest() for guide in guides
    ]
    assert [guide.original_sha256 for guide in guides] == [
        "", *(hashlib.sha256((folder / guide.path).read_bytes()).hexdigest() for guide in guides[1:]),
    ]  # fmt: skip
    assert [[section.anchor for section in guide.sections] for guide in guides] == [
        ["laptops"], ["top"], ["pay"], ["booking", "hotels"], ["parking"],
    ]  # fmt: skip


def test_each_statement_of_a_pdf_has_its_page(folder: Path) -> None:
    guide = read_guides(folder).guides[3]
    assert guide.updated == date(2026, 11, 2)
    statements = [s for section in guide.sections for p in section.passages for s in p.statements]
    assert [(s.span.of(guide.source), guide.page_of(s.span.start)) for s in statements] == [
        ("Book every trip in the portal.", 1), ("A hotel may cost 140 euros a night.", 2),
    ]  # fmt: skip
    assert [guide.page_of(0), guide.page_of(10_000), read_guides(folder).guides[0].page_of(0)] == [1, 2, None]


def test_a_sidecar_says_what_front_matter_says(folder: Path) -> None:
    (folder / "d.PDF.yaml").write_text(SIDECAR)
    guide = read_guides(folder, GuideDefaults(owner="#all")).guides[3]
    assert (guide.title, guide.tags, guide.url, guide.owner, guide.updated) == (
        "Trips", ("travel",), "https://h.example/trips.pdf", "#travel", date(2026, 11, 2),
    )  # fmt: skip
    assert guide.questions == {"hotels": ("what may a room cost?",)}
    assert [file.name for file in guide_files(folder)][3:5] == ["d.PDF", "d.PDF.yaml"]


def test_a_sidecar_limits_the_audience(folder: Path) -> None:
    (folder / "c.docx.yml").write_text("footnote: {audience: [S0HR]}\n")
    guides = {guide.path: guide for guide in read_guides(folder).guides}
    assert guides["c.docx"].audience == ("S0HR",)


@pytest.mark.parametrize(
    ("sidecars", "problem"),
    [
        (
            {"c.docx.yaml": "title: Pay\nfootnote:\n  audiance: [hr]\n"},
            "c.docx.yaml:3: `footnote.audiance` is no key of ours.",
        ),
        (
            {"c.docx.yaml": "title: Pay\naudience: [S01]\n"},
            "c.docx.yaml:2: `audience` is no key of a guide.",
        ),
        ({"c.docx.yaml": "title: a: b\n"}, "c.docx.yaml:1: the file is not valid YAML"),
        ({"c.docx.yaml": "- hr\n"}, "c.docx.yaml:1: the file is not `key: value` lines."),
        ({"c.docx.yaml": "", "c.docx.yml": ""}, "c.docx.yaml:1: says what c.docx.yml says, too."),
    ],
)
def test_a_guide_with_a_broken_sidecar_is_left_out(
    folder: Path, sidecars: dict[str, str], problem: str
) -> None:
    for name, text in sidecars.items():
        (folder / name).write_text(text)
    (found,) = problems(folder)
    assert found.startswith(problem)
    assert "c.docx" not in [guide.path for guide in read_guides(folder).guides]


def test_a_sidecar_without_its_guide_is_named(folder: Path) -> None:
    (folder / "gone.pdf.yaml").write_text("title: Gone\n")
    (folder / "a.md.yaml").write_text("title: somebody else's\n")
    assert [str(note) for note in read_guides(folder).warnings] == [
        "gone.pdf.yaml:1: there is no gone.pdf beside it. Name it after its guide, or delete it."
    ]


def test_front_matter_of_html_is_read_and_not_beside_a_sidecar(folder: Path) -> None:
    (folder / "b.html").write_text("---\nfootnote: {owner: '#leave'}\n---\n<h1>Leave</h1><p>Ask early.")
    assert read_guides(folder).guides[1].owner == "#leave"
    (folder / "b.html.yaml").write_text("title: Leave\n")
    assert problems(folder) == [
        "b.html:1: has front matter and a YAML file beside it as well. Move it all into one of them."
    ]
    (folder / "b.html.yaml").unlink()
    (folder / "b.html").write_text("---\nfootnote: {audience: [S0HR]}\n<p>Ask early.")
    assert problems(folder) == ["b.html:1: the front matter has no end. Close it with a line that is `---`."]


def test_what_can_t_be_read_is_named_and_the_rest_is_read(folder: Path) -> None:
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "text.odt").write_bytes(b"PK")
    (folder / "cut.docx").write_bytes(docx(paragraph("Words."))[:300])
    (folder / "cut.pdf").write_bytes(TRAVEL[:600])
    (folder / "locked.pdf").write_bytes(pdf([column(["Words of it."])], password="secret"))
    (folder / "scan.pdf").write_bytes(pdf([[]]))
    (folder / "large.txt").write_bytes(b"word " * 4_000_001)
    (folder / "empty.html").write_text("<script>x</script>")
    assert len(read_guides(folder).guides) == 5
    assert problems(folder) == [
        "cut.docx:1: is damaged or cut off: it is no complete zip archive. Copy or save it once more.",
        "cut.pdf:1: is cut off: a PDF's last line is missing. Copy or export it once more.",
        "empty.html:1: the guide has no text. Write it, or delete the file.",
        "large.txt:1: is 20.0 MB; a guide may have 20 MB. Split it.",
        "locked.pdf:1: has a password. Save it without one.",
        "old.doc:1: is an old Word file, which can't be read. Save it as .docx or PDF.",
        "scan.pdf:1: has no text: its pages are pictures. "
        "Run text recognition (OCR) on it, and save the PDF with its text.",
        "text.odt:1: is an OpenDocument text, which can't be read. Save it as .docx or PDF.",
    ]


def test_what_sites_and_programs_keep_beside_guides_is_no_guide(folder: Path) -> None:
    for name in ("robots.txt", "requirements.txt", "404.html", "~$c.docx", ".hidden.pdf"):
        (folder / name).write_text("no guide")
    for name in ("_layouts", "_includes"):
        (folder / name).mkdir()
        (folder / name / "default.html").write_text("<nav>no guide</nav>")
    (folder / "_drafts").mkdir()
    (folder / "_drafts" / "f.md").write_text("# Draft\nWords.\n")
    assert [guide.path for guide in read_guides(folder).guides] == [
        "_drafts/f.md", "a.md", "b.html", "c.docx", "d.PDF", "e.txt",
    ]  # fmt: skip

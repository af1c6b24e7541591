"""Guides in all formats, from the command line: the quote, its page, and what a change of a sidecar does."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.places import is_current
from bot.settings import load_settings
from index.corpus import Corpus
from index.generations import Generations
from tests.cli.conftest import CommandLine
from tests.documents import Text, column, docx, paragraph, pdf

TRAVEL = pdf(
    [
        column(
            [
                Text("Booking", size=16, bold=True),
                "Book every trip in the travel portal, two weeks ahead.",
                Text("Trains", size=16, bold=True),
                "Take the train for journeys below five hours. First class is allowed only on journeys",
            ]
        ),
        column(
            [
                "of more than three hours.",
                "",
                Text("Hotels", size=16, bold=True),
                "A hotel may cost 140 euros.",
            ]
        ),
    ],
    {"Title": "Travel policy"},
)
SIDECAR = """footnote:
  url: https://h.example/travel.pdf
  questions: {hotels: ["where may I put my head down at night?"]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "all-formats"
    made.mkdir()
    (made / "laptops.md").write_text("# Laptops\nA laptop is replaced every four years.\n")
    (made / "leave.html").write_text(
        "<title>Leave</title><nav>Home</nav><h1>Leave</h1><h2 id='ill'>When you are ill</h2>"
        "<p>Call your supervisor before ten o'clock when you are sick.</p>"
    )
    (made / "pay.docx").write_bytes(
        docx(paragraph("Pay", "H1") + paragraph("Salaries are paid on the last working day of the month."))
    )
    (made / "travel.pdf").write_bytes(TRAVEL)
    (made / "travel.pdf.yaml").write_text(SIDECAR)
    (made / "parking.txt").write_text("Parking\n\nVisitors park behind the house, next to the gate.\n")
    return made


def ask(footnote: CommandLine, folder: Path, question: str) -> dict[str, Any]:
    result = footnote("ask", "--json", "--guides", folder, question)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["status"] == "answered"
    return dict(answer["citations"][0])


def test_each_format_is_quoted_with_what_leads_back_to_it(footnote: CommandLine, folder: Path) -> None:
    train = ask(footnote, folder, "when may I travel first class by train?")
    assert train["quote"] == (
        "Take the train for journeys below five hours. "
        "First class is allowed only on journeys of more than three hours."
    )
    assert (train["page"], train["url"]) == (1, "https://h.example/travel.pdf#page=1")
    hotel = ask(footnote, folder, "how much may a hotel cost?")
    assert (hotel["quote"], hotel["page"], hotel["trail"]) == (
        "A hotel may cost 140 euros.", 2, ["Travel policy", "Hotels"],
    )  # fmt: skip
    ill = ask(footnote, folder, "whom do I call when I am sick?")
    assert (ill["path"], ill["heading"], "page" in ill) == ("leave.html", "When you are ill", False)
    assert ask(footnote, folder, "when are salaries paid?")["path"] == "pay.docx"
    assert ask(footnote, folder, "where do visitors park?")["path"] == "parking.txt"
    assert ask(footnote, folder, "how often is a laptop replaced?")["path"] == "laptops.md"
    assert ask(footnote, folder, "where may I put my head down at night?")["heading"] == "Hotels"


def test_a_quote_is_proven_by_the_text_that_the_generation_keeps(footnote: CommandLine, folder: Path) -> None:
    cited = ask(footnote, folder, "how much may a hotel cost?")
    corpus = Corpus.load(Generations.for_guides(footnote.state, folder).current().folder)
    guide = corpus.guide(corpus.paths["travel.pdf"])
    assert guide.source[cited["start"] : cited["end"]] == cited["quote"]
    assert hashlib.sha256(guide.source.encode()).hexdigest() == cited["sha256"]
    assert guide.original_sha256 == hashlib.sha256(TRAVEL).hexdigest()


def test_people_see_the_page(footnote: CommandLine, folder: Path) -> None:
    shown = footnote("ask", "--guides", folder, "how much may a hotel cost?").stdout
    assert "[1] Travel policy › Hotels, p. 2" in shown
    assert "https://h.example/travel.pdf#page=2" in shown


def test_the_index_is_current_until_a_file_or_its_sidecar_changes(
    footnote: CommandLine, folder: Path
) -> None:
    footnote("index", "--guides", folder)
    settings = load_settings(folder)
    assert is_current(settings)
    (folder / "travel.pdf.yaml").write_text(SIDECAR.replace("travel.pdf\n", "other.pdf\n"))
    assert not is_current(settings)
    footnote("index", "--guides", folder)
    assert ask(footnote, folder, "how much may a hotel cost?")["url"] == "https://h.example/other.pdf#page=2"


def test_doctor_names_what_can_t_be_read(footnote: CommandLine, folder: Path) -> None:
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    said = footnote("doctor", "--guides", folder).stdout
    assert "old.doc:1: is an old Word file, which can't be read." in " ".join(said.split())


def test_without_such_a_file_no_converter_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\nWords.\n")
    program = (
        "import sys, pathlib, bot.asking, bot.bootstrap_index\n"
        "from knowledge.reading import read_guides\n"
        "read_guides(pathlib.Path(sys.argv[1]))\n"
        "print({'bs4', 'lxml', 'mammoth', 'markdownify', 'pypdfium2'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"

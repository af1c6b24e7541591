"""PDF: headings by outline or by type, paragraphs across lines and pages, and each word's page."""

from datetime import date

import pytest

from knowledge.conversion.converted import Converted, Unreadable
from knowledge.conversion.limits import MOST_PAGES
from knowledge.conversion.pdf_text import convert_pdf
from tests.documents import Text, column, pdf

TITLE = Text("Travel policy", size=20, bold=True)


def heading(words: str) -> Text:
    return Text(words, size=14, bold=True)


def page_text(read: Converted, page: int) -> str:
    return read.text[read.pages[page - 1] : [*read.pages, len(read.text)][page]]


def headings(read: Converted) -> list[str]:
    return [line for line in read.text.split("\n") if line.startswith("#")]


def test_headings_paragraphs_items_and_tables_are_told_by_type_and_place() -> None:
    lines: list[str | Text] = [
        TITLE, "", heading("Booking"),
        "Book every trip through the travel portal, two weeks ahead, and wait for the answer of your super-",
        "visor. Trips abroad need more.",
        "", "A new paragraph after a gap.",
        "", "\u2022 Taxis need a name.",
        "\u2022 Tips are not refunded, whatever the receipt may say of them and of the",
        "service.", "1. Ask first.", "2. Then go.", "(a) This, too.",
        "", heading("Hotels"), "A hotel may cost:",
    ]  # fmt: skip
    cells = [Text("City", 72, 450), Text("Limit", 300, 450), Text("Paris", 72, 436), Text("210", 300, 436)]
    read = convert_pdf(
        pdf([[*column(lines), *cells]], {"Title": "Travel policy", "ModDate": "D:20261102101500"})
    )
    assert read.text == (
        "# Travel policy\n\n## Booking\n\n"
        "Book every trip through the travel portal, two weeks ahead, and wait for the answer of your "
        "supervisor. Trips abroad need more.\n\nA new paragraph after a gap.\n\n"
        "- Taxis need a name.\n"
        "- Tips are not refunded, whatever the receipt may say of them and of the service.\n"
        "1. Ask first.\n2. Then go.\n- (a) This, too.\n\n"
        "## Hotels\n\nA hotel may cost:\n\n| City | Limit |\n| --- | --- |\n| Paris | 210 |\n"
    )  # fmt: skip
    assert (read.title, read.updated, read.lang) == ("Travel policy", date(2026, 11, 2), "en-GB")


def test_a_sentence_goes_on_over_the_page_and_running_titles_are_no_part_of_it() -> None:
    def page(number: int, *lines: str | Text) -> list[Text]:
        running = [Text("ACME - internal", 72, 760, 8), Text(f"Page {number} of 4", 300, 30, 8)]
        return [running[0], *column(lines), running[1]]

    read = convert_pdf(
        pdf(
            [
                page(1, TITLE, "", "Keep the receipts of taxis and"),
                page(2, "hotels for six months.", "", heading("Trains"), "Second class."),
                page(3),
                page(4, "First class is for long journeys."),
            ]
        )
    )
    assert read.text == (
        "# Travel policy\n\nKeep the receipts of taxis and hotels for six months.\n\n"
        "## Trains\n\nSecond class.\n\nFirst class is for long journeys.\n"
    )
    assert page_text(read, 2).startswith(" hotels for six months.")
    assert [page_text(read, 3), page_text(read, 4)] == ["", "First class is for long journeys.\n"]


def test_an_outline_decides_what_is_a_heading() -> None:
    pages = [
        column([TITLE, "", heading("No heading"), "1. First part", "Words of the first part."]),
        column([heading("2. Second part"), "Words of the second part.", "Deeper", "Words below."]),
    ]
    outline = [("First part", 1), ("Second part", 2), ("Deeper", 2)]
    by_outline = headings(convert_pdf(pdf(pages, outline=outline)))
    assert by_outline == ["# 1. First part", "# 2. Second part", "# Deeper"]
    assert headings(convert_pdf(pdf(pages))) == ["# Travel policy", "## No heading", "## 2. Second part"]


def test_without_headings_each_page_is_a_section() -> None:
    read = convert_pdf(pdf([column(["All of the first page."]), column(["All of the second page."])]))
    assert read.text == "## Page 1\n\nAll of the first page.\n\n## Page 2\n\nAll of the second page.\n"
    assert page_text(read, 2) == "## Page 2\n\nAll of the second page.\n"


def test_500_pages_are_read_and_each_word_has_its_page() -> None:
    pages = [column([heading(f"Rule {i}"), f"The rule of number {i} says that."]) for i in range(1, 501)]
    read = convert_pdf(pdf(pages))
    assert len(read.pages) == 500
    assert page_text(read, 317) == "# Rule 317\n\nThe rule of number 317 says that.\n\n"


def test_the_same_file_gives_the_same_text() -> None:
    data = pdf([column([TITLE, "", "Words."])])
    assert convert_pdf(data) == convert_pdf(data)


@pytest.mark.parametrize(
    "title", ["Microsoft Word - travel.docx", "travel_v2.indd", "untitled", "C:\\travel", ""]
)
def test_a_title_that_only_names_a_file_or_a_program_is_none(title: str) -> None:
    assert convert_pdf(pdf([column(["Words of it."])], {"Title": title})).title is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf([column(["Words."])], password="secret"), "has a password. Save it without one."),
        (
            pdf([column(["Words."])])[:-40],
            "is cut off: a PDF's last line is missing. Copy or export it once more.",
        ),
        (b"%PDF-1.4\nnothing\n%%EOF\n", "is damaged, or no PDF. Copy or export it once more."),
        (
            pdf([[], []]),
            "has no text: its pages are pictures. "
            "Run text recognition (OCR) on it, and save the PDF with its text.",
        ),
    ],
)
def test_what_can_t_be_read_is_named_with_its_cure(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        convert_pdf(data)
    assert str(caught.value) == says


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"has 2,001 pages; a guide may have 2,000\. Split it\."):
        convert_pdf(pdf([[]] * (MOST_PAGES + 1)))


def test_pages_without_text_are_named() -> None:
    read = convert_pdf(pdf([column(["Words of it."]), [], []]))
    assert read.notes == (
        (
            "2 of 3 pages have no text, page 2 for one.",
            "If they are pictures of text, run text recognition (OCR) on them.",
        ),
    )

"""Quotes that begin or end in the midst of a guide's Markdown, shown as what they are."""

from time import process_time

import pytest

from bot.slack.runs import Run, quote_runs
from knowledge.guide import Span
from tests.bot.test_blocks import lines


def styled(markdown: str, decisive: Span | None = None) -> list[tuple[str, list[str]]]:
    return [(run.text, sorted(run.styles)) for run in quote_runs(markdown, decisive)]


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        # Items deep in a list: the first has lost its indent.
        ("- a\n      - b\n      - c", "• a\n• b\n• c"),
        ("- a\n\n        - b\n\n        - c", "• a\n• b\n• c"),
        ("- a\n\t\t- b", "• a\n• b"),
        ("- a\n  more\n  - b\n    - c", "• a more\n   • b\n      • c"),
        ("4. four\n\n   more\n5. five", "4. four\n   more\n5. five"),
        ("007) seven\n9) nine", "007) seven\n8) nine"),
        ("2026.\n\nEnd.", "2026. \nEnd."),
        # Code that was indented with the item it belongs to.
        ("```sh\n    ls -l\n      x\n    ```\n\n    Then rest.", "ls -l\n  x\nThen rest."),
        ("- Run:\n\n      a  b\n      c", "• Run:\n   a  b\n   c"),
        # Rows without their table.
        ("a | b\nc | d", "a | b\nc | d"),
        ("| 1 | -5 |\n| - | x | more |", "1 | -5\n- | x | more"),
        ("| a |\n| b | c | d | e | f |", "a\nb | c | d | e | f"),
        ("4. a | b\n5. c | d", "4. a | b\n5. c | d"),
        ("| a |\n\nAfterwards.", "a\nAfterwards."),
        ("- a | b\n- c | d", "• a | b\n• c | d"),
        ("| a | b<br>c |", "a | b c"),
        # A paragraph of a blockquote, from its midst.
        ("Second. It goes\n> on *here*.\n\nEnd.", "Second. It goes on here.\nEnd."),
        # Lines that are meant to be lines.
        ("Street 1<br>Town<br />Land\\\nWorld  \nUniverse", "Street 1\nTown\nLand\nWorld\nUniverse"),
        # What looks like a definition is a sentence; true ones have no words.
        ("[note]: see\nbelow.", "[note]: see below."),
        ("See [it][x].\n\n[x]: https://x.example\n\nEnd.", "See it.\nEnd."),
        ("<style>p {}</style>\n<p>R&amp;D <b>is</b> &lt;here&gt;</p>", "R&D is <here>"),
        ("matrix[i][j] and 2 * 3 * 4", "matrix[i][j] and 2 * 3 * 4"),
        ("<A>", "<A>"),
    ],
)
def test_a_quote_from_the_midst_reads_well(quote: str, shown: str) -> None:
    assert lines(quote) == shown


@pytest.mark.parametrize(
    ("quote", "runs"),
    [
        ("_One is.", [("One is.", ["italic"])]),
        ("Two is._ Three is.", [("Two is.", ["italic"]), (" Three is.", [])]),
        ("level:** Practices.", [("level:", ["bold"]), (" Practices.", [])]),
        ("Begin.\n\n**1.", [("Begin.\n", []), ("1.", ["bold"])]),
        ("Two.** And. __Three", [("Two.", ["bold"]), (" And. ", []), ("Three", ["bold"])]),
        ("***All of it.", [("All of it.", ["bold", "italic"])]),
        # Marks that are words: nothing is paired with them.
        ("*This applies to most* of us", [("This applies to most", ["italic"]), (" of us", [])]),
        ("most* of us", [("most* of us", [])]),
        ("a ** b", [("a ** b", [])]),
        ("Names in FOO_ and _bar, and **kwargs", [("Names in FOO_ and _bar, and **kwargs", [])]),
        ("`_one` two", [("_one", ["code"]), (" two", [])]),
        ("\\**x", [("**x", [])]),
    ],
)
def test_emphasis_that_was_cut_is_paired(quote: str, runs: list[tuple[str, list[str]]]) -> None:
    assert styled(quote) == runs


def test_what_is_decisive_is_found_after_a_pair_was_given_back() -> None:
    quote = "Two is._ **Three** is. Four."
    start = quote.index("**Three")
    assert quote_runs(quote, Span(start, start + len("**Three** is."))) == [
        Run("Two is.", frozenset({"italic"})),
        Run(" "),
        Run("Three is.", frozenset({"bold"}), decisive=True),
        Run(" Four."),
    ]


def test_what_is_decisive_is_found_in_deep_items_rows_and_html() -> None:
    deep = "- a\n      - b c\n      - d"
    assert styled(deep, Span(10, 15)) == [("• a\n• ", []), ("b c", ["bold"]), ("\n• d", [])]
    rows = "| a | b |\n| c | *d* |"
    assert styled(rows, Span(10, len(rows))) == [
        ("a | b\n", []), ("c", ["bold"]), (" | ", []), ("d", ["bold", "italic"]),
    ]  # fmt: skip
    html = "<p>First one. R&amp;D second.</p>"
    assert styled(html, Span(html.index("R&"), html.index("</p>"))) == [
        ("First one. ", []), ("R&D second.", ["bold"]),
    ]  # fmt: skip


def test_only_addresses_that_people_can_open_are_links() -> None:
    quote = "[a](https://a.example) [b](sms:1) [c](../c.md) <d@d.example> [e](https://:1)"
    assert [(run.text, run.url) for run in quote_runs(quote, None) if run.text.strip()] == [
        ("a", "https://a.example"),
        (" b c ", None),
        ("d@d.example", "mailto:d@d.example"),
        (" e", None),
    ]


@pytest.mark.parametrize(
    "quote",
    [
        "[https://bank.example](https://evil.example)",
        "[ht**tps://bank.example**](https://evil.example)",
        "[https://ba*nk.example*](https://evil.example)",
        "ht[tps://bank.example](https://evil.example)",
        "[https://bank](https://evil.example/a)[.example](https://evil.example/b)",
        "https://bank.example[/login](https://evil.example)",
    ],
)
def test_an_address_that_is_part_link_part_text_is_no_link_to_another_host(quote: str) -> None:
    runs = quote_runs(quote, None)
    assert "".join(run.text for run in runs).startswith("https://bank.example")
    assert {run.url for run in runs} == {None}


def test_a_link_beside_other_words_stays_one() -> None:
    quote = "See https://bank.example or [the **form**](https://evil.example), [https://e.example](https://e.example/x)."
    urls = [run.url for run in quote_runs(quote, None) if run.url]
    assert urls == ["https://evil.example", "https://evil.example", "https://e.example/x"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r"])
def test_lines_are_lines_however_they_end(end: str) -> None:
    assert lines(f"One.{end}{end}> Two.{end}{end}Three.") == "One.\nTwo.\nThree."
    assert lines("One\n\r> Two\nThree") == "One\nTwo Three"


def test_rows_of_more_cells_than_anybody_reads_are_shown_as_they_are_written() -> None:
    started = process_time()
    quote = "|" * 4000
    assert lines(quote) == quote
    assert process_time() - started < 0.5


def test_html_without_ends_is_read_in_time() -> None:
    started = process_time()
    for opening in ("<!--", "<script>", "<style "):
        assert quote_runs("<div>\n" + opening * 8000, None)
    assert process_time() - started < 2


def test_emphasis_without_end_is_shown_as_it_is_written() -> None:
    quote = f"{'_' * 1000}b{'_' * 1000}"
    assert [run.text for run in quote_runs(quote, None)] == [quote]

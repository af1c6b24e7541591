"""HTML: the page's own words become Markdown, what stands around them is left out."""

from datetime import date

import pytest

from knowledge.conversion.converted import Unreadable
from knowledge.conversion.html_text import convert_html
from knowledge.conversion.limits import DEEPEST

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Leave | ACME handbook</title>
<meta name="description" content="Ask early.">
<meta property="article:modified_time" content="2026-11-02T10:00">
<style>p {color: red}</style><script>var tracked = 1</script></head><body>
<header><a href="/">ACME</a></header><nav><ul><li>Everything else</ul></nav>
<div role="search">Search</div>
<article><header><h1 id="leave">Leave <a class="headerlink" href="#leave">¶</a></h1></header>
<p>Ask your <b>supervisor</b> &amp; wait. See <a href="https://x.example/a_b" title="t">the portal</a>
or <a href="sick.html">sick leave</a>, not <a href="javascript:alert(1)">this</a>.<br>Then go.</p>
<p hidden>secret</p><p style="display: none">gone</p><!-- a comment -->
<section id="sick"><h2>Sick leave</h2><p>1. Call before ten.<p># No heading
<ul><li>One<li>Two<ul><li>Nested</ul></ul></section>
<pre>if x:
    y = `z`
</pre><img src="x.png" alt="a picture"><form><button>Send</button>Kept words</form>
</article><footer>© ACME</footer></body></html>"""

LEAVE = """# Leave {#leave}

Ask your **supervisor** & wait. See [the portal](https://x.example/a_b) or sick leave, not this.\\
Then go.

## Sick leave {#sick}

1\\. Call before ten.

\\# No heading

- One
- Two

  - Nested

```
if x:
    y = `z`
```

Kept words
"""


def test_a_page_s_own_words_are_kept_and_nothing_else() -> None:
    page = convert_html(PAGE.encode())
    assert page.text == LEAVE
    assert (page.title, page.summary, page.lang, page.updated) == (
        "Leave", "Ask early.", "en-GB", date(2026, 11, 2),
    )  # fmt: skip


def test_a_cell_over_several_rows_is_said_in_each_and_layout_tables_are_none() -> None:
    table = (
        "<table><caption>Days</caption><tr><th>Country<th>Days<th>Kind"
        "<tr><td rowspan=2>France<td>25<td>a | b<tr><td><p>30</p><p>or 31</p><td>c"
        "<tr><td>Spain<td rowspan=9 colspan=2>22</table>"
        "<table><tr><td><h2>Sick</h2>Call.<td>Soon.</table>"
    )
    assert convert_html(table.encode()).text == (
        "Days\n\n| Country | Days | Kind |\n| --- | --- | --- |\n| France | 25 | a \\| b |\n"
        "| France | 30 or 31 | c |\n| Spain | 22 | |\n\n## Sick\n\nCall.\n\nSoon.\n"
    )


def test_terms_are_items_with_their_definitions_within() -> None:
    terms = "<dl><dt>Owner<dd>Answers for a guide.<dt>Guide<dd>A text.<dd>A person.</dl>"
    assert convert_html(terms.encode()).text == (
        "- Owner\n\n  Answers for a guide.\n- Guide\n\n  A text.\n\n  A person.\n"
    )


def test_breaks_part_paragraphs_only_in_pairs() -> None:
    assert convert_html(b"<p>a<br>b<br><br>c<br></p><p>C:\\</p>").text == "a\\\nb\n\nc\n\nC:\\\\\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Café".encode(), "Café\n"),
        ('<meta charset="iso-8859-1"><p>Café'.encode("latin-1"), "Café\n"),
        ("<p>Café".encode("utf-16"), "Café\n"),
        ('<meta charset="utf-16"><p>Café'.encode(), "Café\n"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>x</p></html>', "x\n"),
    ],
)  # fmt: skip
def test_charsets_are_what_the_page_says(data: bytes, text: str) -> None:
    assert convert_html(data).text == text


def test_an_unknown_charset_is_named_not_guessed() -> None:
    with pytest.raises(Unreadable, match=r"byte 0xe9 in line 2 is not UTF-8\. Save the file as UTF-8\."):
        convert_html(b"<p>\nCaf\xe9")


@pytest.mark.parametrize(
    ("declared", "named"),
    [
        (b"klingon", "'klingon'"),
        (b"utf-8\0\0", r"'utf-8\\x00\\x00'"),
        (b"hex", "'hex'"),
        (b"x" * 300, f"'{'x' * 40}'"),
    ],
    ids=["unknown", "with zeros", "of no text", "endless"],
)
def test_what_is_no_charset_is_named(declared: bytes, named: str) -> None:
    with pytest.raises(
        Unreadable, match=rf"^declares the unknown charset {named}\. Save the file as UTF-8\.$"
    ):
        convert_html(b"<meta charset=" + declared + b"><p>Leave")


def test_a_cell_that_an_unknown_tag_keeps_open_holds_words_not_cells() -> None:
    cells = "<x><td rowspan=2>b" * 40
    text = convert_html(f"<table><tr><th>h<tr><td rowspan=2>a{cells}<tr><td>c</table>".encode()).text
    assert text.split() == ["|", "h", "|", "|", "---", "|", "|", "a", *"b" * 40, "c", "|"]


def test_a_heading_within_the_sign_of_another_one_goes_with_it() -> None:
    page = b'<h2 id="a">Leave <a href="#a">#<h3>#</h3></a></h2><p>Ask early.'
    assert convert_html(page).text == "## Leave {#a}\n\nAsk early.\n"


@pytest.mark.parametrize("sign", ["\x1b]0;x\x07", "\u202e", "\x9b"])
def test_an_address_with_signs_that_nobody_sees_is_no_link(sign: str) -> None:
    page = f'<p><a href="https://x.example/{sign}">form</a> and <a href="https://x.example/a">that</a>'
    assert convert_html(page.encode()).text == "form and [that](https://x.example/a)\n"


def test_entities_are_html_s_own_and_nothing_is_fetched() -> None:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    bomb = f'<!DOCTYPE html [<!ENTITY l0 "lol">{lol}{outside}]><p>&l9; &x; &eacute;'
    text = convert_html(bomb.encode()).text
    assert len(text) < 2000
    assert "root:" not in text
    assert text.rstrip().endswith("é")


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(Unreadable, match=f"more than {DEEPEST} deep"):
        convert_html(b"<div>" * 5_000 + b"x")


def test_a_site_generator_s_front_matter_is_no_text() -> None:
    page = convert_html(b"---\ntitle: Leave\n---\n<p>Words.")
    assert (page.front_matter, page.text) == ("---\ntitle: Leave\n---\n", "Words.\n")

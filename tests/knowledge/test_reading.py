"""A folder of guides: what is good loads, what is bad is named, nothing else is touched."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.errors import GuideInvalid, GuidesMissing
from knowledge.guide_cards import GuideCard, for_everyone
from knowledge.guide_files import GuideDefaults
from knowledge.guide_source import LARGEST_BYTES
from knowledge.reading import read_guide, read_guides
from knowledge.templates import BLANK


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in read_guides(folder).problems]


def test_bad_files_are_named_and_the_good_ones_load(tmp_path: Path) -> None:
    folder = tmp_path / "guides"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.md").write_text("# Secret\nText.\n")
    (folder / "good.md").write_text("# Good\nText.\n")
    (folder / "latin.md").write_bytes(b"# Caf\n\nAu lait \xe9.\n")
    (folder / "empty.md").write_text(" \n")
    (folder / "large.md").write_bytes(b"# Large\n" + b"word " * (LARGEST_BYTES // 5))
    (folder / "sub" / "link.md").symlink_to(tmp_path / "outside.md")
    (folder / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (folder / ".hidden.md").write_text("# Hidden\nText.\n")
    (folder / "notes.csv").write_text("no guide")
    os.mkfifo(folder / "pipe.md")
    library = read_guides(folder)
    assert [guide.path for guide in library.guides] == ["good.md"]
    assert problems(folder) == [
        "empty.md:1: the guide has no text. Write it, or delete the file.",
        "gone.md:1: can't be read: No such file or directory. Mend the file, its link or its rights.",
        "large.md:1: is 2.0 MB; a guide may have 2 MB. Split it.",
        "latin.md:3: byte 0xe9 is not UTF-8. Save the file as UTF-8.",
        "pipe.md:1: is no plain file. Rename or remove it.",
        "sub/link.md:1: leads out of the folder of guides. Copy the file in, don't link to it.",
    ]


def test_a_card_says_who_a_guide_is_for(tmp_path: Path) -> None:
    (tmp_path / "all.md").write_text("# All\nText.\n")
    keys = "audience: [S0HR, C123]\n  owner: '#hr'\n  questions: {salaries: ['what do I earn?']}"
    (tmp_path / "hr.md").write_text(
        f"---\nupdated: 2026-01-02\nfootnote:\n  {keys}\n---\n# Salaries\nText.\n"
    )
    cards = [GuideCard.from_guide(guide) for guide in read_guides(tmp_path).guides]
    assert cards == [
        GuideCard("all.md", "All", sections=1),
        GuideCard(
            *("hr.md", "Salaries", "", None, date(2026, 1, 2), None, ("S0HR", "C123"), "#hr"),
            sections=1,
            questions=("what do I earn?",),
        ),
    ]
    assert for_everyone(cards) == {"all.md"}


@pytest.mark.parametrize("named", ["hr", "#hr", "U123", "Everyone", "c123"])
def test_an_audience_that_slack_has_no_id_for_is_an_error(tmp_path: Path, named: str) -> None:
    (tmp_path / "hr.md").write_text(f"---\nfootnote:\n  audience: ['{named}']\n---\n# Salaries\nText.\n")
    library = read_guides(tmp_path)
    assert library.guides == ()
    assert [str(problem) for problem in library.problems] == [
        f"hr.md:3: `footnote.audience.0: {named}` has the wrong form. "
        "Write it as a list, [everyone] or ids of channels and user groups, [C0123ABC, S0456DEF]."
    ]


def test_a_missing_folder_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(
        GuidesMissing, match=r"is no folder\. Name the folder that holds your guides: --guides DIR"
    ):
        read_guides(tmp_path / "nowhere")


def test_a_guide_without_title_and_heading_is_called_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "working-abroad.md").write_text("Ask first.\n")
    library = read_guides(tmp_path)
    assert library.guides[0].title == "Working abroad"
    assert [str(note) for note in library.warnings] == [
        "working-abroad.md:1: the guide has no title and no heading. "
        "It is called 'Working abroad' after its file; give it a `title:` or a heading."
    ]


def test_questions_for_an_unknown_section_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\nfootnote:\n  questions: {nope: ["x?"]}\n---\n# Leave\nText.\n')
    (note,) = read_guides(tmp_path).warnings
    assert (
        str(note)
        == "a.md:1: `footnote.questions` names `nope`, which is no heading's anchor. Use one of: leave."
    )


def test_of_many_sections_a_cure_names_the_first(tmp_path: Path) -> None:
    headings = "".join(f"## H{n}\nText.\n" for n in range(100, 130))
    (tmp_path / "a.md").write_text(f'---\nfootnote:\n  questions: {{nope: ["x?"]}}\n---\n{headings}')
    note = next(note for note in read_guides(tmp_path).warnings if "nope" in str(note))
    assert note.cure == f"Use one of: {', '.join(f'h{n}' for n in range(100, 120))}, …"
    (tmp_path / "a.md").write_text(
        f'---\nfootnote:\n  questions: {{nope: ["x?"]}}\n---\n# {"x" * 5000}\nText.\n'
    )
    assert len(str(read_guides(tmp_path).warnings[0])) < 1000


def test_defaults_fill_what_a_guide_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\nText.\n")
    (tmp_path / "b.md").write_text(
        '---\nfootnote: {owner: "#b", disclaimer: "", url: https://b.example}\n---\n# B\nText.\n'
    )
    defaults = GuideDefaults("https://h.example/", "#all", "Not advice.", "en")
    first, second = read_guides(tmp_path, defaults).guides
    assert (first.url, first.owner, first.disclaimer) == ("https://h.example/a", "#all", "Not advice.")
    assert (second.url, second.owner, second.disclaimer) == ("https://b.example", "#b", "")


BLOCKS = (
    "# H\n",
    "## A {#x}\n",
    "- a\n",
    "  - b\n",
    "1. c\n",
    "> q\n",
    "> - z\n",
    "    ind\n",
    "* * *\n",
    "[r]: u\n",
)
TABLE = "| a | b |\n|---|---|\n| c \\| d | e |\n"
HTML = ("<b>x</b>", "<!-- c -->", "<div>\nhi\n</div>\n", "&amp;", "&#0;", "<http://a.b>")
INLINE = ("[l](u 't')", "**b. c** d.", "`co``de`", "a. B? C!", "e.g. x", "![alt](i)", "~~s~~", "_e_", "\\")
REMAINS = ("[m]({% page 'x' %})", "{{ v }}", "{% x\n y %}", BLANK)
MATTER = ("---\n", "===\n", "+++\n", "title: x\n", "footnote:\n", "  url: y\n", "  bad: 1\n")
CHARACTERS = ("\n", "\n\n", " ", "\r\n", "\r", "\t", "\0", "é", "😀", "漢字。", "\u2028", "\ufeff")
FRAGMENTS = (*BLOCKS, TABLE, "```\ncode\n```\n", *HTML, *INLINE, *REMAINS, *MATTER, *CHARACTERS)
MARKDOWN = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=30).map("".join)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=MARKDOWN)
@example(source="`# H\n**b. c** d.`co``de`")
def test_whatever_a_file_holds_quotes_are_slices_of_it(tmp_path: Path, source: str) -> None:
    file = tmp_path / "g.md"
    data = source.encode("utf-8", "surrogatepass")
    file.write_bytes(data)
    try:
        guide, _ = read_guide(tmp_path, file, GuideDefaults())
    except GuideInvalid:
        return
    assert guide.source.encode() == data
    for section in guide.sections:
        last = section.span.start
        for statement in (s for passage in section.passages for s in passage.statements):
            quote = statement.span.of(guide.source)
            assert quote
            assert section.span.covers(statement.span)
            assert last <= statement.span.start
            assert BLANK not in statement.text
            assert _letters_in_order(statement.text, quote)
            last = statement.span.start


def _letters_in_order(text: str, quote: str) -> bool:
    """Tell whether each ASCII letter of ``text`` stands in ``quote``, one after the other."""
    at = 0
    for letter in re.findall(r"[a-zA-Z]", text):
        at = quote.find(letter, at)
        if at < 0:
            return False
        at += 1
    return True

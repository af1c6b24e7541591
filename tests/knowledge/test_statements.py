"""Each kind of Markdown block gives the statements that a person would point at."""

import time
from pathlib import Path

import pytest

from knowledge.guide import Guide, Statement, StatementKind
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide


def read(tmp_path: Path, source: str) -> Guide:
    file = tmp_path / "guide.md"
    file.write_bytes(source.encode())
    return read_guide(tmp_path, file, GuideDefaults())[0]


def statements(guide: Guide) -> list[Statement]:
    return [s for section in guide.sections for passage in section.passages for s in passage.statements]


def quotes(guide: Guide) -> list[str]:
    return [statement.span.of(guide.source) for statement in statements(guide)]


def texts(guide: Guide) -> list[str]:
    return [statement.text for statement in statements(guide)]


def test_sentences_take_their_markup_along(tmp_path: Path) -> None:
    guide = read(
        tmp_path, '**First one.** See [the\nplan](https://a.example/b. "t"). It costs `3.50` dollars.\n'
    )
    assert quotes(guide) == [
        "**First one.**",
        'See [the\nplan](https://a.example/b. "t").',
        "It costs `3.50` dollars.",
    ]
    assert texts(guide) == ["First one.", "See the plan.", "It costs 3.50 dollars."]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_code_that_runs_over_a_line_ends_where_its_marks_do(tmp_path: Path, end: str) -> None:
    first, second = f"Run `git{end}push` first.", "Then `git push` it again."
    assert quotes(read(tmp_path, f"{first} {second}\n")) == [first, second]
    assert quotes(read(tmp_path, f"A `{end}` is a space. It is.\n")) == [f"A `{end}` is a space.", "It is."]
    assert quotes(read(tmp_path, f"``a`{end}b`` is code. So is it.\n"))[1] == "So is it."


def test_emphasis_across_sentences_is_cut_between_words_only(tmp_path: Path) -> None:
    assert quotes(read(tmp_path, "_One is. Two is._ Three is.\n")) == ["_One is.", "Two is._", "Three is."]


def test_abbreviations_end_no_sentence(tmp_path: Path) -> None:
    source = "Ask Dr. Wu, e.g. by mail, before 5 p.m. on weekdays. Then wait.\n"
    assert quotes(read(tmp_path, source)) == [
        "Ask Dr. Wu, e.g. by mail, before 5 p.m. on weekdays.",
        "Then wait.",
    ]


def test_list_items_are_whole_and_led_by_what_introduces_them(tmp_path: Path) -> None:
    guide = read(
        tmp_path, "Bring these:\n\n- A pass. It is blue.\n- A phone\n  - charged\n\nAfterwards, rest.\n"
    )
    assert quotes(guide) == [
        "Bring these:",
        "- A pass. It is blue.",
        "- A phone",
        "- charged",
        "Afterwards, rest.",
    ]
    leads = [statement.lead and statement.lead.of(guide.source) for statement in statements(guide)]
    assert leads == [None, "Bring these:", "Bring these:", "- A phone", None]
    kinds = [statement.kind for statement in statements(guide)]
    assert kinds == ["sentence", "item", "item", "item", "sentence"]


def test_a_long_item_is_quoted_by_the_sentence(tmp_path: Path) -> None:
    long = "This sentence is one of many that make the item long, far too long to quote. " * 6
    guide = read(tmp_path, f"1. {long}\n")
    assert len(statements(guide)) == 6
    assert quotes(guide)[0].startswith("1. This sentence")
    assert {statement.kind for statement in statements(guide)} == {StatementKind.SENTENCE}


def test_table_rows_are_led_by_the_header(tmp_path: Path) -> None:
    guide = read(tmp_path, "| Plan | Trains? |\n|---|---|\n| Free | *Yes* \\| no |\n| Pro | No |\n")
    assert quotes(guide) == ["| Plan | Trains? |", "| Free | *Yes* \\| no |", "| Pro | No |"]
    assert texts(guide) == ["Plan | Trains?", "Free | Yes | no", "Pro | No"]
    assert [s.lead and s.lead.of(guide.source) for s in statements(guide)] == [
        None,
        "| Plan | Trains? |",
        "| Plan | Trains? |",
    ]


def test_code_is_one_statement(tmp_path: Path) -> None:
    guide = read(tmp_path, "Run this:\n\n```sh\nmake ask\n```\n")
    assert quotes(guide) == ["Run this:", "```sh\nmake ask\n```"]
    assert [s.kind for s in statements(guide)] == [StatementKind.SENTENCE, StatementKind.CODE]


def test_html_gives_its_text_without_tags_scripts_and_comments(tmp_path: Path) -> None:
    source = (
        '<div class="a">\nKeep this. And <b>this</b>.\n<script>x = 1</script>\n</div>\n\n<!-- not this -->\n'
    )
    assert texts(read(tmp_path, source)) == ["Keep this.", "And this."]


def test_template_remains_are_no_words(tmp_path: Path) -> None:
    see = 'See [setup]({% page "/setup" %}) for {{ name }} now.'
    source = f'{{% include "x.html" %}}\n\n{see}\n\n{{{{< figure\n  a >}}}}\n'
    guide = read(tmp_path, source)
    assert texts(guide) == ["See setup for now."]
    assert quotes(guide) == [see]


def test_what_a_template_comments_out_is_no_words(tmp_path: Path) -> None:
    source = (
        "Shown.\n\n{% comment %}\n## Draft\n\nThe salary is {{ x }} high.\n{% endcomment %}\n\nShown, too.\n"
    )
    guide = read(tmp_path, source)
    assert texts(guide) == ["Shown.", "Shown, too."]
    assert len(guide.sections) == 1


def test_a_comment_that_never_ends_hides_the_rest_in_no_time(tmp_path: Path) -> None:
    started = time.thread_time()
    guide = read(tmp_path, "Shown.\n\n" + "<!-- hidden " * 20_000)
    assert texts(guide) == ["Shown."]
    assert time.thread_time() - started < 2


def test_quotes_in_a_blockquote_keep_the_file_s_lines(tmp_path: Path) -> None:
    assert quotes(read(tmp_path, "> One line\n> goes on. Two.\n")) == ["One line\n> goes on.", "Two."]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_spans_count_code_points_whatever_the_newlines(tmp_path: Path, newline: str) -> None:
    source = newline.join(["\ufeff# Ré 😀", "Here are 漢字 and é. Next one.", ""])
    guide = read(tmp_path, source)
    assert guide.title == "Ré 😀"
    assert quotes(guide) == ["Here are 漢字 and é.", "Next one."]

"""Guides from outside: what is made to hang, swell or lead elsewhere is refused or read within limits."""

import time
from pathlib import Path

import pytest

from bot.slack.runs import quote_runs
from knowledge.density import DEEPEST, LONGEST, MOST_CELLS, MOST_HEADINGS, MOST_MARKS
from knowledge.errors import GuideInvalid
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guide, read_guides
from knowledge.templates import BLANK, mask

pytestmark = pytest.mark.early(1)

SIZE = 30_000
SECONDS = 10.0
"""Of processor time for 30,000 pieces: most take a tenth of a second, where some took minutes."""
ODD = {
    "quotes": ">" * SIZE,
    "nested quotes": "> " * SIZE,
    "brackets": "[" * SIZE,
    "pictures": "![" * SIZE,
    "stars": "*a **" * SIZE,
    "nested stars": "*" * 800 + "b" + "*" * 800,
    "nested underscores": "_" * 2400 + "b" + "_" * 2400,
    "nested strokes": "~~*" * 800 + "b" + "*~~" * 800,
    "backticks": "".join("`" * (n % 300) + " " for n in range(SIZE // 150)),
    "links": "[a](<b" * SIZE,
    "tags": "<a " * SIZE,
    "comments": "<!--" * SIZE,
    "scripts": "<script>\n\n" * (SIZE // 10),
    "lists": "- " * SIZE,
    "steps": "".join("  " * n + "- a\n" for n in range(400)),
    "headings": "# a\n" * SIZE,
    "underlined": "a\n=\n" * (SIZE // 2),
    "a wide table": "|a" * SIZE + "\n" + "|-" * SIZE + "\n" + "|b" * SIZE,
    "a long table": "|a|b|\n|-|-|\n" + "|x\n" * SIZE,
    "a million cells": "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + ("|x" * 1000 + "\n") * 900,
    "templates": "{{" * SIZE,
    "template ends": "{% " * SIZE + "%}" * SIZE,
    "template comments": "{% comment %}" * (SIZE // 10),
    "spaces": "{{" + " " * SIZE * 10 + "\n" * SIZE,
    "a word": "a" * SIZE * 5,
    "lines": "So it is.\n" * SIZE,
    "references": "".join(f"[a{n}]: b\n" for n in range(SIZE // 10)) + "[a1]" * 1000,
    "fences": "```\n" * SIZE,
    "entities": "&amp;" * SIZE,
    "rules": "---\n" * SIZE + "x",
    "no end": "---\n" + "a: b\n" * SIZE,
}


@pytest.mark.parametrize("name", ODD)
def test_no_guide_keeps_the_indexing_busy(name: str, tmp_path: Path) -> None:
    file = tmp_path / "g.md"
    file.write_text(ODD[name], "utf-8")
    started = time.thread_time()
    library = read_guides(tmp_path)
    assert [guide.source == ODD[name] for guide in library.guides] in ([], [True])
    assert all(len(str(each)) < 300 for each in library.problems)
    assert time.thread_time() - started < SECONDS


def problem(folder: Path, text: str) -> str:
    (folder / "g.md").write_text(text, "utf-8")
    with pytest.raises(GuideInvalid) as caught:
        read_guide(folder, folder / "g.md", GuideDefaults())
    return str(caught.value)


def test_what_nobody_wrote_is_named_with_its_line(tmp_path: Path) -> None:
    head = "---\ntitle: x\n---\n# A\n\n"
    cure = "Part it by empty lines or headings."
    long = f"g.md:6: holds a paragraph of {LONGEST + 1:,} characters; {LONGEST:,} may be. {cure}"
    assert problem(tmp_path, head + "a" * (LONGEST + 1)) == long
    dense = f"g.md:8: holds a paragraph with {MOST_MARKS + 1:,} marks; {MOST_MARKS:,} may be. {cure}"
    assert problem(tmp_path, f"{head}One.\n\n{'[' * (MOST_MARKS + 1)}\n") == dense
    deep = f"g.md:8: holds emphasis within emphasis, 400 deep; {DEEPEST} may be. {cure}"
    assert problem(tmp_path, f"{head}One.\n\n{'*' * 800}b{'*' * 800}\n") == deep
    rows = "|x|y|\n" * MOST_CELLS
    table = f"g.md:4: holds tables of more than {MOST_CELLS:,} cells. {cure}"
    assert problem(tmp_path, f"{head}|a|b|\n|-|-|\n{rows}") == table
    headings = f"g.md:{MOST_HEADINGS + 5}: holds more than {MOST_HEADINGS:,} headings. {cure}"
    assert problem(tmp_path, head + "## B\n" * MOST_HEADINGS) == headings


def test_what_is_long_but_parted_is_read(tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(
        "# A\n\n" + "Ask *early*. [See](https://x.example) `it`.\n\n" * 1000, "utf-8"
    )
    guide, _ = read_guide(tmp_path, tmp_path / "g.md", GuideDefaults())
    assert sum(len(passage.statements) for section in guide.sections for passage in section.passages) == 2000


def test_what_is_nested_as_deep_as_may_be_is_read_and_shown(tmp_path: Path) -> None:
    marks = "**" * DEEPEST
    (tmp_path / "g.md").write_text(f"# A\n\n{'> ' * 18}{marks}deep{marks}\n", "utf-8")
    guide, _ = read_guide(tmp_path, tmp_path / "g.md", GuideDefaults())
    (statement,) = guide.sections[0].passages[0].statements
    assert statement.text == "deep"
    assert [run.text for run in quote_runs(statement.span.of(guide.source), None)] == ["deep"]


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        (BOMB + "footnote: {owner: *a29}\n", "`footnote.owner: [[[...], [...], [...], ...], [[...]"),
        (BOMB + "footnote: {audience: *a29}\n", "has the wrong form. Write it as a list"),
        ("a: " + "[" * 20_000 + "\n", "the front matter is nested too deeply. Flatten it."),
        ("a: b\n" * 20_000, "the front matter has 100,000 characters; it may have 50,000."),
        ('title: "\\UFFFFFFFF"\n', "the front matter names a character that there isn't."),
        ('title: "\\ud800"\n', "g.md:2: the front matter escapes half a character."),
        ("footnote: {owner: [" + "x" * 40_000 + "]}\n", "has the wrong form. Write it as plain text."),
        # The last one would count: who may see the guide isn't left to chance.
        (
            "footnote: {audience: [C0123]}\nfootnote: {}\n",
            "g.md:3: `footnote` is there twice, in line 2, too.",
        ),
        (
            "footnote:\n  audience: [C0123]\n  audience: [everyone]\n",
            "g.md:4: `footnote.audience` is there twice",
        ),
    ],
)
def test_front_matter_bombs_are_named_in_a_line(matter: str, says: str, tmp_path: Path) -> None:
    started = time.thread_time()
    told = problem(tmp_path, f"---\n{matter}---\n# A\nText.\n")
    assert says in told
    assert len(told) < 500
    assert time.thread_time() - started < 5


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        ("a = " + "9" * 5000, "is not valid TOML: Exceeds the limit"),
        (".".join("a" * 10_000) + " = 1", "g.md:2: the front matter has a key of too many parts."),
        ("a = " + "[" * 20_000, "is not valid TOML"),
        ("a = " + "{a=" * 2000, "is not valid TOML"),
        ("footnote = 1\nfootnote = 2", "is not valid TOML"),
    ],
)
def test_toml_bombs_are_named_in_a_line(matter: str, says: str, tmp_path: Path) -> None:
    told = problem(tmp_path, f"+++\n{matter}\n+++\n# A\nText.\n")
    assert says in told
    assert len(told) < 500


def test_aliases_that_nothing_reads_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text(f"---\n{BOMB}tags: *a29\ntitle: *a29\ndate: *a29\n---\n# A\nText.\n")
    guide, _ = read_guide(tmp_path, tmp_path / "g.md", GuideDefaults())
    assert (guide.title, guide.tags, guide.updated) == ("A", (), None)


def test_a_title_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "g.md").write_text("---\ntitle: |\n  Leave\n  [2] Forged\n---\nText.\n")
    guide, _ = read_guide(tmp_path, tmp_path / "g.md", GuideDefaults())
    assert guide.title == "Leave [2] Forged"


def test_links_and_steps_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "guides", tmp_path / "outside"
    for place in (folder, outside):
        place.mkdir()
    (outside / "secret.md").write_text("# Secret\nText.\n")
    (outside / "rules.txt.yaml").write_text("footnote: {audience: [everyone]}\n")
    (folder / "linked").symlink_to(outside)
    (folder / "up.md").symlink_to("../outside/secret.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "rules.txt").write_text("Rules\n\nText.\n")
    (folder / "rules.txt.yaml").symlink_to(outside / "rules.txt.yaml")
    (folder / "in.md").symlink_to("good.md")
    (folder / "good.md").write_text("# Good\nText.\n")
    library = read_guides(folder)
    assert [guide.path for guide in library.guides] == ["good.md", "in.md"]
    told = [str(each) for each in library.problems]
    assert [each.split(":")[0] for each in told] == ["loop.md", "rules.txt.yaml", "up.md"]
    assert "leads out of the folder of guides" in told[1]
    assert "leads out of the folder of guides" in told[2]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a {{ b }} c", "a  c"),
        ("{% x %}{# y #}{: .z}w", "w"),
        ("{% comment %} {% if x %} y {% endif %} {% endcomment %}z", "z"),
        ("{{ a\n\n b }}", "{{ a\n\n b }}"),
        ("{{ " + "a" * 1000 + "}}b", "{{ " + "a" * 1000 + "}}b"),
        ("{{ " + "a" * 999 + "}}b", "b"),
        ("{{ {{ a }}b", "b"),
        ("{{{ a }}}", "}"),
        ("{#a#}", "{#a#}"),
        ("{{ a %} }} {% b }} %}c", " c"),
    ],
)
def test_template_remains_are_masked(text: str, left: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.replace(BLANK, "") == left

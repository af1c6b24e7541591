"""near-duplicate and contradiction: what two sections have in common, and where they part."""

import time
from pathlib import Path

import pytest

from knowledge.lint.finding import Severity
from tests.knowledge.linting import brief, findings, write

# 30 words, of which none repeats: 28 runs of three words.
WORDS = [f"word{number}" for number in range(30)]
PHRASE = " ".join(WORDS)


def test_the_very_same_section_is_named_once_for_all_its_copies(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        write(tmp_path, **{name: f"# {name.upper()}\nFirst.\n\n## Trains\n{PHRASE}.\n"})
    (found,) = findings(tmp_path)
    assert (found.path, found.line, found.rule, found.severity) == (
        "a.md",
        4,
        "near-duplicate",
        Severity.WARNING,
    )
    assert found.problem == (
        "“Trains” has the very same words as “Trains” (b.md:4) and “Trains” (c.md:4) and 1 more."
    )


@pytest.mark.parametrize(("changed", "common"), [(1, "81%"), (2, None)])
def test_sections_are_alike_from_seven_tenths_of_their_runs_on(
    tmp_path: Path, changed: int, common: str | None
) -> None:
    """A word changed in the middle breaks 3 of 28 runs: 25 of 31 are common. Two, far apart: 22 of 34."""
    words = [
        f"new{i}" if i in {10, 20}.intersection(range(10 * changed + 1)) else word
        for i, word in enumerate(WORDS)
    ]
    write(tmp_path, a=f"# A\n{PHRASE}\n", b=f"# B\nx\n\n## Buses\n{' '.join(words)}\n")
    said = [(found.path, found.line, found.problem) for found in findings(tmp_path)]
    expected = ("a.md", 1, f"“A” has {common} of its wording in common with “Buses” (b.md:4).")
    assert said == ([expected] if common else [])


def test_copies_within_one_guide_are_named_by_line_and_short_ones_not_at_all(tmp_path: Path) -> None:
    short = " ".join(WORDS[:19])
    write(tmp_path, a=f"# A\n{PHRASE}\n\n## Again\n{PHRASE}\n", b=f"# B\n{short}\n", c=f"# C\n{short}\n")
    (found,) = findings(tmp_path)
    assert found.problem == "“A” has the very same words as “Again” (line 4)."


def test_a_thousand_copies_and_a_thousand_other_sections_take_no_time(tmp_path: Path) -> None:
    copies = "".join(f"## Copy {n}\n{PHRASE}\n\n" for n in range(1000))
    others = "".join(f"## Other {n}\n{' '.join(f'{word}x{n}' for word in WORDS)}\n\n" for n in range(1000))
    write(tmp_path, a=f"# A\n{copies}", b=f"# B\n{others}")
    start = time.perf_counter()
    assert brief(tmp_path) == [("a.md", 2, "near-duplicate")]
    assert time.perf_counter() - start < 20  # some 2 s: pairing all with all would take minutes


LEAVE = "# Leave\n## Annual leave\n{}\n"
BENEFITS = "# Benefits\n## Annual leave for staff\n{}\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You get 25 days of annual leave a year.", "Staff get 30 days of annual leave a year."),
        ("You get 25 days of annual leave a year.", "You get thirty days of annual leave a year."),
        ("Claims above $2,500 need a second signature.", "Claims above $5000 need a second signature."),
        ("The office opens at 8:30 on working days.", "The office opens at 9:00 on working days."),
        ("Private phones may be used for company mail.", "Private phones must not be used for company mail."),
        ("Managers can approve travel abroad.", "Managers can’t approve travel abroad."),
    ],
)
def test_another_figure_or_a_not_between_the_same_words_is_noted(
    tmp_path: Path, one: str, other: str
) -> None:
    write(tmp_path, leave=LEAVE.format(one), benefits=BENEFITS.format(other))
    (found,) = findings(tmp_path)
    assert (found.path, found.line, found.rule, found.severity) == (
        "benefits.md",
        3,
        "contradiction",
        Severity.NOTE,
    )
    assert found.problem == f"“{other}” may contradict “{one}” (“Annual leave”, leave.md:3)."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You get 25 days of annual leave a year.", "You get 25 days of annual leave a year, in 2 parts."),
        ("You get 25 days of annual leave a year.", "You get 30 days of parental leave a year."),
        ("Claims above $2,500 need a second signature.", "Claims above $2500 need a second signature."),
        ("Claims above $2,500 need a second signature.", "Claims above 14 days need a second signature."),
        ("Is the limit for private travel 25 days?", "Is the limit for private travel 30 days?"),
        ("Call 25 first.", "Call 30 first."),
        ("Never paste customer data into free plans.", "Do not paste customer data into free plans."),
    ],
)
def test_other_things_with_other_figures_are_not(tmp_path: Path, one: str, other: str) -> None:
    write(tmp_path, leave=LEAVE.format(one), benefits=BENEFITS.format(other))
    assert brief(tmp_path) == []


def test_a_guide_that_tells_cases_apart_contradicts_nobody(tmp_path: Path) -> None:
    grades = "Grade 1 staff get 25 days of annual leave.\n\nGrade 2 staff get 25 days of annual leave."
    write(
        tmp_path,
        leave=LEAVE.format(grades),
        benefits=BENEFITS.format("Grade 3 staff get 25 days of annual leave."),
    )
    assert brief(tmp_path) == []
    write(tmp_path, leave=LEAVE.format("Grade 1 staff get 25 days of annual leave."))
    assert brief(tmp_path) == [("benefits.md", 3, "contradiction")]


def test_what_many_guides_fill_in_is_a_form(tmp_path: Path) -> None:
    for number in range(4):
        write(
            tmp_path,
            **{f"guide{number}": f"# G{number}\nPeople and Finance reviewed this page on {number} March.\n"},
        )
    assert brief(tmp_path) == []

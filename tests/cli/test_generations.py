"""`footnote generations`: list, compare, go back, delete; a rollback holds until the guides change."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import Result

from index.generations import Generations
from tests.cli.conftest import LEAVE, CommandLine

pytestmark = pytest.mark.early(3)

ROOM = "# Room\nThe room is on floor {}.\n"


@pytest.fixture
def generations(footnote: CommandLine, guides: Path) -> Generations:
    """Return three generations, of a room on floors 1 to 3."""
    for floor in (1, 2, 3):
        (guides / "room.md").write_text(ROOM.format(floor), "utf-8")
        assert footnote("index", "--guides", guides).exit_code == 0
    return Generations.for_guides(footnote.state, guides)


def floor(footnote: CommandLine, guides: Path) -> tuple[str, Result]:
    """Ask which floor the room is on, and return what is quoted."""
    result = footnote("ask", "which floor is the room on?", "--guides", guides, "--json")
    assert result.exit_code == 0
    return str(json.loads(result.stdout)["citations"][0]["quote"]), result


def test_they_are_listed_newest_first(footnote: CommandLine, guides: Path, generations: Generations) -> None:
    result = footnote("generations", "--guides", guides)
    assert (result.exit_code, result.stderr) == (0, "")
    head, *rows = result.stdout.splitlines()
    assert re.split("  +", head.strip()) == [
        "generation", "built (UTC)", "guides", "sections", "passages", "size", "model, state"
    ]  # fmt: skip
    assert [row[2:32] for row in rows] == generations.names()
    assert [row[0] for row in rows] == ["*", " ", " "]
    when, *counts, model = re.split("  +", rows[0][2:].strip())[1:]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", when)
    assert counts[:3] == ["3", "4", "4"]
    assert model == "all-MiniLM-L6-v2, good"


def test_a_damaged_one_is_listed_as_such(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    name = generations.names()[1]
    (generations.folder / name / "aliases.json").write_text("{ }")
    rows = footnote("generations", "--guides", guides).stdout.splitlines()[1:]
    assert ["can't answer" in row for row in rows] == [False, True, False]
    assert "aliases.json is not the file that was built." in rows[1]


def test_two_are_compared_by_guides_and_sections(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    (guides / "leave.md").write_text(LEAVE.replace("before ten", "before nine"), "utf-8")
    footnote("index", "--guides", guides)
    newest, third, _second, first = generations.names()
    assert footnote("generations", "diff", "--guides", guides).stdout.splitlines() == [
        f"from {third} to {newest}:",
        "~ leave.md",
        "    ~ #sick-leave",
        "sections: 0 added, 1 changed, 0 removed, 0 moved",
    ]
    named = footnote("generations", "diff", first, third, "--guides", guides)
    assert named.stdout.splitlines()[:3] == [f"from {first} to {third}:", "~ room.md", "    ~ #room"]


def test_a_rollback_answers_from_the_one_before_and_says_what_to_do_next(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    third, second, first = generations.names()
    result = footnote("generations", "rollback", "--guides", guides)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Generation {second}, built 20")
    assert f"To take {third} back: footnote index, or footnote generations rollback {third}" in result.stdout
    assert footnote("generations", "rollback", first[:22], "--guides", guides).exit_code == 0
    assert generations.published().id == first
    assert f"Rolled back from {second} on 20" in footnote("generations", "--guides", guides).stdout


def test_a_rollback_holds_until_the_guides_change(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    _third, second, _first = generations.names()
    footnote("generations", "rollback", "--guides", guides)
    for _ in range(2):
        quote, result = floor(footnote, guides)
        assert quote == "The room is on floor 2."
        assert (
            f"Answering from generation {second}: the guides are still those rolled back on" in result.stderr
        )
    (guides / "room.md").write_text(ROOM.format(4), "utf-8")
    quote, result = floor(footnote, guides)
    assert quote == "The room is on floor 4."
    assert "rolled back" not in result.stderr
    assert generations.published().rolled_back is None


def test_an_index_that_is_asked_for_ends_a_rollback(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    footnote("generations", "rollback", "--guides", guides)
    result = footnote("index", "--guides", guides)
    assert "These guides were rolled back on 20" in result.stderr
    assert "They are indexed again, as you ask." in result.stderr
    assert "~ room.md" in result.stderr
    assert floor(footnote, guides)[0] == "The room is on floor 3."
    assert generations.published().rolled_back is None


def test_guides_that_went_back_with_the_index_need_no_index(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    footnote("generations", "rollback", "--guides", guides)
    (guides / "room.md").write_text(ROOM.format(2), "utf-8")
    quote, result = floor(footnote, guides)
    assert (quote, result.stderr) == ("The room is on floor 2.", "")
    assert len(generations.names()) == 3


def test_a_damaged_one_is_not_rolled_back_to(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    third, second, _first = generations.names()
    (generations.folder / second / "aliases.json").write_text("{ }")
    result = footnote("generations", "rollback", "--guides", guides)
    assert (result.exit_code, "aliases.json is not the file that was built" in result.stderr) == (3, True)
    assert generations.published().id == third


def test_another_model_s_is_not_rolled_back_to(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    old = generations.names()[1]
    manifest = generations.current().manifest.load(generations.folder / old)
    manifest.model_copy(update={"model_sha256": "0" * 64, "model_name": "another"}).save(
        generations.folder / old
    )
    result = footnote("generations", "rollback", "--guides", guides)
    assert result.exit_code == 3
    assert f"Generation {old} was built with another, the settings name all-MiniLM-L6-v2." in result.stderr


@pytest.mark.parametrize("name", ["nope", "20"])
def test_a_name_that_is_none_or_several_is_bad_usage(
    footnote: CommandLine, guides: Path, generations: Generations, name: str
) -> None:
    result = footnote("generations", "rollback", name, "--guides", guides)
    assert result.exit_code == 2
    assert f"with {name!r}. List them: footnote generations" in " ".join(result.stderr.split())
    assert len(generations.names()) == 3


def test_the_current_one_is_no_way_back(
    footnote: CommandLine, guides: Path, generations: Generations
) -> None:
    result = footnote("generations", "rollback", generations.names()[0], "--guides", guides)
    assert (result.exit_code, "is the current generation already" in result.stderr) == (2, True)


def test_old_ones_are_deleted(footnote: CommandLine, guides: Path, generations: Generations) -> None:
    third, second, first = generations.names()
    result = footnote("generations", "prune", "--keep", "2", "--guides", guides)
    assert result.stdout.splitlines() == [f"deleted {first}", "2 generations kept."]
    assert generations.names() == [third, second]
    assert footnote("generations", "prune", "--keep", "0", "--guides", guides).exit_code == 2


def test_five_are_kept_by_themselves(footnote: CommandLine, guides: Path, generations: Generations) -> None:
    for number in range(4, 9):
        (guides / "room.md").write_text(ROOM.format(number), "utf-8")
        footnote("index", "--guides", guides)
    assert len(generations.names()) == 5
    assert generations.current().manifest.id == generations.names()[0]


def test_without_any_it_says_what_to_type(footnote: CommandLine, guides: Path) -> None:
    for command in ((), ("diff",), ("rollback",), ("prune",)):
        result = footnote("generations", *command, "--guides", guides)
        assert (result.exit_code, "holds no index yet. Run: footnote index" in result.stderr) == (3, True)


def test_guides_named_before_the_command_are_not_overlooked(footnote: CommandLine, guides: Path) -> None:
    result = footnote("generations", "--guides", guides, "rollback")
    assert (result.exit_code, "write it after the command" in result.stderr) == (2, True)

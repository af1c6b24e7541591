"""Builders that are killed and bits that flip: a good generation answers every time, and it is said."""

from pathlib import Path

import pytest

from index.errors import IndexMissing
from index.generations import Generation
from index.retriever import HybridRetriever
from tests.index.crashes import crash_often
from tests.index.workplace import PAY, Workplace

pytestmark = pytest.mark.early(2)

KILLS, SEED = 100, 7


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.in_folder(tmp_path)


def test_a_builder_that_is_killed_leaves_a_good_generation(tmp_path: Path) -> None:
    found = crash_often(tmp_path, KILLS, SEED)
    print(f"seed {SEED}: {dict(found)}")
    assert found["killed"] == KILLS
    assert found["old one answers"] > KILLS / 2
    assert set(found) <= {"killed", "ended with 0", "old one answers", "new one answers"}


def flip(file: Path, place: int) -> None:
    """Flip the lowest bit of a byte."""
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def files_of(generation: Generation) -> list[Path]:
    return sorted(file for file in generation.folder.rglob("*") if file.is_file() and file.stat().st_size)


def test_a_flipped_bit_in_any_file_is_noticed_and_the_previous_generation_answers(place: Workplace) -> None:
    previous = place.index()
    place.write("pay.md", PAY.replace("monthly", "weekly"))
    current = place.index()
    files = files_of(current)
    assert (
        len(files)
        == len([name for name in current.manifest.files if (current.folder / name).stat().st_size]) + 2
    )
    for file in files:
        size = file.stat().st_size
        for byte in {0, size // 2, size - 1}:
            flip(file, byte)
            good = place.generations.current_or_previous()
            assert good.generation == previous, file
            assert good.warning is not None
            assert str(file.parent if file.parent == current.folder else file) in good.warning
            assert f"Answering from generation {previous.manifest.id}, built " in good.warning
            assert good.warning.endswith(" UTC, instead. Run: footnote index")
            found = HybridRetriever.load(good.generation, place.embedder).search("call when sick", 1)
            assert found.sections[0].section.heading == "Sick"
            flip(file, byte)
    assert place.generations.current_or_previous().generation == current
    assert place.generations.current_or_previous().warning is None


@pytest.mark.parametrize("kept", [slice(0), slice(-1)])
def test_a_file_that_was_cut_off_or_deleted_is_noticed(place: Workplace, kept: slice) -> None:
    previous, current = place.index(), place.index()
    for file in files_of(current):
        data = file.read_bytes()
        file.write_bytes(data[kept])
        assert place.generations.current_or_previous().generation == previous, file
        file.unlink()
        assert place.generations.current_or_previous().generation == previous, file
        file.write_bytes(data)


def test_where_nothing_says_what_is_current_the_newest_good_one_answers(place: Workplace) -> None:
    oldest, newest = place.index(), place.index()
    pointer = place.state / "current"
    for damage in ("", "{", pointer.read_text().replace('"id"', '"ib"'), '{"id": "../elsewhere"}'):
        pointer.write_text(damage)
        good = place.generations.current_or_previous()
        assert (good.generation, good.warning is None) == (newest, False)
        assert f"{pointer} doesn't name a generation." in str(good.warning)
    flip(newest.folder / "passages.faiss", 50)
    assert place.generations.current_or_previous().generation == oldest


def test_a_pointer_to_what_isn_t_there_is_noticed(place: Workplace) -> None:
    previous, current = place.index(), place.index()
    current.folder.rename(place.state / "elsewhere")
    good = place.generations.current_or_previous()
    assert good.generation == previous
    assert f"{current.folder} holds no index that can be read." in str(good.warning)


def test_where_none_is_good_every_problem_is_said(place: Workplace) -> None:
    generations = [place.index(), place.index()]
    for generation in generations:
        flip(generation.folder / "aliases.json", 0)
    with pytest.raises(IndexMissing, match=r"No earlier generation is good\. Run: footnote index") as caught:
        place.generations.current_or_previous()
    for generation in generations:
        assert f"{generation.folder / 'aliases.json'} is not the file that was built." in str(caught.value)
    place.index()
    assert place.generations.current_or_previous().warning is None


def test_without_any_generation_there_is_nothing_to_fall_back_to(place: Workplace) -> None:
    with pytest.raises(IndexMissing, match=r"holds no index yet\. Run: footnote index"):
        place.generations.current_or_previous()


def test_what_was_rolled_back_never_answers_instead(place: Workplace) -> None:
    first, second, _third = place.index(), place.index(), place.index()
    place.generations.roll_back(second, "")
    flip(second.folder / "guides.jsonl", 10)
    assert place.generations.current_or_previous().generation == first
    flip(first.folder / "guides.jsonl", 10)
    with pytest.raises(IndexMissing):
        place.generations.current_or_previous()

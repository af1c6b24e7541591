"""A new generation takes over what didn't change, and is what a build from nothing would have been."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.arrays import load_mapped
from index.base import Donor, Known
from index.builder import AXES_KEPT_UNTIL
from index.corpus import Corpus
from index.embedding import embed_passages, silent
from index.generations import Generation
from index.passage_runs import PassageRun, save_runs
from index.rereading import recipe_sha256
from index.views import passage_views
from knowledge.guide_files import GuideDefaults
from tests.fakes import WordCountEmbedder
from tests.index.workplace import LEAVE, PAY, TRAVEL, WORDS, ReadingEmbedder, Workplace

OF_AXES = {"segments.npy", "segments.json", "tokens/codes.npy", "tokens/codes.json", "tokens/axes.npy"}


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """Return three guides among enough others that a change of one leaves the axes as they are."""
    place = Workplace.in_folder(tmp_path)
    for number in range(20):
        place.write(f"more/{number:02}.md", f"# Book {number}\nThe book {number} has a door and a key.\n")
    return place


def read_by(place: Workplace) -> list[str]:
    """Index once more, and return the passages that the embedder was given to keep."""
    embedder = place.embedder = ReadingEmbedder(WORDS)
    generation = place.index()
    return embedder.read[: generation.manifest.embedded]


def files_of(generation: Generation) -> dict[str, bytes]:
    return {name: (generation.folder / name).read_bytes() for name in generation.manifest.files}


def test_nothing_is_embedded_where_nothing_changed(place: Workplace) -> None:
    first = place.index()
    assert first.manifest.embedded == first.manifest.passages == 26
    second = place.index()
    assert second.manifest.embedded == 0
    assert files_of(second) == files_of(first)
    assert second.manifest.axes.model_dump() == {"found_on": first.manifest.id, "changed_since": 0}


def test_only_passages_that_changed_are_embedded(place: Workplace) -> None:
    place.index()
    place.write("leave.md", LEAVE.replace("Call when", "Phone when"))
    assert read_by(place) == ["Leave > Sick\nPhone when you are sick.\n"]


def test_a_heading_is_part_of_what_is_embedded(place: Workplace) -> None:
    place.index()
    place.write("travel.md", TRAVEL.replace("# Travel", "# Trips", 1))
    assert read_by(place) == [
        "Trips\nBook travel late.\nTake the train.\n",
        "Trips > Abroad\nTake a phone, and call before you book.\n",
    ]


def test_a_renamed_guide_is_taken_over(place: Workplace) -> None:
    place.index()
    (place.folder / "leave.md").rename(place.folder / "absence.md")
    assert read_by(place) == []
    assert Corpus.load(place.generations.current().folder).section(0)[0].path == "absence.md"


def test_what_is_taken_over_is_what_would_be_embedded(place: Workplace, tmp_path: Path) -> None:
    """With the axes that were kept, every byte is that of a build that embeds everything."""
    place.index()
    place.write("leave.md", LEAVE.replace("# Leave", "# Leave\nA new first line on pay.", 1)[:-7])
    (place.folder / "more" / "03.md").unlink()
    taken_over = place.index()
    assert 0 < taken_over.manifest.embedded < 3
    donor = Donor.load(taken_over).passages
    views = [view for guide in place.read(Known()).library.guides for view in passage_views(guide)]
    embedded, steps = embed_passages(place.embedder, views, donor.steps, silent)
    (tmp_path / "whole").mkdir()
    save_runs(tmp_path / "whole", [PassageRun.from_embedded(embedded)], steps, [view.key for view in views])
    whole = {file for file in (tmp_path / "whole").rglob("*") if file.is_file()}
    assert len(whole) == 11
    for file in whole:
        name = file.relative_to(tmp_path / "whole")
        assert file.read_bytes() == (taken_over.folder / name).read_bytes(), name


def test_what_doesn_t_hang_on_the_axes_is_that_of_a_build_from_nothing(place: Workplace) -> None:
    place.index()
    place.write("pay.md", PAY + "## Phone\nThe phone is in the desk.\n")
    (place.folder / "travel.md").rename(place.folder / "a-travel.md")
    taken_over, afresh = place.index(), place.index(afresh=True)
    assert taken_over.manifest.embedded == 1
    assert afresh.manifest.embedded == afresh.manifest.passages
    one, other = files_of(taken_over), files_of(afresh)
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} <= {
        *OF_AXES,
        "moves.json",
    }


def test_the_axes_are_found_anew_once_the_corpus_is_another(place: Workplace) -> None:
    first = place.index()
    ages = []
    for number in range(8):
        place.write(f"more/{number:02}.md", f"# Book {number}\nThe desk {number} has a phone.\n")
        axes = place.index().manifest.axes
        ages.append(axes.changed_since if axes.found_on == first.manifest.id else -1)
    assert ages == [1, 2, 3, 4, 5, 6, -1, -1]  # of 26 passages, 6 are less than a quarter and 7 are more
    assert AXES_KEPT_UNTIL == 0.25
    assert place.generations.current().manifest.axes.changed_since == 1


def test_removed_passages_count_as_changed(place: Workplace) -> None:
    place.index()
    for number in range(3):
        (place.folder / f"more/{number:02}.md").unlink()
    manifest = place.index().manifest
    assert (manifest.embedded, manifest.passages, manifest.axes.changed_since) == (0, 23, 3)


def test_an_older_generation_of_the_same_model_is_taken_over_from(place: Workplace) -> None:
    first = place.index()
    place.model, place.embedder = "b" * 64, WordCountEmbedder(WORDS[:4])
    assert place.index().manifest.embedded == 26
    place.model = "a" * 64
    assert read_by(place) == []
    assert place.generations.current().manifest.axes.found_on == first.manifest.id


def test_a_damaged_generation_is_not_taken_over_from(place: Workplace) -> None:
    good = place.index()
    place.write("leave.md", LEAVE.replace("Call when", "Phone when"))
    damaged = place.index()
    codes = damaged.folder / "tokens" / "codes.npy"
    codes.write_bytes(codes.read_bytes()[:-1] + b"\x55")
    mended = place.index()
    assert mended.manifest.embedded == 1  # once more, from the good one
    place.generations.make_current(good)
    assert files_of(mended) == files_of(place.index())


def test_an_unchanged_file_is_not_parsed_again(place: Workplace) -> None:
    place.index()
    place.write("pay.md", PAY.replace("monthly", "weekly"))
    known = place.known()
    assert known.base is not None
    before, now = known.base.guides, place.read(known).library.guides
    assert [guide.path for guide in now if guide is not before[guide.path]] == ["pay.md"]


def test_other_settings_or_code_read_every_file_again(place: Workplace) -> None:
    place.index()
    known = place.known()
    assert known.base is not None
    manifest = known.base.generation.manifest
    assert manifest.recipe_sha256 == recipe_sha256(GuideDefaults())
    assert manifest.recipe_sha256 != recipe_sha256(GuideDefaults(owner="#it"))
    older = replace(known.base.generation, manifest=manifest.model_copy(update={"recipe_sha256": "0" * 64}))
    guides = place.read(Known(replace(known.base, generation=older))).library.guides
    assert guides[0] == known.base.guides[guides[0].path]
    assert guides[0] is not known.base.guides[guides[0].path]


def test_notes_on_an_unchanged_guide_are_said_again(place: Workplace) -> None:
    place.write("nameless.md", "Words without a heading, on a desk.\n")
    place.index()
    assert [str(note) for note in place.read().library.warnings] == [
        str(note) for note in place.read(Known()).library.warnings
    ]
    assert "nameless.md:1: the guide has no title and no heading." in str(place.read().library.warnings[0])


def test_a_file_that_became_a_link_out_of_the_folder_is_refused(place: Workplace, tmp_path: Path) -> None:
    place.index()
    (place.folder / "pay.md").rename(tmp_path / "pay.md")
    (place.folder / "pay.md").symlink_to(tmp_path / "pay.md")
    reading = place.read()
    assert ["leads out of the folder" in str(problem) for problem in reading.library.problems] == [True]
    assert "pay.md" not in [guide.path for guide in reading.library.guides]


def test_the_corpus_hash_is_that_of_the_bytes_that_were_read(place: Workplace) -> None:
    from index.generations import corpus_sha256

    place.write("bad.md", "---\nfootnote: {owners: x}\n---\n# Bad\nText.\n")
    assert place.read(Known()).corpus_sha256 == corpus_sha256(place.folder, GuideDefaults())
    place.index()
    assert place.read().corpus_sha256 == corpus_sha256(place.folder, GuideDefaults())


def test_a_guide_s_own_questions_are_embedded_once(place: Workplace) -> None:
    place.write("pay.md", '---\nfootnote: {questions: {desk: ["which key is it?"]}}\n---\n' + PAY)
    place.index()
    place.write("leave.md", LEAVE.replace("Call when", "Phone when"))
    embedder = place.embedder = ReadingEmbedder(WORDS)
    generation = place.index()
    assert "which key is it?" not in embedder.read
    assert np.load(next((generation.folder / "learned").glob("*.npz")))["vectors"].shape == (1, len(WORDS))


def test_counts_that_are_joined_are_those_of_all_texts(place: Workplace) -> None:
    words = load_mapped(place.index().folder / "lexical" / "said-words.npy")
    place.write("aaa.md", "# Aardvark\nAn aardvark books the zebra.\n")  # its words come first and last
    place.index()
    (place.folder / "aaa.md").unlink()
    np.testing.assert_array_equal(load_mapped(place.index().folder / "lexical" / "said-words.npy"), words)

"""What became of sections: kept, changed, moved, gone; and questions that find theirs wherever it went."""

from pathlib import Path

import pytest

from index.corpus import Corpus
from index.learned import LEARNED, LearnedQuestion, section_number
from index.learned_store import LearnedStore
from index.moves import Changes, Moves
from index.retriever import HybridRetriever
from knowledge.guide import Guide
from knowledge.reading import read_guides
from tests.index.workplace import LEAVE, PAY, TRAVEL, Workplace

SICK = "## Sick\nCall when you are sick.\n"
LONG = "Whoever takes the train to another town tells the desk two days ahead, and keeps the ticket.\n"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.in_folder(tmp_path)


def guides(place: Workplace) -> dict[str, Guide]:
    return {guide.path: guide for guide in read_guides(place.folder).guides}


def changes_by(place: Workplace, path: str, text: str | None, *more: tuple[str, str]) -> Changes:
    """Return what writing a guide, or deleting it, changes."""
    before = guides(place)
    if text is None:
        (place.folder / path).unlink()
    for name, words in ((path, text), *more):
        if words is not None:
            place.write(name, words)
    return Changes.between(before, guides(place))


def test_no_change_is_no_change(place: Workplace) -> None:
    assert Changes.between(guides(place), guides(place)) == Changes()


def test_a_section_may_be_added_changed_and_removed(place: Workplace) -> None:
    text = LEAVE.replace("Call when", "Phone when").replace("## Old\n", "## New\nBook leave.\n")
    assert changes_by(place, "leave.md", text) == Changes(
        guides_changed=("leave.md",),
        added=(("leave.md", "new"),),
        changed=(("leave.md", "sick"),),
        removed=(("leave.md", "old"),),
    )


def test_a_link_that_changed_is_a_change_though_no_word_is(place: Workplace) -> None:
    changes_by(place, "leave.md", LEAVE.replace("Call", "[Call](a.md)"))
    assert changes_by(place, "leave.md", LEAVE.replace("Call", "[Call](b.md)")).changed == (
        ("leave.md", "sick"),
    )


def test_guides_are_added_and_removed_with_their_sections(place: Workplace) -> None:
    assert changes_by(place, "travel.md", None, ("new.md", "# New\nA new one.\n")) == Changes(
        guides_added=("new.md",),
        guides_removed=("travel.md",),
        added=(("new.md", "new"),),
        removed=(("travel.md", "travel"), ("travel.md", "abroad")),
    )


def test_a_renamed_guide_takes_all_its_sections_along(place: Workplace) -> None:
    changes = changes_by(place, "leave.md", None, ("people/leave.md", LEAVE))
    assert changes.guides_moved == (("leave.md", "people/leave.md"),)
    assert changes.moved == tuple(
        (("leave.md", anchor), ("people/leave.md", anchor)) for anchor in ("leave", "sick", "old")
    )
    assert (changes.guides_added, changes.guides_removed, changes.added, changes.removed) == ((), (), (), ())


def test_a_section_moves_to_another_guide(place: Workplace) -> None:
    changes = changes_by(place, "leave.md", LEAVE.replace(SICK, ""), ("pay.md", PAY + SICK))
    assert changes.moved == ((("leave.md", "sick"), ("pay.md", "sick")),)
    assert (changes.added, changes.changed, changes.removed) == ((), (), ())


def test_a_renamed_heading_keeps_its_section_if_the_words_are_telling(place: Workplace) -> None:
    changes_by(place, "travel.md", TRAVEL + "## Trains\n" + LONG)
    changes = changes_by(place, "travel.md", TRAVEL + "## By train\n" + LONG)
    assert changes.moved == ((("travel.md", "trains"), ("travel.md", "by-train")),)
    changes_by(place, "travel.md", TRAVEL + "## Trains\nSee above.\n")
    changes = changes_by(place, "travel.md", TRAVEL + "## By train\nSee above.\n")
    assert (changes.moved, changes.added) == ((), (("travel.md", "by-train"),))


def test_words_that_two_sections_share_tell_nothing(place: Workplace) -> None:
    changes_by(place, "travel.md", TRAVEL + "## One\n" + LONG + "## Two\n" + LONG)
    changes = changes_by(place, "travel.md", TRAVEL + "## Three\n" + LONG)
    assert (changes.moved, len(changes.removed)) == ((), 2)


def test_an_address_that_is_still_there_is_the_section_even_with_other_words(place: Workplace) -> None:
    changes = changes_by(
        place, "leave.md", LEAVE.replace("Call when you are sick.", "See pay."), ("x.md", "# X\n" + SICK)
    )
    assert (changes.moved, changes.changed) == ((), (("leave.md", "sick"),))


def test_moves_follow_each_other_and_end_where_the_address_is_taken() -> None:
    a, b, c = ("a.md", "x"), ("b.md", "x"), ("c.md", "x")
    moves = Moves({}).then(Changes(moved=((a, b),)), []).then(Changes(moved=((b, c),)), [])
    assert [moves.resolve(address) for address in (a, b, c)] == [c, c, c]
    back = moves.then(Changes(moved=((c, a),)), [])
    assert [back.resolve(address) for address in (b, c)] == [a, a]


def learned(place: Workplace, question: str, path: str, anchor: str) -> LearnedQuestion:
    known = LearnedQuestion(question=question, path=path, anchor=anchor)
    LearnedStore(place.state / LEARNED, place.model).save([known], place.embedder)
    return known


def heading_of(place: Workplace, question: LearnedQuestion) -> tuple[str, str] | None:
    corpus = Corpus.load(place.generations.current().folder)
    number = section_number(corpus, question)
    if number is None:
        return None
    guide, section = corpus.section(number)
    return guide.path, section.heading


def test_a_learned_question_follows_its_section_from_guide_to_guide(place: Workplace) -> None:
    place.index()
    question = learned(place, "the beach?", "leave.md", "sick")
    place.write("leave.md", LEAVE.replace(SICK, ""))
    place.write("pay.md", PAY + SICK)
    place.index()
    assert heading_of(place, question) == ("pay.md", "Sick")
    (place.folder / "pay.md").rename(place.folder / "money.md")
    place.index()
    assert heading_of(place, question) == ("money.md", "Sick")
    place.write("money.md", PAY + SICK.replace("Call", "Phone"))  # its words may change where it is now
    place.index()
    assert heading_of(place, question) == ("money.md", "Sick")
    store = LearnedStore(place.state / LEARNED, place.model)
    retriever = HybridRetriever.load(place.generations.current(), place.embedder, store)
    assert retriever.search("the beach?", 1).sections[0].section.heading == "Sick"


def test_after_a_rollback_it_is_where_it_was(place: Workplace) -> None:
    before = place.index()
    question = learned(place, "the beach?", "leave.md", "sick")
    (place.folder / "leave.md").rename(place.folder / "absence.md")
    place.index()
    assert heading_of(place, question) == ("absence.md", "Sick")
    place.generations.roll_back(before, "")
    assert heading_of(place, question) == ("leave.md", "Sick")


def test_a_section_that_takes_the_old_address_gets_the_questions_that_name_it(place: Workplace) -> None:
    place.index()
    question = learned(place, "the beach?", "leave.md", "sick")
    (place.folder / "leave.md").rename(place.folder / "absence.md")
    place.index()
    place.write("leave.md", "# Leave\nLeave the train.\n## Sick\nTravel sick? Take a book.\n")
    place.index()
    assert heading_of(place, question) == ("leave.md", "Sick")
    (place.folder / "leave.md").unlink()
    place.index()
    assert heading_of(place, question) is None

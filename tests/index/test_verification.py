"""A new generation that is wrong in any part is not made current."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from index.base import Donor
from index.corpus import Corpus
from index.embedder import TokenEmbeddings
from index.errors import IndexUnsound
from index.generations import Generation
from index.lexical import LEXICAL
from index.moves import Moves
from index.retriever import HybridRetriever
from index.row_checks import check_passages, check_words
from index.section_words import SectionWords
from index.vectors import VectorIndex
from index.verification import check_guides, check_retrieval, check_shapes, spread
from knowledge.guide import Guide, Span
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder
from tests.index.workplace import WORDS, Workplace


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.in_folder(tmp_path)


@pytest.fixture
def generation(place: Workplace) -> Generation:
    return place.index()


@pytest.fixture
def retriever(place: Workplace, generation: Generation) -> HybridRetriever:
    return HybridRetriever.load(generation, place.embedder)


def test_a_sound_generation_says_how_many_sections_it_finds(generation: Generation) -> None:
    assert generation.manifest.self_retrieval.model_dump() == {"asked": 6, "found": 6}


def rolled(values: np.ndarray) -> np.ndarray:
    """Give each row what belongs to the one before."""
    return np.roll(values, 1, axis=0)


WRONG: dict[str, Callable[[Donor], Donor]] = {
    "keys": lambda donor: with_passages(donor, keys=rolled(donor.passages.keys)),
    "vectors": lambda donor: with_vectors(
        donor, passages=VectorIndex.from_vectors(rolled(donor.passages.vectors.passages.slice(0, 6)))
    ),
    "segments": lambda donor: with_vectors(
        donor,
        segments=replace(
            donor.passages.vectors.segments, values=rolled(donor.passages.vectors.segments.values)
        ),
    ),
    "tokens": lambda donor: with_vectors(
        donor,
        tokens=replace(
            donor.passages.vectors.tokens,
            codes=replace(
                donor.passages.vectors.tokens.codes, values=rolled(donor.passages.vectors.tokens.codes.values)
            ),
        ),
    ),
    "token ids": lambda donor: with_passages(donor, ids=rolled(donor.passages.ids)),
}


def with_passages(donor: Donor, **parts: object) -> Donor:
    return replace(donor, passages=replace(donor.passages, **parts))  # type: ignore[arg-type]


def with_vectors(donor: Donor, **parts: object) -> Donor:
    return with_passages(donor, vectors=replace(donor.passages.vectors, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize("part", WRONG)
def test_rows_of_another_passage_are_noticed(part: str, place: Workplace, generation: Generation) -> None:
    donor, corpus = Donor.load(generation), Corpus.load(generation.folder)
    check_passages(donor.passages, corpus, place.embedder)
    with pytest.raises(IndexUnsound, match=r"has other vectors for .* Nothing was published"):
        check_passages(WRONG[part](donor).passages, corpus, place.embedder)


def test_words_of_another_section_are_noticed(retriever: HybridRetriever, generation: Generation) -> None:
    said = SectionWords.load(generation.folder / LEXICAL)
    check_words(retriever.lexical, said, retriever.corpus)
    with pytest.raises(IndexUnsound, match="has other words for"):
        check_words(retriever.lexical, replace(said, counts=said.counts + 1), retriever.corpus)
    shifted = replace(retriever.lexical, rows=(retriever.lexical.rows + 1) % 7)
    with pytest.raises(IndexUnsound, match="has other words for"):
        check_words(shifted, said, retriever.corpus)


def test_parts_of_different_lengths_are_noticed(retriever: HybridRetriever) -> None:
    check_shapes(retriever)
    segments = replace(retriever.vectors.segments, values=retriever.vectors.segments.values[:-1])
    with pytest.raises(IndexUnsound, match="counts segments differently"):
        check_shapes(replace(retriever, vectors=replace(retriever.vectors, segments=segments)))


@dataclass(frozen=True)
class Deaf(WordCountEmbedder):
    """Takes every question for one about pay."""

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        return super().embed_tokens(["pay"] * len(texts))


def test_an_index_that_can_t_find_its_sections_is_refused(place: Workplace) -> None:
    for number in range(30):
        place.write(f"{number:02}.md", f"# Key {number}\nThe key {number} is in the desk.\n")
    retriever = HybridRetriever.load(place.index(), place.embedder)
    assert check_retrieval(retriever, [], seconds=60).found == 36
    deaf = replace(retriever, embedder=Deaf(WORDS), lexical=replace(retriever.lexical, vocabulary={}))
    with pytest.raises(IndexUnsound, match=r"finds only \d+ of \d+ sections by their own headings"):
        check_retrieval(deaf, [], seconds=0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sha256": "0" * 64}, r"pay\.md is not in the new index as it was read"),
        ({"source": "# Pay\n"}, r"pay\.md is not in the new index as it was read"),
    ],
)
def test_a_guide_that_is_not_its_file_is_noticed(
    wrong: dict[str, str], message: str, place: Workplace, tmp_path: Path
) -> None:
    with pytest.raises(IndexUnsound, match=message):
        check_guides(corpus_of(tmp_path, replace(pay(place), **wrong)), ["pay.md"])  # type: ignore[arg-type]


def test_a_span_that_leads_out_of_its_guide_is_noticed(place: Workplace, tmp_path: Path) -> None:
    guide = pay(place)
    check_guides(corpus_of(tmp_path / "good", guide), ["pay.md"])
    last = guide.sections[-1]
    outside = Span(last.span.start, len(guide.source) + 1)
    wrong = replace(guide, sections=(*guide.sections[:-1], replace(last, span=outside)))
    with pytest.raises(IndexUnsound, match=r"pay\.md: section 'Desk' at .* lies outside of the guide"):
        check_guides(corpus_of(tmp_path / "wrong", wrong), ["pay.md"])


def pay(place: Workplace) -> Guide:
    return read_guides(place.folder).guides[1]


def corpus_of(folder: Path, *guides: Guide) -> Corpus:
    folder.mkdir(exist_ok=True)
    Corpus.save(folder, guides, Moves({}))
    return Corpus.load(folder)


@dataclass(frozen=True)
class Forgetful(WordCountEmbedder):
    """Never reads the same text the same way twice."""

    times: list[int] = field(default_factory=list)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        self.times.append(len(texts))
        found = super().embed_tokens(texts)
        return [replace(read, vector=np.roll(read.vector, len(self.times))) for read in found]


def test_what_fails_a_check_leaves_the_current_generation_as_it_is(place: Workplace) -> None:
    good = place.index()
    place.write("pay.md", "# Pay\nPay comes by train.\n")
    place.embedder = Forgetful(WORDS)
    with pytest.raises(IndexUnsound, match="the index that answers stays as it is"):
        place.index()
    assert place.generations.current() == good
    assert place.generations.names() == [good.manifest.id]
    assert [path.name for path in place.state.glob(".*")] == []


def test_any_first_few_numbers_are_spread_evenly() -> None:
    assert sorted(spread(50)) == list(range(50))
    for count in (5, 10, 25):
        first = sorted(spread(50)[:count])
        gaps = np.diff([*first, first[0] + 50])
        assert gaps.max() <= 3 * 50 / count

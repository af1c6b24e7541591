"""Reordering what a retriever found: by a fake to work out by hand, and by a trained cross-encoder."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.cross_encoder import BATCH, CrossEncoderReranker
from index.errors import ModelInvalid
from index.reranker import RERANKED, RerankingRetriever
from knowledge.guide import Guide, Passage, Section, Span, Statement
from knowledge.guide_cards import GuideCard
from knowledge.retrieval import Findings, ScoredSection, Signals
from tests.tiny_models import save_tiny_cross_encoder

TRAVEL, LEAVE = "Book travel through the portal.", "Leave is asked for three days ahead."
QUESTION = "word for leave"
FOREVER = float("inf")
GUIDE = Guide("work.md", "", "0f", "Work")


def section(*passages: Sequence[str], score: float, statement_scores: Sequence[float] = ()) -> ScoredSection:
    """Return a section of passages, each a list of statements."""
    made = tuple(
        Passage(str(n), Span(0, 1), tuple(Statement(Span(0, 1), text) for text in statements))
        for n, statements in enumerate(passages)
    )
    scores = tuple(statement_scores) or tuple(0.5 for passage in made for _ in passage.statements)
    heading = passages[0][0].split()[0]
    return ScoredSection(GUIDE, Section(heading, "", ("Work", heading), Span(0, 1), made), score, scores)


@dataclass(frozen=True)
class Found:
    """A `Retriever` that always finds the same."""

    sections: tuple[ScoredSection, ...]
    limits: list[int] = field(default_factory=list)

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        return (GuideCard.from_guide(GUIDE),)

    def search(self, query: str, limit: int, within: frozenset[str] | None = None) -> Findings:
        assert within is None
        assert query == QUESTION
        self.limits.append(limit)
        return Findings(self.sections[:limit], Signals(statement=0.6, trail=0.4, unmatched=0.1, margin=0.05))

    def guide(self, path: str) -> Guide:
        assert path == GUIDE.path
        return GUIDE


@dataclass(frozen=True)
class LastCharacters:
    """A `Reranker` by the number that a text ends with; it comes as far as ``reached``, noting its input."""

    reached: int = 1000
    seen: list[str] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)

    def scores(self, question: str, texts: Sequence[str], deadline: float) -> Sequence[float]:
        assert question == QUESTION
        self.seen.extend(texts)
        self.deadlines.append(deadline)
        return [float(text.rsplit(maxsplit=1)[1]) for text in texts[: self.reached]]


def numbered(*numbers: float) -> Found:
    """Return sections whose texts end with these numbers, with scores 0.9, 0.8 …"""
    return Found(tuple(section([f"S {n}"], score=(9 - i) / 10) for i, n in enumerate(numbers)))


def order(findings: Findings) -> list[str]:
    return [scored.section.passages[0].text for scored in findings.sections]


def test_the_reranker_s_scores_decide_the_order() -> None:
    findings = RerankingRetriever(numbered(1, 3, 2), LastCharacters(), 1).search(QUESTION, 10)
    assert order(findings) == ["S 3", "S 2", "S 1"]


def test_a_section_keeps_the_retriever_s_score() -> None:
    findings = RerankingRetriever(numbered(1, 3, 2), LastCharacters(), 1).search(QUESTION, 10)
    assert [scored.score for scored in findings.sections] == [0.8, 0.7, 0.9]


def test_equal_scores_keep_the_retriever_s_order() -> None:
    assert order(RerankingRetriever(numbered(2, 2, 2.5, 2), LastCharacters(), 1).search(QUESTION, 10)) == [
        "S 2.5",
        "S 2",
        "S 2",
        "S 2",
    ]


def test_where_both_agree_on_the_first_the_signals_stay() -> None:
    findings = RerankingRetriever(numbered(3, 1, 2), LastCharacters(), 1).search(QUESTION, 10)
    assert findings.signals == Signals(statement=0.6, trail=0.4, unmatched=0.1, margin=0.05)


def test_where_they_disagree_there_is_no_margin() -> None:
    findings = RerankingRetriever(numbered(1, 2), LastCharacters(), 1).search(QUESTION, 10)
    assert findings.signals == Signals(statement=0.6, trail=0.4, unmatched=0.1, margin=0.0)


def test_what_it_did_not_reach_follows_in_the_retriever_s_order() -> None:
    findings = RerankingRetriever(numbered(1, 2, 9, 8), LastCharacters(reached=2), 1).search(QUESTION, 10)
    assert order(findings) == ["S 2", "S 1", "S 9", "S 8"]


def test_nothing_reached_changes_nothing() -> None:
    found = numbered(1, 2, 3)
    reranked = RerankingRetriever(found, LastCharacters(reached=0), 1).search(QUESTION, 10)
    assert reranked == found.search(QUESTION, 10)


def test_the_best_twenty_are_looked_at_and_the_rest_stays_behind() -> None:
    found, reranker = numbered(*range(30)), LastCharacters()
    findings = RerankingRetriever(found, reranker, 1).search(QUESTION, 25)
    assert (found.limits, len(reranker.seen)) == ([25], RERANKED)
    expected = [*range(19, -1, -1), *range(20, 25)]
    assert order(findings) == [f"S {n}" for n in expected]


def test_a_section_from_below_the_limit_may_come_first() -> None:
    found = numbered(1, 2, 9)
    findings = RerankingRetriever(found, LastCharacters(), 1).search(QUESTION, 2)
    assert (order(findings), found.limits) == (["S 9", "S 2"], [RERANKED])


def test_a_section_is_judged_by_its_trail_and_its_best_passage() -> None:
    reranker = LastCharacters()
    long = section(["A 1", "B 2"], ["C 3", "D 4"], ["E 5"], score=1, statement_scores=[0, 5, 1, 6, 2])
    RerankingRetriever(Found((long,)), reranker, 1).search(QUESTION, 10)
    assert reranker.seen == ["Work > A\nC 3\nD 4"]


def test_the_budget_begins_when_the_sections_are_found() -> None:
    reranker, clock = LastCharacters(), iter([100.0])
    RerankingRetriever(numbered(1), reranker, 0.25, clock=lambda: next(clock)).search(QUESTION, 10)
    assert reranker.deadlines == [100.25]


def test_guides_are_the_retriever_s() -> None:
    assert RerankingRetriever(numbered(1), LastCharacters(), 1).guide("work.md") is GUIDE


def test_no_sections_stay_none() -> None:
    assert RerankingRetriever(Found(()), LastCharacters(), 1).search(QUESTION, 10).sections == ()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cross-encoder's folder; it was taught that travel answers, and leave doesn't."""
    pairs = [(QUESTION, f"Work > Travel\n{TRAVEL}", 1.0), (QUESTION, f"Work > Leave\n{LEAVE}", 0.0)]
    return save_tiny_cross_encoder(tmp_path_factory.mktemp("cross-encoder"), pairs)


@pytest.fixture(scope="module")
def cross_encoder(trained: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker.load(trained)


def test_a_cross_encoder_reorders_as_it_was_trained(cross_encoder: CrossEncoderReranker) -> None:
    found = Found((section([LEAVE], score=0.9), section([TRAVEL], score=0.8)))
    assert order(RerankingRetriever(found, cross_encoder, 60).search(QUESTION, 10)) == [TRAVEL, LEAVE]


def test_a_budget_of_nothing_keeps_the_order(cross_encoder: CrossEncoderReranker) -> None:
    found = Found((section([LEAVE], score=0.9), section([TRAVEL], score=0.8)))
    assert RerankingRetriever(found, cross_encoder, 0).search(QUESTION, 10) == found.search(QUESTION, 10)


def test_its_scores_are_those_of_the_library(cross_encoder: CrossEncoderReranker, trained: Path) -> None:
    from sentence_transformers import CrossEncoder

    library = CrossEncoder(str(trained), device="cpu", local_files_only=True)
    texts = [TRAVEL, LEAVE, "", "word " * 500, TRAVEL, "query"]
    expected = library.predict([(QUESTION, text) for text in texts], show_progress_bar=False)
    assert list(cross_encoder.scores(QUESTION, texts, FOREVER)) == pytest.approx(expected.tolist(), abs=1e-5)


@dataclass(frozen=True)
class Ticking:
    """Stands where the model stands: each batch takes as long as the next of ``seconds`` on ``clock``."""

    seconds: Iterator[float]
    now: list[float]
    batches: list[int] = field(default_factory=list)

    def predict(self, pairs: Sequence[tuple[str, str]], **_options: object) -> list[float]:
        self.batches.append(len(pairs))
        self.now[0] += next(self.seconds)
        return [1.0] * len(pairs)


@pytest.mark.parametrize(
    ("seconds", "deadline", "batches"),
    [
        ([1, 1, 1, 1], 4.0, [2, 2, 2, 1]),
        ([1, 1, 1, 1], 3.9, [2, 2, 2]),  # the fourth would end after the deadline
        ([3, 1], 2.0, [2]),  # the first can't be foreseen
        ([1, 2, 1], 4.0, [2, 2]),  # the second took longer: so may the third
        ([1], 0.0, []),
        ([1], -1.0, []),
    ],
)
def test_a_batch_is_begun_only_if_the_last_one_s_time_is_left(
    seconds: list[float], deadline: float, batches: list[int]
) -> None:
    now = [0.0]
    model = Ticking(iter(seconds), now)
    reranker = CrossEncoderReranker(model, clock=lambda: now[0])
    assert len(reranker.scores(QUESTION, ["t"] * 7, deadline)) == sum(batches)
    assert (BATCH, model.batches) == (2, batches)


def test_threads_take_turns_and_one_that_waits_too_long_goes_without() -> None:
    entered, leave = threading.Event(), threading.Event()

    class Waiting:
        def predict(self, pairs: Sequence[tuple[str, str]], **_options: object) -> list[float]:
            entered.set()
            assert leave.wait(10)
            return [1.0] * len(pairs)

    reranker = CrossEncoderReranker(Waiting(), clock=lambda: 0.0)
    results: list[Sequence[float]] = []
    first = threading.Thread(target=lambda: results.append(reranker.scores(QUESTION, ["a"], FOREVER)))
    first.start()
    assert entered.wait(10)
    assert list(reranker.scores(QUESTION, ["b"], 0.05)) == []
    leave.set()
    first.join(10)
    assert results == [[1.0]]


def test_threads_share_one_model(cross_encoder: CrossEncoderReranker) -> None:
    results: list[Sequence[float]] = []
    texts = [[TRAVEL] * 8, [LEAVE] * 8, [TRAVEL, LEAVE] * 4]
    threads = [
        threading.Thread(target=lambda own=own: results.append(cross_encoder.scores(QUESTION, own, FOREVER)))
        for own in texts * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [len(scores) for scores in results] == [8] * 9


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelInvalid, match=r"no model\.safetensors.*FOOTNOTE_RERANKER"):
        CrossEncoderReranker.load(tmp_path)


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelInvalid, match=r"no cross-encoder that can be read.*FOOTNOTE_RERANKER"):
        CrossEncoderReranker.load(tmp_path)


def test_a_classifier_of_several_labels_is_refused(tmp_path: Path) -> None:
    saved = save_tiny_cross_encoder(tmp_path, [(QUESTION, TRAVEL, 1.0)], labels=3)
    with pytest.raises(ModelInvalid, match=r"gives 3 scores a pair"):
        CrossEncoderReranker.load(saved)

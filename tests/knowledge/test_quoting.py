"""What is quoted: whole statements around the best one, with what introduces it, none left dangling."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import QuoteUnproven
from knowledge.guide import Guide, Section, Span
from knowledge.guide_files import GuideDefaults
from knowledge.quoting import COMPANION, LEAD_IN, MOST_CHARACTERS, MOST_STATEMENTS, choose_quotes, prove
from knowledge.reading import read_guide
from knowledge.retrieval import ScoredSection


def read(folder: Path, text: str) -> tuple[Guide, Section]:
    (folder / "g.md").write_text(f"# T\n\n{text}")
    guide, _ = read_guide(folder, folder / "g.md", GuideDefaults())
    return guide, guide.sections[0]


def quotes(folder: Path, text: str, *scores: float, most: int = 1) -> list[str]:
    guide, section = read(folder, text)
    chosen = choose_quotes(ScoredSection(guide, section, 1.0, scores), most)
    return [quote.span.of(guide.source) for quote in chosen]


def test_the_best_sentence_takes_its_better_neighbours_along(tmp_path: Path) -> None:
    text = "One is. Two is. Three is. Four is. Five is."
    assert quotes(tmp_path, text, 0.1, 0.3, 0.9, 0.4, 0.2) == ["Two is. Three is. Four is."]
    guide, section = read(tmp_path, text)
    (best,) = choose_quotes(ScoredSection(guide, section, 1.0, (0.1, 0.3, 0.9, 0.4, 0.2)))
    assert best.decisive.of(guide.source) == "Three is."
    assert best.score == pytest.approx(0.9 + COMPANION * 0.7)


def test_a_neighbour_that_speaks_against_it_stays_out(tmp_path: Path) -> None:
    assert quotes(tmp_path, "One is. Two is. Three is.", -0.5, 0.9, -0.5) == ["Two is."]


def test_a_second_quote_shares_nothing_with_the_first(tmp_path: Path) -> None:
    text = "One is. Two is. Three is. Four is. Five is."
    assert quotes(tmp_path, text, 0.9, 0.1, 0.1, 0.1, 0.8, most=2) == [
        "One is. Two is. Three is.",
        "Four is. Five is.",
    ]


def test_a_list_item_brings_the_sentence_that_introduces_it(tmp_path: Path) -> None:
    text = "Bring with you:\n\n- a pen\n- a form\n- a stamp\n- a card\n"
    assert quotes(tmp_path, text, 0.0, 0.2, 0.9, 0.2, 0.2) == ["Bring with you:\n\n- a pen\n- a form"]
    guide, section = read(tmp_path, text)
    (best,) = choose_quotes(ScoredSection(guide, section, 1.0, (0.0, 0.2, 0.9, 0.2, 0.2)))
    assert best.score == pytest.approx(0.9 + COMPANION * 0.2 + LEAD_IN)


def test_no_quote_ends_with_what_only_introduces(tmp_path: Path) -> None:
    table = "Ask first.\n\n| Plan | Use |\n|---|---|\n| free | no |\n| paid | yes |\n"
    assert quotes(tmp_path, table, 0.9, 0.8, 0.0, -1.0) == [
        "Ask first.\n\n| Plan | Use |\n|---|---|\n| free | no |"
    ]
    assert quotes(tmp_path, "Ask first. Then take:\n\n- a form\n", 0.9, 0.8, -2.0) == ["Ask first."]


def test_a_table_s_head_and_code_answer_nothing_alone(tmp_path: Path) -> None:
    table = "| Plan | Use |\n|---|---|\n| free | no |\n"
    guide, section = read(tmp_path, table)
    (best,) = choose_quotes(ScoredSection(guide, section, 1.0, (0.9, 0.1)))
    assert best.decisive.of(guide.source) == "| free | no |"
    guide, section = read(tmp_path, "```\nrm -rf x\n```\n\nNever do that.\n")
    (best,) = choose_quotes(ScoredSection(guide, section, 1.0, (0.9, 0.1)))
    assert best.decisive.of(guide.source) == "Never do that."
    assert quotes(tmp_path, "```\nls\n```\n", 0.9) == ["```\nls\n```"]  # all that there is


def test_a_quote_is_short_unless_one_statement_is_long(tmp_path: Path) -> None:
    long = "Word " * 150 + "end."
    assert quotes(tmp_path, f"Short is. {long}", 0.5, 0.9) == [long]
    assert quotes(tmp_path, f"Short is. {long}", 0.9, 0.5) == ["Short is."]


@given(st.lists(st.floats(-1, 2, allow_nan=False), min_size=6, max_size=6), st.integers(1, 3))
def test_quotes_are_few_whole_statements_and_disjoint(scores: list[float], most: int) -> None:
    guide = _guide("Apples are good. Bring these:\n\n- a pen\n- a form\n\nIce melts soon. Keys get lost.\n")
    section = guide.sections[0]
    assert len([s for p in section.passages for s in p.statements]) == len(scores)
    chosen = choose_quotes(ScoredSection(guide, section, 1.0, tuple(scores)), most)
    statements = [s.span for p in section.passages for s in p.statements]
    assert 1 <= len(chosen) <= most
    for quote in chosen:
        inside = [span for span in statements if quote.span.covers(span)]
        assert (inside[0].start, inside[-1].end) == (quote.span.start, quote.span.end)
        assert len(inside) <= MOST_STATEMENTS
        assert len(inside) == 1 or quote.span.end - quote.span.start <= MOST_CHARACTERS
        assert quote.decisive in inside
        prove(guide, quote.span, quote.span.of(guide.source))
    spans = sorted(quote.span for quote in chosen)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def _guide(text: str) -> Guide:
    with TemporaryDirectory() as folder:
        return read(Path(folder), text)[0]


def test_what_is_no_slice_of_the_guide_is_not_proven(tmp_path: Path) -> None:
    guide, _ = read(tmp_path, "One is.")
    prove(guide, Span(5, 12), "One is.")
    for span, quote in ((Span(5, 12), "One was"), (Span(4, 11), "One is."), (Span(5, 5), "")):
        with pytest.raises(
            QuoteUnproven, match=r"g\.md\[\d+:\d+\] is not the quote that cites it\. Run: footnote index"
        ):
            prove(guide, span, quote)

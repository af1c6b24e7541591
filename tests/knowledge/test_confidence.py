"""The confidence, worked out by hand."""

import math
from pathlib import Path

import pytest

from knowledge.answer import Status
from knowledge.confidence import ConfidenceInvalid, ConfidenceModel
from knowledge.retrieval import Signals

MODEL = ConfidenceModel(
    intercept=-1, statement=2, trail=1, unmatched=-3, margin=4, covered_from=0.5, answered_from=0.4,
    related_from=0.2, measured="by hand",
)  # fmt: skip


def test_a_confidence_is_the_logistic_of_the_weighted_signals() -> None:
    signals = Signals(statement=0.6, trail=0.4, unmatched=0.1, margin=0.2)
    assert MODEL.confidence(signals) == pytest.approx(1 / (1 + math.exp(-(-1 + 1.2 + 0.4 - 0.3 + 0.8))))


def test_where_the_guides_hardly_speak_of_it_confidence_shrinks() -> None:
    whole = MODEL.model_copy(update={"covered_from": 0.0})
    for statement, share in ((0.25, 0.5), (0.5, 1.0), (0.9, 1.0), (-0.1, 0.0)):
        signals = Signals(statement=statement, trail=0.4, unmatched=0.1, margin=0.2)
        assert MODEL.confidence(signals) == pytest.approx(share * whole.confidence(signals))


@pytest.mark.parametrize(
    ("confidence", "status"),
    [(0.4, Status.ANSWERED), (0.399, Status.RELATED), (0.2, Status.RELATED), (0.199, Status.NOT_COVERED)],
)
def test_thresholds_belong_to_what_they_allow(confidence: float, status: Status) -> None:
    assert MODEL.status(confidence) is status


def test_the_shipped_confidence_says_what_measured_it() -> None:
    shipped = ConfidenceModel.load()
    assert "cross-validated" in shipped.measured
    assert shipped.related_from < shipped.answered_from
    assert sum(found.questions for found in shipped.reliability) > 100


def test_a_file_that_is_none_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "confidence.json").write_text("{}")
    with pytest.raises(ConfidenceInvalid, match=r"confidence\.json holds no confidence .* Delete it"):
        ConfidenceModel.load(tmp_path / "confidence.json")

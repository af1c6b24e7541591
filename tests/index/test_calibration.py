"""Fitting the confidence: it finds what decides, leaves out what wasn't searched, and refuses too little."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.calibration import ANSWERED, CalibrationImpossible, Sample, fit_confidence
from knowledge.answer import Status
from knowledge.confidence import ConfidenceInvalid, ConfidenceModel
from knowledge.retrieval import Signals

SEED = 5


def draw_samples(count: int) -> list[Sample]:
    """Draw questions whose best statement's cosine decides how likely the first section is right."""
    print(f"seed {SEED}")
    draw = random.Random(SEED)
    samples = []
    for number in range(count):
        answerable = number % 3 != 0
        statement = draw.uniform(0.3, 0.9) if answerable else draw.uniform(0.0, 0.6)
        right = answerable and draw.random() < statement
        signals = Signals(statement, draw.random(), draw.random(), draw.random() / 10)
        samples.append(Sample(signals, right, answerable, "plain" if answerable else "near"))
    return samples


SAMPLES = draw_samples(240)
SCREENED = Sample(None, False, False, "far")


def test_the_weight_falls_on_what_decides() -> None:
    model = fit_confidence(SAMPLES, "some guides", "0f").model
    spread = {"statement": 0.25, "trail": 0.29, "unmatched": 0.29, "margin": 0.029}  # standard deviations
    weights = {name: abs(getattr(model, name)) * value for name, value in spread.items()}
    assert model.statement > 0
    assert all(weights["statement"] > 3 * weights[name] for name in ("trail", "unmatched", "margin"))
    low, high = (model.confidence(Signals(statement, 0.5, 0.5, 0.05)) for statement in (0.1, 0.9))
    assert low < 0.25
    assert high > 0.6


def test_figures_are_of_held_out_questions() -> None:
    calibration = fit_confidence(SAMPLES, "some guides", "0f")
    figures = calibration.figures
    assert figures.right == sum(sample.right for sample in SAMPLES) / 240
    assert 0.75 < figures.auroc_right < 0.95
    assert {"near"} == figures.auroc_kinds.keys() == figures.false_answers.keys()
    assert figures.auroc_kinds["near"] > 0.8
    assert figures.calibration_error < 0.12
    assert sum(each.questions for each in calibration.model.reliability) == 240
    confidences = [each.confidence for each in calibration.model.reliability]
    assert confidences == sorted(confidences)


def test_noise_is_told_as_noise() -> None:
    """Where no signal explains anything, 40 questions look learned if they are measured on as fitted."""
    print(f"seed {SEED}")
    draw = random.Random(SEED)

    def noise() -> Sample:
        return Sample(Signals(*(draw.random() for _ in range(4))), draw.random() < 0.5, True, "plain")

    areas = [fit_confidence([noise() for _ in range(40)], "", "").figures.auroc_right for _ in range(3)]
    assert sum(areas) / 3 < 0.55


def test_thresholds_answer_enough_and_offer_more() -> None:
    calibration = fit_confidence(SAMPLES, "some guides", "0f")
    model = calibration.model
    assert 0 < model.related_from < model.answered_from < 1
    assert ANSWERED <= calibration.figures.answered < ANSWERED + 0.01


def test_what_was_not_searched_is_left_out_of_the_fit_and_is_never_answered() -> None:
    plain, with_screened = (fit_confidence(s, "", "") for s in (SAMPLES, [*SAMPLES, *[SCREENED] * 30]))
    assert with_screened.model.statement == plain.model.statement
    assert with_screened.model.answered_from == plain.model.answered_from
    assert (plain.screened, with_screened.screened) == (0, 30)
    assert with_screened.figures.auroc_kinds["far"] == 1.0
    assert with_screened.figures.false_answers["far"] == 0.0


def test_a_message_without_confidence_gets_no_answer_even_if_most_questions_are_screened() -> None:
    screened = [Sample(None, False, True, "plain")] * 200
    model = fit_confidence([*SAMPLES, *screened], "", "").model
    assert model.status(0.0) is Status.NOT_COVERED


def test_the_model_says_what_measured_it_and_survives_its_file(tmp_path: Path) -> None:
    model = fit_confidence(SAMPLES, "handbook, dev.jsonl", "0f").model
    assert model.measured.startswith("handbook, dev.jsonl, 240 questions: logistic regression")
    assert "5-fold cross-validated over 6 seeds: AUROC 0." in model.measured
    file = tmp_path / "confidence.json"
    file.write_text(model.model_dump_json(), "utf-8")
    assert ConfidenceModel.load(file) == model
    assert json.loads(file.read_text())["reliability"][0].keys() == {"confidence", "right", "questions"}


def test_a_damaged_file_is_named_with_the_cure(tmp_path: Path) -> None:
    file = tmp_path / "confidence.json"
    file.write_text('{"intercept": 1}')
    with pytest.raises(ConfidenceInvalid, match=r"confidence\.json holds no confidence .* Delete it"):
        ConfidenceModel.load(file)


@pytest.mark.parametrize(
    ("samples", "problem"),
    [
        (SAMPLES[:29], "29 questions are too few to fit a confidence on. Write at least 30"),
        ([s for s in SAMPLES if not s.answerable][:40], "None of the questions is answerable."),
        ([replace(s, right=True, answerable=True) for s in SAMPLES[:40]], "is wrong for 0 questions"),
        (
            [replace(s, right=i < 4, answerable=True) for i, s in enumerate(SAMPLES)],
            "is right for 4 questions",
        ),
        ([Sample(None, False, True, "x")] * 40, "is right for 0 questions"),
    ],
)
def test_too_little_to_learn_from_is_refused(samples: list[Sample], problem: str) -> None:
    with pytest.raises(CalibrationImpossible, match=problem):
        fit_confidence(samples, "", "")

"""What is noted of an answer, and what is not."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.inbox.asked_about import LONGEST_TEXT, AskedAbout, SectionPlace, asked_about
from bot.redacting import load_redactor
from bot.settings import Settings, SettingsInvalid, load_settings
from knowledge.answer import Answer, Candidate, Citation, Status
from knowledge.guide import Span
from tests.fakes import redact_digits

CITED = [
    Citation(n, "Work", "work.md", anchor, (), "", Span(0, 0), "", None, 1.0, anchor=anchor)
    for n, anchor in enumerate(("travel", "leave", "travel"), start=1)
]
NEAR = (Candidate("pay.md", "Bonus", 0.5, "bonus"), Candidate("work.md", "Leave", 0.4, "leave"))
TRAVEL, LEAVE = SectionPlace("work.md", "travel"), SectionPlace("work.md", "leave")
ANSWER = Answer("my pin is 1234?", Status.ANSWERED, 0.9, tuple(CITED), NEAR, "", "G1", 1.0)
RELATED = replace(ANSWER, status=Status.RELATED)
SILENT = replace(ANSWER, status=Status.NOT_COVERED, citations=())


def test_by_default_no_word_is_noted() -> None:
    cited = frozenset({TRAVEL, LEAVE})
    assert asked_about(ANSWER, None) == AskedAbout(Status.ANSWERED, TRAVEL, cited)
    assert asked_about(RELATED, None) == AskedAbout(Status.RELATED, TRAVEL, cited)
    bonus = SectionPlace("pay.md", "bonus")
    assert asked_about(SILENT, None) == AskedAbout(Status.NOT_COVERED, bonus, frozenset())
    nowhere = replace(SILENT, candidates=())
    assert asked_about(nowhere, None) == AskedAbout(Status.NOT_COVERED, SectionPlace("", ""), frozenset())


def test_small_talk_is_not_counted() -> None:
    assert asked_about(replace(SILENT, note="Thanks for the message.", candidates=()), redact_digits) is None


@pytest.mark.parametrize(
    ("answer", "kept"), [(ANSWER, None), (RELATED, "my pin is ####?"), (SILENT, "my pin is ####?")]
)
def test_only_what_was_not_answered_is_kept_and_redacted(answer: Answer, kept: str | None) -> None:
    about = asked_about(answer, redact_digits)
    assert about is not None
    assert about.redacted == kept


def test_long_questions_are_kept_in_part() -> None:
    about = asked_about(replace(SILENT, question="1" * 5000), redact_digits)
    assert about is not None
    assert about.redacted == "#" * LONGEST_TEXT


def test_what_can_t_be_redacted_is_counted_and_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    def fail(text: str) -> str:
        raise ValueError(text)

    with caplog.at_level(logging.ERROR):
        assert asked_about(SILENT, fail) == asked_about(SILENT, None)
    assert [record.getMessage() for record in caplog.records] == [
        "A question couldn't be redacted, and isn't kept: ValueError"
    ]


def test_the_guard_redacts_where_the_operator_keeps_questions() -> None:
    assert load_redactor(Settings()) is None
    redact = load_redactor(Settings(keep_unanswered="redacted"), "tests.fakes")
    assert redact is not None
    assert redact("room 12") == "room ##"


@pytest.mark.parametrize("guard", ["tests.no_guard", "tests.databases"])
def test_without_a_guard_it_refuses_to_start(guard: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"what redacts a question can't be loaded .*{guard}"):
        load_redactor(Settings(keep_unanswered="redacted"), guard)


@pytest.mark.parametrize("line", ['keep_unanswered = "redacted"', "keep_unanswered_days = 90"])
def test_those_who_write_the_guides_can_t_switch_it_on(
    tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "footnote.toml").write_text(f"{line}\n")
    with pytest.raises(SettingsInvalid, match=r"the operator's to decide and is read from the environment"):
        load_settings(tmp_path)
    (tmp_path / "footnote.toml").write_text("")
    monkeypatch.setenv("FOOTNOTE_KEEP_UNANSWERED", "redacted")
    assert load_settings(tmp_path).keep_unanswered == "redacted"
    for name, value in (("FOOTNOTE_KEEP_UNANSWERED", "full"), ("FOOTNOTE_KEEP_UNANSWERED_DAYS", "6")):
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsInvalid, match=name.removeprefix("FOOTNOTE_").lower()):
            load_settings(tmp_path)

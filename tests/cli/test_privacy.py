"""`footnote privacy` and `footnote verify` in the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.audit.audit_log import AuditLog
from bot.bootstrap import create_answerer
from bot.inbox.asked_about import SectionPlace
from bot.inbox.database import open_database
from bot.inbox.feedback import Feedback, keep
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.places import audit_folder, database_url
from bot.privacy.pseudonyms import load_pseudonyms
from bot.privacy.purposes import PURPOSES
from bot.settings import load_settings
from tests.cli.conftest import CommandLine

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def inbox(footnote: CommandLine) -> Iterator[Inbox]:
    assert load_settings().state == footnote.state
    opened = Inbox(open_database(database_url(load_settings())))
    opened.put(IncomingQuestion("T1", "C1", "1.1", None, "marked words", "direct", user="UANA"))
    with opened.transaction() as connection:
        name = load_pseudonyms(load_settings()).of("T1", "UANA")
        keep(connection, Feedback("a1", name, True, "2026-W48", SectionPlace("a.md", "x")))
    yield opened
    opened.close()


@pytest.mark.usefixtures("inbox")
def test_the_report_names_each_purpose_its_period_and_how_much_there_is(footnote: CommandLine) -> None:
    shown = " ".join(footnote("privacy", "report").stdout.split())
    for purpose in PURPOSES:
        assert purpose.name.split()[0] in shown
    rows = {row["name"]: row for row in json.loads(footnote("privacy", "report", "--json").stdout)}
    assert rows["Feedback"] | {"what": ""} == {
        "name": "Feedback",
        "what": "",
        "why": "So that maintainers mend what doesn't help, and each person counts once.",
        "whom": "Who pressed the button, under a keyed hash.",
        "period": "365 days",
        "tables": ["feedback"],
        "files": [],
        "rows": 1,
        "bytes": 0,
    }
    assert (rows["Replying"]["rows"], rows["Replying"]["bytes"] > 0) == (1, True)
    assert rows["Unanswered topics"]["period"] == rows["Audit"]["period"] == "not kept"


@pytest.mark.usefixtures("inbox")
def test_a_person_is_given_their_data_and_forgotten(footnote: CommandLine) -> None:
    given = json.loads(footnote("privacy", "export", "UANA").stdout)
    assert {name: len(rows) for name, rows in given["teams"]["T1"].items()} == {
        "feedback": 1,
        "handovers": 0,
        "questions": 1,
    }
    told = footnote("privacy", "forget", "UANA")
    assert told.stdout.startswith("T1: Deleted: 1 of your words on answers, 0 questions that you sent")
    given = json.loads(footnote("privacy", "export", "UANA").stdout)
    assert given["teams"]["T1"] == {"feedback": [], "handovers": [], "questions": []}
    assert footnote("privacy", "forget", "UANA").stdout == "T1: Nothing was kept of you.\n"
    assert footnote("privacy", "purge").exit_code == 0


def test_an_answer_is_verified_long_after(footnote: CommandLine, guides: Path, inbox: Inbox) -> None:
    footnote("index", "--guides", guides)
    settings = load_settings(guides)
    answerer = create_answerer(settings)
    answer = answerer.answer("what if I'm ill?", frozenset(card.path for card in answerer.cards))
    AuditLog(inbox, audit_folder(settings), Metrics()).record("a" * 32, answer, answerer.guide)
    proven = footnote("verify", "a" * 32, "--guides", guides)
    assert proven.exit_code == 0
    assert "1. proven: " in proven.stdout
    assert "the guide is the same since" in proven.stdout
    for quote in answer.citations:
        assert not quote.quote or quote.quote not in proven.stdout
    whole = footnote("verify", "--all")
    assert (whole.exit_code, whole.stdout.split()[:2]) == (0, ["1", "records,"])
    with inbox.transaction() as connection:
        connection.exec_driver_sql("update audit set status = 'other'")
    spoiled = footnote("verify", "a" * 32, "--guides", guides)
    assert (spoiled.exit_code, "Tampered with: record 1 isn't what was written" in spoiled.stdout) == (
        1,
        True,
    )
    assert footnote("verify", "--all").exit_code == 1


@pytest.mark.parametrize("command", ["export", "forget"])
def test_where_no_workspace_is_known_it_has_to_be_named(
    footnote: CommandLine, inbox: Inbox, command: str
) -> None:
    with inbox.transaction() as connection:
        connection.exec_driver_sql("delete from questions")  # a week without one
    unknown = footnote("privacy", command, "UANA")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "--team" in unknown.stderr
    named = footnote("privacy", command, "UANA", "--team", "T1")
    assert named.exit_code == 0
    assert ("a.md" in named.stdout) if command == "export" else ("Deleted: 1 of your words" in named.stdout)


@pytest.mark.usefixtures("inbox")
def test_bad_usage(footnote: CommandLine) -> None:
    unknown = footnote("verify", "nosuch")
    assert (unknown.exit_code, "The audit has no answer 'nosuch'" in unknown.stderr) == (2, True)
    assert footnote("verify").exit_code == 2
    assert footnote("verify", "x", "--all").exit_code == 2


def test_the_record_of_processing_is_true_to_the_code() -> None:
    words = " ".join((DOCS / "privacy.md").read_text("utf-8").split())
    for purpose in PURPOSES:
        assert purpose.name in words
        assert " ".join(purpose.what.split()) in words
        assert purpose.why in words
        assert purpose.period(load_settings()) in words

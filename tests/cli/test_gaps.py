"""`footnote gaps` on what a bot counted: tables, JSON, the page, exit codes."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.inbox.asked_about import AskedAbout, SectionPlace, week_of
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.places import database_url
from bot.settings import load_settings
from knowledge.answer import Status
from tests.cli.conftest import CommandLine

SICK, TRAVEL = SectionPlace("leave.md", "sick-leave"), SectionPlace("travel.md", "travel")
GONE = SectionPlace("pets.md", "dogs")
WEEK = 7 * 86_400.0


@pytest.fixture
def inbox(footnote: CommandLine) -> Iterator[Inbox]:
    """Return the inbox that the command reads."""
    assert load_settings().state == footnote.state
    opened = Inbox(open_database(database_url(load_settings())))
    yield opened
    opened.close()


def count(inbox: Inbox, about: AskedAbout, weeks_ago: int = 0, times: int = 1) -> None:
    """Have questions finished that were asked some weeks ago."""
    then = replace(inbox, clock=lambda: time.time() - weeks_ago * WEEK)
    for _ in range(times):
        ts = f"{time.monotonic_ns()}"
        then.put(IncomingQuestion("T1", f"C{ts}", ts, None, "how?", "direct"))
        question = then.take()
        assert question is not None
        then.finish(question, about.status.value, about)


def answered(place: SectionPlace) -> AskedAbout:
    return AskedAbout(Status.ANSWERED, place, frozenset({place}))


def silent(place: SectionPlace, redacted: str | None = None) -> AskedAbout:
    return AskedAbout(Status.NOT_COVERED, place, frozenset(), redacted)


@pytest.fixture
def counted(inbox: Inbox) -> Inbox:
    count(inbox, answered(SICK), times=2)
    count(inbox, silent(TRAVEL), times=3)
    count(inbox, silent(TRAVEL), weeks_ago=2)
    count(inbox, silent(GONE))
    count(inbox, answered(TRAVEL), weeks_ago=20)
    return inbox


@pytest.mark.usefixtures("counted")
def test_sections_trends_and_what_was_never_cited_are_printed(footnote: CommandLine, guides: Path) -> None:
    result = footnote("gaps", "--guides", guides)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    now = time.time()
    assert f"7 questions from {week_of(now - 11 * WEEK)} to {week_of(now)}: 29% answered (2)" in shown
    assert "Travel (travel.md) 4 0 0 ·········▃·█" in shown
    assert re.search(r"pets\.md#dogs [^·]*1 0 0 ·{11}█", shown)
    assert "(no longer" in shown
    assert shown.index("Travel (travel.md) 4 ") < shown.index("pets.md#dogs")
    never = shown.split("Sections that no reply quoted or linked")[1].split("By week")[0]
    assert "Travel (travel.md)" in never
    assert "Leave (leave.md)" in never
    assert "Sick leave" not in never
    assert f"{week_of(now)} 6 2 0 4 33%" in shown
    assert "No question's words are kept" in shown


@pytest.mark.usefixtures("counted")
def test_a_longer_look_back_finds_older_answers(footnote: CommandLine, guides: Path) -> None:
    footnote("index", "--guides", guides)
    told = json.loads(footnote("gaps", "--guides", guides, "--weeks", "30", "--json").stdout)
    assert len(told["weeks"]) == 30
    assert (told["counts"]["asked"], told["counts"]["answered"]) == (8, 3)
    assert told["never_cited"] == [{"path": "leave.md", "anchor": "leave", "trail": ["Leave"]}]
    assert told["topics"] is None
    assert told["sections"][1] == {
        "section": {"path": "pets.md", "anchor": "dogs", "trail": []},
        "counts": {"asked": 1, "answered": 0, "related": 0, "not_covered": 1, "share_answered": 0.0},
        "by_week": [0] * 29 + [1],
    }


def test_kept_questions_become_topics_and_single_ones_stay_hidden(
    footnote: CommandLine, guides: Path, inbox: Inbox, tmp_path: Path
) -> None:
    for text in (
        "may I bring my dog?",
        "are dogs allowed in the office?",
        "can I bring my dog to the office?",
    ):
        count(inbox, silent(GONE, text))
    for text in ("where can I park?", "is there parking?"):
        count(inbox, silent(TRAVEL, text))
    count(inbox, silent(TRAVEL, "who signs off <b>a secret bonus</b> for [name]?"))
    page = tmp_path / "gaps.html"
    result = footnote("gaps", "--guides", guides, "--html", page)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    topics = shown.split("Topics that the guides don't answer ")[1]
    assert topics.startswith("can I bring my dog to the office? 3 questions, 3 not covered, the latest in ")
    assert "nearest: pets.md#dogs (no longer in the guides) also: " in topics
    assert topics.index("my dog to the office") < topics.index("where can I park?")
    assert "1 unanswered question was asked once, and isn't shown." in topics
    told = footnote("gaps", "--guides", guides, "--json").stdout
    assert [topic["questions"] for topic in json.loads(told)["topics"]["topics"]] == [3, 2]
    for output in (shown, told, page.read_text("utf-8")):
        assert "secret bonus" not in output
    assert "are dogs allowed in the office?" in page.read_text("utf-8")


def test_before_anything_was_asked_it_says_so(footnote: CommandLine, guides: Path) -> None:
    result = footnote("gaps", "--guides", guides)
    assert result.exit_code == 0
    assert "No question was counted from" in result.stdout
    assert "no reply quoted" not in result.stdout


def test_bad_usage_and_a_missing_index(
    footnote: CommandLine, guides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert footnote("gaps", "--weeks", "0").exit_code == 2
    assert footnote("gaps", "--weeks", "105").exit_code == 2
    refused = footnote("gaps", "--html", tmp_path / "nowhere" / "page.html")
    assert refused.exit_code == 2
    assert "is no folder. Make it first" in " ".join(refused.stderr.replace("│", " ").split())
    monkeypatch.setenv("FOOTNOTE_GUIDES", str(guides))
    missing = footnote("gaps")
    assert (missing.exit_code, missing.stdout) == (3, "")
    assert "Run: footnote index" in missing.stderr

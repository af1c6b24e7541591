"""Marked questions through every surface leave no trace; `python -m tests.privacy` asks five hundred."""

import logging
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup.writing import write_backup
from bot.bootstrap_index import build_index
from bot.guard.finding import COMMON_KINDS
from bot.guard.inspection import inspect
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.places import exported_folder
from bot.settings import load_settings
from bot.slack.mrkdwn import plain_question
from bot.slack.reference import AnswerReference
from index.exported_model import ExportedModel
from knowledge.answer import Status
from tests.databases import sqlite_url
from tests.privacy.asking import SURFACES
from tests.privacy.installation import Installation
from tests.privacy.marked import SECRETS, marked_questions
from tests.privacy.numbers import FORMS
from tests.privacy.run import search
from tests.privacy.searching import at_rest, fingerprints, hits, secrets, words
from tests.scenarios.conftest import Bot

pytestmark = pytest.mark.early(2)

SEED, QUESTIONS, PERSONS = 26, 2 * len(SURFACES), 1


@pytest.fixture
def state(tmp_path: Path, exported_model: ExportedModel) -> Path:
    settings = load_settings().model_copy(update={"state": tmp_path})
    place = exported_folder(settings)
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    build_index(settings, lambda *_: None)
    return tmp_path


@pytest.mark.timeout(300)
def test_nothing_of_what_was_asked_is_found_anywhere(state: Path) -> None:
    found = search(Installation(state, "socket"), count=QUESTIONS, persons=PERSONS, kills=1, seed=SEED)
    assert (SEED, found.early, found.lasting, found.late, found.words) == (SEED, [], [], [], [])
    assert found.waiting, "open questions have to be found, or else the search is no use"
    assert (found.open_at_the_end, found.starts) == (0, 3)
    assert {found.asked[surface] for surface in SURFACES} == {QUESTIONS // len(SURFACES)}
    assert (found.asked["asked a person"], found.asked["replied by a person"]) == (PERSONS, PERSONS)
    assert found.asked["shared"] > 0


def test_each_kind_that_the_guard_knows_is_among_the_marks() -> None:
    marks = list(marked_questions(700))
    kinds = {kind for mark in marks for kind in inspect(plain_question(mark.text, "")).kinds}
    assert kinds >= COMMON_KINDS
    assert len(kinds - COMMON_KINDS) == len(FORMS)
    assert len({secret for mark in marks for secret in mark.secrets}) == sum(len(m.secrets) for m in marks)


@pytest.mark.parametrize("is_packed", [False, True], ids=["in words", "in a button's value"])
def test_what_is_at_rest_is_found(tmp_path: Path, *, is_packed: bool) -> None:
    questions = list(marked_questions(len(SECRETS)))
    before = fingerprints(tmp_path)
    with closing(Inbox(open_database(sqlite_url(tmp_path)))) as inbox:
        for n, question in enumerate(questions):
            asked = plain_question(question.text, "")
            packed = AnswerReference("1" * 32, asked, Status.RELATED, "g").to_value()
            inbox.put(IncomingQuestion("T1", "C1", f"{n}.1", None, packed if is_packed else asked, "direct"))
        assert inbox.engine is not None
        write_backup(tmp_path / "backup.tar.gz", inbox.engine, tmp_path)
        wanted = {*secrets(questions), *words(questions)}
        found = hits(at_rest(tmp_path, before), wanted)
    for file in ("inbox.sqlite3-wal", "backup.tar.gz: inbox.jsonl"):
        assert {hit.split(" in ")[0] for hit in found if hit.endswith(file)} == wanted


@pytest.mark.parametrize("is_direct", [False, True], ids=["mention", "direct message"])
def test_an_answerer_that_fails_and_names_the_question_leaves_no_trace(
    bot: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_direct: bool
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    ana = bot.slack.person("UANA")
    marks = list(marked_questions(3))
    for n, mark in enumerate(marks):
        bot.failure = ValueError(f"no answer to {mark.text}")
        place = bot.slack.dm(ana) if is_direct else bot.slack.channel(f"CMARK{n}")
        asked = bot.slack.say(ana, place, f"{bot.slack.mention} {mark.text}")
        bot.slack.wait_for_reply(place, None if is_direct else asked.ts, count=n + 1 if is_direct else 1)
    bot.slack.wait_until(lambda: bot.inbox.backlog().depth == 0)
    bot.inbox.wipe_journal()
    places = [*at_rest(tmp_path), ("the log", caplog.text.encode())]
    assert caplog.text.count("ValueError") == len(marks)
    assert hits(places, [*secrets(marks), *words(marks)]) == []

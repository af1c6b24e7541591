"""Marked questions through every surface leave no trace; `python -m tests.privacy` asks five hundred."""

from pathlib import Path

from bot.bootstrap_index import build_index
from bot.inbox.database import open_database
from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.places import exported_folder
from bot.settings import load_settings
from index.exported_model import ExportedModel
from tests.databases import sqlite_url
from tests.privacy.marked import marked_questions
from tests.privacy.run import clean_environment, search
from tests.privacy.searching import at_rest, hits, secrets, words

SEED = 26


def test_nothing_of_what_was_asked_is_found_anywhere(tmp_path: Path, exported_model: ExportedModel) -> None:
    settings = load_settings().model_copy(update={"state": tmp_path})
    place = exported_folder(settings)
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    build_index(settings, lambda *_: None)
    found = search(clean_environment(), tmp_path, count=18, mode="socket", seed=SEED)
    assert (SEED, found.early, found.late) == (SEED, [], [])
    assert (found.open_at_the_end, found.starts) == (0, 3)
    assert found.places > 20


def test_what_is_at_rest_is_found(tmp_path: Path) -> None:
    (question,) = marked_questions(1)
    inbox = Inbox(open_database(sqlite_url(tmp_path)))
    inbox.put(IncomingQuestion("T1", "C1", "1.1", None, question.text, "direct", user="U1"))
    found = hits(at_rest(tmp_path), [*secrets([question]), *words([question])])
    inbox.close()
    assert {hit.split(" in ")[0] for hit in found} == {question.secret, question.word}

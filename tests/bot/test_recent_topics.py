"""Topics of unanswered questions in a running bot: found in another process, and never waited for."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.recent_topics import BEING_FOUND, FRESH_SECONDS, NO_TOPICS, NONE, NOT_FOUND, RecentTopics


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def command(said: Path, runs: Path) -> list[str]:
    """Return what says what a file holds, and notes that it ran."""
    script = "import sys; open(sys.argv[2], 'a').write('.'); print(open(sys.argv[1]).read())"
    return [sys.executable, "-c", script, str(said), str(runs)]


def settled(topics: RecentTopics, *, unlike: tuple[str, ...]) -> list[str]:
    until = time.monotonic() + 10
    while tuple(topics.lines()) == unlike and time.monotonic() < until:
        time.sleep(0.02)
    return list(topics.lines())


def test_topics_are_found_once_in_a_while(tmp_path: Path) -> None:
    said, runs, clock = tmp_path / "said", tmp_path / "runs", Clock()
    said.write_text('{"topics": {"topics": [{"name": "may I bring my cat?", "questions": 7}]}, "weeks": []}')
    topics = RecentTopics(command(said, runs), clock)
    assert list(topics.lines()) == [BEING_FOUND]
    found = ["Asked more than once, and unanswered:", "• 7 × may I bring my cat?"]
    assert settled(topics, unlike=(BEING_FOUND,)) == found
    said.write_text('{"topics": {"topics": []}}')
    clock.now += FRESH_SECONDS - 1
    assert list(topics.lines()) == found
    assert runs.read_text() == "."
    clock.now += 2
    assert list(topics.lines()) == found
    assert settled(topics, unlike=tuple(found)) == [NONE]
    assert runs.read_text() == ".."


def test_what_fails_is_said_and_logged_without_a_word_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "said").write_text("a secret question")
    topics = RecentTopics(command(tmp_path / "said", tmp_path / "runs"))
    assert settled(topics, unlike=(BEING_FOUND,)) == [NOT_FOUND]
    assert caplog.messages == ["footnote gaps failed (exit 0): no topics are shown"]


def test_where_no_words_are_kept_there_are_no_topics() -> None:
    assert list(RecentTopics(None).lines()) == [NO_TOPICS]


def test_a_stop_ends_what_runs() -> None:
    topics = RecentTopics([sys.executable, "-c", "import time; time.sleep(60)"])
    topics.lines()
    started = time.monotonic()
    topics.stop()
    assert settled(topics, unlike=(BEING_FOUND,)) == [NOT_FOUND]
    assert time.monotonic() - started < 10

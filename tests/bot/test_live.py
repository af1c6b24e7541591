"""The answerer of the moment: what changes on disk is taken up, what is broken isn't."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from bot.live import LiveAnswerer
from bot.metrics import Metrics
from index.errors import IndexMissing
from knowledge.answerer import Answerer


@dataclass
class Loading:
    """Loads what the file says; "broken" can't be loaded."""

    file: Path
    loaded: list[str] = field(default_factory=list)

    def load(self) -> Answerer:
        name = self.file.read_text()
        if name == "broken":
            raise IndexMissing("broken is not the file that was built. Run: footnote index")
        self.loaded.append(name)
        return cast("Answerer", _Named(name))


@dataclass(frozen=True)
class _Named:
    generation: str


@pytest.fixture
def loading(tmp_path: Path) -> Loading:
    loading = Loading(tmp_path / "current")
    publish(loading, "G1")
    return loading


def publish(loading: Loading, name: str) -> None:
    draft = loading.file.with_name("draft")
    draft.write_text(name)
    draft.replace(loading.file)


def live_of(loading: Loading) -> LiveAnswerer:
    return LiveAnswerer(loading.load, (loading.file, loading.file.with_name("learned")), Metrics())


def test_a_new_generation_is_taken_up_and_only_then(
    loading: Loading, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    live = live_of(loading)
    live.refresh()
    before = live()
    publish(loading, "G2")
    assert live() is before
    live.refresh()
    live.refresh()
    assert (live().generation, before.generation) == ("G2", "G1")
    assert loading.loaded == ["G1", "G2"]
    assert caplog.messages == ["Answering from generation G2"]
    assert live.metrics.registry.get_sample_value("footnote_generation_info", {"id": "G2"}) == 1


def test_what_was_learned_is_taken_up(loading: Loading) -> None:
    live = live_of(loading)
    loading.file.with_name("learned").write_text("{}")
    live.refresh()
    assert loading.loaded == ["G1", "G1"]


def test_what_is_broken_is_said_and_the_one_before_goes_on(
    loading: Loading, caplog: pytest.LogCaptureFixture
) -> None:
    live = live_of(loading)
    publish(loading, "broken")
    live.refresh()
    live.refresh()
    told = "broken is not the file that was built. Run: footnote index"
    assert (live().generation, live.trouble) == ("G1", told)
    assert caplog.messages == [f"Still answering from generation G1: {told}"]
    publish(loading, "G3")
    live.refresh()
    assert (live().generation, live.trouble) == ("G3", "")


def test_a_second_refresh_waits_for_the_first_and_then_sees_what_it_loaded(loading: Loading) -> None:
    began, goes_on = Event(), Event()
    live = live_of(loading)

    def load() -> Answerer:
        began.set()
        assert goes_on.wait(10)
        return loading.load()

    live.load = load
    publish(loading, "G2")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(live.refresh)
        assert began.wait(10)
        second = pool.submit(live.refresh)
        assert live().generation == "G1"
        assert not second.done()
        goes_on.set()
        second.result(10)
        assert live().generation == "G2"
        first.result(10)
    assert loading.loaded == ["G1", "G2"]

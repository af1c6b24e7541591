"""A few hundred random guides × questions × surfaces; `python -m tests.surfaces` tries ten thousand."""

from pathlib import Path

from tests.surfaces.judging import faults
from tests.surfaces.shown import Shown
from tests.surfaces.trying import try_cases

SEED = 26


def test_whatever_is_asked_of_whatever_guide_every_payload_is_sound(tmp_path: Path) -> None:
    tried = try_cases(tmp_path / "guides", 150, SEED)
    assert (SEED, tried.faults) == (SEED, [])
    assert tried.cases > 100
    assert {"public answer", "shared answer", "go deeper", "App Home", "keeping"} <= set(tried.payloads)


def test_what_is_wrong_is_noticed() -> None:
    live = {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!here>"}]}
    user = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}
    ping = {"type": "rich_text", "elements": [user]}
    found = [list(faults(Shown("x", {"text": "x", "blocks": [block]}))) for block in (live, ping)]
    assert found[0] == ["a live mention in '<!here>'"]
    assert found[1][-1] == "it pings: ['user']"
    assert list(faults(Shown("x", {"text": "", "blocks": []}))) != []

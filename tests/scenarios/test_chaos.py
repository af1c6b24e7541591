"""The short form of `make chaos`: some questions under kills, lost responses, refusals and redeliveries."""

from pathlib import Path

import pytest

from index.exported_model import ExportedModel
from tests.chaos.__main__ import index_once
from tests.chaos.run import Chaos, run

pytestmark = pytest.mark.early(2)

SEED = 26
"""Draws a bot that is killed, and Slack refusing posts and connections."""


@pytest.mark.timeout(240)
def test_each_question_gets_one_reply_whatever_breaks(
    environment: dict[str, str], exported_model: ExportedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    del exported_model  # `environment` links it
    state = Path(environment["FOOTNOTE_STATE"])
    index_once(state)
    chaos = Chaos(
        SEED, questions=40, users=12, channels=15, seconds=5, mayhem_every_seconds=1.5, late_seconds=3
    )
    tally = run(chaos, state)
    with capsys.disabled():
        print(f"\n{tally.table()}")
    assert tally.is_clean, f"seed {SEED}"

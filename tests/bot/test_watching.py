"""Which saved files make a running bot index again."""

import pytest
from watchfiles import Change

from bot.watching import GuideFilter


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("/guides/leave.md", True),
        ("/guides/footnote.toml", True),
        ("/guides/questions.jsonl", True),
        ("/guides/asked.jsonl", False),
        ("/guides/.leave.md", False),
        ("/guides/leave.md~", False),
    ],
)
def test_guides_settings_and_golden_questions_count(path: str, counts: bool) -> None:
    assert GuideFilter()(Change.modified, path) is counts

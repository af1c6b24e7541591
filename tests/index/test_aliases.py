"""What staff call a thing finds what the guides call it."""

from pathlib import Path

import pytest

from index.aliases import Aliases
from knowledge.reading import read_guides

GUIDE = """---
footnote:
  aliases: {ChatGPT: AI assistant, Co-pilot: AI assistant, PTO: annual leave, leave: holiday, "": x}
---
# Tools
An AI assistant may be used. Leave is asked for early.
"""


@pytest.fixture
def aliases(tmp_path: Path) -> Aliases:
    (tmp_path / "tools.md").write_text(GUIDE)
    made = Aliases.from_guides(read_guides(tmp_path).guides)
    made.save(tmp_path)
    return Aliases.load(tmp_path)


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("may I use chatgpt?", "may I use chatgpt? (AI assistant)"),
        ("ChatGPT or co-pilot?", "ChatGPT or co-pilot? (AI assistant)"),
        ("PTO for ChatGPT", "PTO for ChatGPT (annual leave, AI assistant)"),
        ("laptop options", "laptop options"),
        ("", ""),
    ],
)
def test_aliases_are_added_as_whole_words_once(aliases: Aliases, query: str, expanded: str) -> None:
    assert aliases.expand(query) == expanded


def test_what_the_guides_say_themselves_needs_no_alias(aliases: Aliases) -> None:
    assert sorted(aliases.meanings) == ["chatgpt", "co-pilot", "pto"]
    assert aliases.expand("leave") == "leave"


def test_no_aliases_change_nothing() -> None:
    assert Aliases({}).expand("PTO") == "PTO"

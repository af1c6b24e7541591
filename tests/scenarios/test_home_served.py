"""App Home of `footnote serve` as a process: indexing asked for in it, and topics of what went unanswered."""

import re
from pathlib import Path

from tests.scenarios.conftest import shown_blocks
from tests.scenarios.processes import serve
from tests.scenarios.test_serve import tokens
from tests.scenarios.test_switching import footnote
from tests.standin.server import StandInSlack

UNANSWERED = "who won the football match last night?"


def at_home(slack: StandInSlack, user: str) -> str:
    return shown_blocks((slack.home(user) or {"blocks": []})["blocks"])


def test_a_maintainer_has_the_guides_indexed_and_sees_what_came_of_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    guides = tmp_path / "guides"
    guides.mkdir()
    (guides / "canteen.md").write_text("# Canteen\n\nLunch in the canteen costs 5 euros.\n")
    kept = {"FOOTNOTE_MAINTAINERS": "UMAIN", "FOOTNOTE_KEEP_UNANSWERED": "redacted"}
    environment = {**environment, **kept, "FOOTNOTE_GUIDES": str(guides)}
    footnote(environment, "index")
    with StandInSlack() as slack, serve({**environment, **tokens(slack)}):
        slack.app.subscriptions |= {"app_home_opened"}
        main, direct = slack.person("UMAIN"), slack.dm("UMAIN")
        for count in (1, 2):
            slack.say(main, direct, UNANSWERED)
            slack.wait_for_reply(direct, count=count)
        slack.open_home(main)
        slack.wait_until(lambda: "The guides that answer you: 1" in at_home(slack, main))
        before = at_home(slack, main)
        assert re.search(
            r"Answering from generation \S+, built \d{4}-\d\d-\d\d \d\d:\d\d UTC: 1 guides", before
        )
        assert "for at most 30 days" in before
        (guides / "travel.md").write_text("# Travel\n\nBook travel in the portal.\n")
        slack.click_view(main, slack.home(main) or {}, "footnote_reindex")
        slack.wait_until(lambda: "The indexing has ended." in at_home(slack, main), timeout_seconds=60)
        after = at_home(slack, main)
        assert "The guides that answer you: 2" in after
        assert re.search(r"Indexed \S+ \S+ UTC, as App Home asked: ", after)

        def topics_are_there() -> bool:
            slack.open_home(main)
            slack.wait_for_acks()
            return f"• 2 × {UNANSWERED}" in at_home(slack, main)

        slack.wait_until(topics_are_there, "topics", timeout_seconds=60)

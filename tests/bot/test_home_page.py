"""App Home as blocks: within Slack's limits for any guides, and honest where there are none to show."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.inbox.inbox import Inbox
from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.slack.audience.audiences import Visible
from bot.slack.home.maintenance import NO_UPKEEP, Maintenance
from bot.slack.home.page import GUIDES_PAGE, MOST_GUIDES, NOT_NOW, HomePage
from bot.slack.home.suggestions import Suggestions
from bot.slack.home.tab import HomeTab
from index.errors import IndexMissing
from knowledge.guide_cards import GuideCard
from tests.scenarios.test_asking import labels
from tests.standin.limits import view_problems
from tests.standin.server import StandInSlack

TODAY = date(2026, 11, 27)
WORDS = st.text(max_size=400) | st.sampled_from(["<!channel>", "{{ site.name }}", "字" * 5000, "&" * 3500])
DATES = st.none() | st.dates()
CARDS = st.builds(
    GuideCard,
    path=WORDS,
    title=WORDS,
    summary=WORDS,
    url=st.none() | WORDS | st.just("https://x.example/" + "y" * 2900),
    updated=DATES,
    review_by=DATES,
    sections=st.integers(0, 10_000),
)
PAGES = st.builds(
    HomePage,
    cards=st.lists(CARDS, max_size=60) | CARDS.map(lambda card: [card] * 1000),
    suggestions=st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=75)),
    today=st.just(TODAY),
    privacy=st.text(min_size=1, max_size=2000),
    maintenance=st.none() | st.lists(WORDS, max_size=100),
    said=WORDS,
    number=st.integers(-3, 2000),
)


@given(PAGES)
@settings(max_examples=60, deadline=None)
def test_any_page_keeps_slack_s_limits(page: HomePage) -> None:
    assert view_problems(page.to_view()) == []


def page_of(cards: Sequence[GuideCard], number: int = 0) -> list[dict[str, Any]]:
    view = HomePage(cards, (), TODAY, "All is private.", number=number).to_view()
    blocks: list[dict[str, Any]] = view["blocks"]
    return blocks


def test_every_guide_is_on_one_page() -> None:
    cards = [GuideCard(f"{n}.md", f"Guide <{n}>") for n in range(2 * MOST_GUIDES + 5)]
    titles = []
    for number in range(3):
        blocks = page_of(cards, number)
        assert blocks[0]["text"]["text"] == f"The guides that answer you: 45 (page {number + 1} of 3)"
        shown = [block["elements"][0]["elements"][0] for block in blocks if block["type"] == "rich_text"]
        titles += [one["text"] for one in shown if one.get("style")]
    assert titles == [card.title for card in cards]
    assert labels(page_of(cards, 0)) == ["Next", "Delete my data"]
    assert labels(page_of(cards, 1)) == ["Previous", "Next", "Delete my data"]
    assert labels(page_of(cards, 9)) == ["Previous", "Delete my data"]
    actions = [block["elements"] for block in page_of(cards, 1) if block["type"] == "actions"]
    turned = [(button["action_id"], button["value"]) for button in actions[0]]
    assert turned == [(f"{GUIDES_PAGE}_previous", "0"), (f"{GUIDES_PAGE}_next", "2")]


def test_a_guide_shows_its_dates_and_no_template_remains() -> None:
    card = GuideCard(
        path="hr/leave.md",
        title="Leave {{ year }}",
        summary="Ask {% page 'x' %} in time.\nAlways.",
        url="https://x.example/leave",
        updated=date(2026, 10, 1),
        review_by=date(2026, 11, 26),
        sections=1,
    )
    name, about = page_of([card])[1]["elements"][0]["elements"]
    assert (name["text"], name["url"]) == ("Leave", "https://x.example/leave")
    assert about["text"] == "  ·  1 section  ·  updated 2026-10-01  ·  due for review\nAsk in time. Always."
    (bare,) = page_of([GuideCard("a.md", "{{ x }}", url="javascript:alert(1)", review_by=TODAY)])[1][
        "elements"
    ]
    assert bare["elements"] == [{"type": "text", "text": "a.md", "style": {"bold": True}}]


class Broken:
    """An index that can't be looked at."""

    def __getattr__(self, name: str) -> Any:
        raise IndexMissing(f"{name} can't be read")


class Everything:
    def visible(self, asked: IncomingQuestion, cards: Sequence[GuideCard]) -> Visible:
        del asked
        paths = frozenset(card.path for card in cards)
        return Visible(paths, paths)


def test_where_the_index_fails_the_page_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with StandInSlack() as slack:
        slack.person("UANA")
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        tab = HomeTab(
            answerer=Broken,
            visibility=Everything(),
            suggestions=Suggestions(Broken),
            maintenance=Maintenance(Inbox(None), NO_UPKEEP),
            maintainers=frozenset({"UANA"}),
            privacy="All is private.",
            client=client,
            metrics=Metrics(),
        )
        assert tab.publish("T1", "UANA")
        said = json.dumps((slack.home("UANA") or {})["blocks"], ensure_ascii=False)
    for words in (NOT_NOW, "All is private.", "What was asked can't be read just now", "Re-index"):
        assert words in said
    assert "can't be read" not in caplog.text

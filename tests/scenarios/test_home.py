"""App Home and the agent view: for staff, for maintainers, and where Slack has neither; in both modes."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.bootstrap_surfaces import NOT_FORGOTTEN
from bot.slack.agent_view import STATUS
from bot.slack.help import PRIVACY
from bot.slack.home.maintenance import NO_COUNTS, IndexUpkeep
from bot.slack.home.page import HomePage
from bot.slack.listeners.home import ASKED_TO_INDEX, MAINTAINERS_ONLY
from knowledge.answerer import Answerer
from knowledge.guide_cards import GuideCard
from tests.scenarios.conftest import GUIDE, Bot, answerer_of, shown_blocks
from tests.scenarios.test_asking import labels
from tests.standin.limits import view_problems

ASKED = "ask for leave days?"
QUESTIONS = f"""---
footnote:
  review_by: 2026-01-01
  questions: {{leave: ["{ASKED}", "who won the football match?"]}}
---
# More
## Leave
Ask for leave days.
## Book travel?
Book travel in the portal.
"""
PAY = "---\nfootnote: {audience: [SPAY]}\n---\n# Secret pay\n## Book travel portal\nBook travel portal."


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answerer_of({"work.md": GUIDE, "more.md": QUESTIONS, "pay.md": PAY}, tmp_path_factory)


@dataclass
class Index:
    """What a maintainer can see and do."""

    asked_by: list[str] = field(default_factory=list)


@pytest.fixture
def index() -> Index:
    return Index()


@pytest.fixture
def upkeep(index: Index) -> IndexUpkeep:
    return IndexUpkeep(index.asked_by.append, lambda: ["Answering from generation G."])


@pytest.fixture
def changes(tmp_path: Path) -> dict[str, object]:
    return {"maintainers": frozenset({"UMAIN"}), "state": tmp_path, "help_channel": "CHELP"}


@pytest.fixture
def office(bot: Bot) -> Bot:
    bot.slack.app.subscriptions |= {"app_home_opened"}
    for user in ("UANA", "UMAIN"):
        bot.slack.person(user)
    bot.slack.group("SPAY", "UMAIN")
    return bot


def home(bot: Bot, user: str) -> dict[str, Any]:
    bot.slack.open_home(user)
    bot.slack.wait_until(lambda: bot.slack.home(user) is not None)
    return bot.slack.home(user) or {}


def test_staff_see_what_the_guides_cover_with_dates(office: Bot) -> None:
    said = shown_blocks(home(office, "UANA")["blocks"])
    assert "The guides that answer you: 2" in said
    assert '"url": "https://handbook.example/work"' in said
    assert "updated 2026-10-01" in said
    assert "due for review" in said
    assert PRIVACY.split(".")[0] in said
    assert "Secret" not in said
    assert "Re-index" not in said


def test_suggestions_are_the_guides_own_words_and_answered(office: Bot) -> None:
    view = home(office, "UANA")
    assert ASKED in labels(view["blocks"])
    assert "Book travel?" in labels(view["blocks"])
    assert "who won the football match?" not in labels(view["blocks"])
    number = labels(view["blocks"]).index(ASKED)
    office.slack.click_view("UANA", view, f"footnote_suggested_{number}")
    office.slack.wait_until(lambda: len(office.slack.views()) == 1)
    (modal,) = office.slack.views()
    assert "Ask for leave days." in shown_blocks(modal["blocks"])
    assert labels(modal["blocks"]) == ["Go deeper", "Ask a person"]
    office.slack.click_view("UANA", modal, "footnote_deeper")
    office.slack.wait_until(lambda: len(office.slack.views()) == 2)


def test_maintainers_see_the_index_and_have_it_built_again(office: Bot, index: Index) -> None:
    asked = office.slack.say("UANA", office.slack.dm("UANA"), "who won the football match?")
    office.slack.wait_for_reply(office.slack.dm("UANA"))
    office.slack.wait_until(lambda: office.inbox.backlog().depth == 0)
    view = home(office, "UMAIN")
    said = shown_blocks(view["blocks"])
    assert "Secret pay" in said
    assert "Answering from generation G." in said
    assert "Questions in the last 4 weeks: 0 answered, 0 related, 1 not covered." in said
    assert "• 1 × " in said
    assert "Feedback: 0 helpful, 0 not." in said
    office.slack.click_view("UMAIN", view, "footnote_reindex")
    office.slack.wait_until(
        lambda: ASKED_TO_INDEX in shown_blocks((office.slack.home("UMAIN") or {})["blocks"])
    )
    assert index.asked_by == ["App Home"]
    assert asked.ts


def test_a_maintainer_s_button_pressed_by_another_does_nothing(office: Bot, index: Index) -> None:
    view = home(office, "UMAIN")
    office.slack.click_view("UANA", view, "footnote_reindex")
    direct = office.slack.dm("UANA")
    office.slack.wait_until(lambda: [m.text for m in office.slack.messages(direct)] == [MAINTAINERS_ONLY])
    assert index.asked_by == []


def test_my_data_is_deleted_and_what_that_was_is_said(office: Bot) -> None:
    direct = office.slack.dm("UANA")
    office.slack.say("UANA", direct, ASKED)
    reply = office.slack.wait_for_reply(direct)
    (buttons,) = reply.blocks[-1]["elements"]
    office.slack.click("UANA", direct, reply.ts, "footnote_feedback", buttons["positive_button"]["value"])
    office.slack.wait_until(lambda: len(office.rows("feedback")) == 1)
    view = home(office, "UANA")
    office.slack.click_view("UANA", view, "footnote_forget")
    office.slack.wait_until(
        lambda: "Deleted: 1 of your words" in shown_blocks((office.slack.home("UANA") or {})["blocks"])
    )
    assert office.rows("feedback") == []
    office.slack.click_view("UANA", view, "footnote_forget")
    office.slack.wait_until(
        lambda: "Nothing was kept of you." in shown_blocks((office.slack.home("UANA") or {})["blocks"])
    )


def test_where_the_database_fails_the_page_says_so(office: Bot) -> None:
    with office.inbox.transaction() as connection:
        connection.execute(text("drop table feedback"))
    view = home(office, "UMAIN")
    assert NO_COUNTS in shown_blocks(view["blocks"])
    office.slack.click_view("UMAIN", view, "footnote_forget")
    direct = office.slack.dm("UMAIN")
    office.slack.wait_until(lambda: [m.text for m in office.slack.messages(direct)] == [NOT_FORGOTTEN])


def test_no_guide_and_a_thousand_guides_keep_slack_s_limits() -> None:
    long = GuideCard("p" * 400, "t" * 5000, "s" * 5000, "https://x.example/" + "y" * 2900, date(2026, 1, 1))
    for cards in ([], [long] * 1000, [GuideCard("a.md", "\x01")]):
        page = HomePage(cards, ["w" * 75] * 9, date(2026, 11, 27), ["l" * 5000] * 200, "said " * 2000)
        assert view_problems(page.to_view()) == []


AGENT_VIEW = {"assistant:write"}


@pytest.mark.parametrize("more_scopes", [AGENT_VIEW, set()], ids=["agent view", "plain"])
def test_prompts_and_a_status_where_there_is_an_agent_view(office: Bot, more_scopes: set[str]) -> None:
    direct = office.slack.dm("UANA")
    office.slack.open_home("UANA", tab="messages")
    first = office.slack.say("UANA", direct, "hello")
    office.slack.wait_for_reply(direct)
    office.slack.say("UANA", direct, ASKED, thread_ts=first.ts)
    office.slack.wait_for_reply(direct, thread_ts=first.ts)
    office.slack.wait_until(lambda: len(office.slack.calls("chat.postMessage")) == 2)
    prompts = office.slack.calls("assistant.threads.setSuggestedPrompts")
    status = office.slack.calls("assistant.threads.setStatus")
    if not more_scopes:
        assert prompts == status == []
        return
    (prompt,), (working,) = prompts, status
    assert "thread_ts" not in prompt.args
    assert {"title": ASKED, "message": ASKED} in prompt.args["prompts"]
    assert working.args == {"channel_id": direct, "thread_ts": first.ts, "status": STATUS}
    calls = [call.method for call in office.slack.calls()]
    assert calls.index("assistant.threads.setStatus") < len(calls) - 1 - calls[::-1].index("chat.postMessage")


@pytest.mark.parametrize("more_scopes", [AGENT_VIEW])
def test_a_refused_status_is_no_reason_not_to_answer(office: Bot) -> None:
    office.slack.app.scopes -= {"assistant:write"}
    direct = office.slack.dm("UANA")
    for _ in range(2):
        first = office.slack.say("UANA", direct, ASKED)
        office.slack.wait_until(lambda: office.inbox.backlog().depth == 0)
        office.slack.say("UANA", direct, ASKED, thread_ts=first.ts)
        office.slack.wait_for_reply(direct, thread_ts=first.ts)

"""App Home and the agent view: for staff, for maintainers, and where Slack has neither; in both modes."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.bootstrap_surfaces import NOT_FORGOTTEN
from bot.inbox.asked_about import week_of
from bot.slack.agent_view import STATUS
from bot.slack.app import FAILED
from bot.slack.audience.audiences import NO_GUESTS
from bot.slack.help import PRIVACY
from bot.slack.home.maintenance import NO_COUNTS, IndexUpkeep
from bot.slack.listeners.feedback import THANKS, WHY
from bot.slack.listeners.home import ASKED_TO_INDEX, INDEXED
from bot.slack.refusals import MAINTAINERS_ONLY
from knowledge.answerer import Answerer
from tests.answering import GUIDE, create_answerer
from tests.scenarios.conftest import Bot, shown_blocks
from tests.scenarios.test_asking import labels
from tests.standin.faults import late_processing, slack_error

pytestmark = pytest.mark.early(3)

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
    return create_answerer(
        tmp_path_factory.mktemp("answerer"), {"work.md": GUIDE, "more.md": QUESTIONS, "pay.md": PAY}
    )


@dataclass
class Index:
    """What a maintainer can see and do."""

    asked_by: list[str] = field(default_factory=list)
    waiting: list[Callable[[], object]] = field(default_factory=list)

    def reindex(self, asked_by: str, when_done: Callable[[], object]) -> None:
        self.asked_by.append(asked_by)
        self.waiting.append(when_done)

    def state(self) -> list[str]:
        return ["Answering from generation G.", *(["Indexed just now."] if not self.waiting else [])]


@pytest.fixture
def index() -> Index:
    return Index()


@pytest.fixture
def upkeep(index: Index) -> IndexUpkeep:
    return IndexUpkeep(index.reindex, index.state, lambda: ["• 7 × may I bring my cat"])


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


def home(bot: Bot, user: str, *words: str) -> dict[str, Any]:
    """Open the tab until it says all of the words: suggestions are found one by one."""

    def is_complete() -> bool:
        bot.slack.open_home(user)
        bot.slack.wait_for_acks()
        return all(word in said_at_home(bot, user) for word in words)

    bot.slack.wait_until(is_complete, f"{words} in App Home")
    return bot.slack.home(user) or {}


def said_at_home(bot: Bot, user: str) -> str:
    return shown_blocks((bot.slack.home(user) or {"blocks": []})["blocks"])


def told(bot: Bot, user: str) -> list[str]:
    """Return what was said to somebody directly."""
    return [message.text for message in bot.slack.messages(bot.slack.dm(user))]


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
    view = home(office, "UANA", ASKED, "Book travel?")
    assert labels(view["blocks"])[:2] == [ASKED, "Book travel?"]
    assert "who won the football match?" not in labels(view["blocks"])
    assert "Book travel portal" not in labels(view["blocks"])  # a heading of a guide that isn't for her
    modal = press_suggestion(office, view)
    assert "Ask for leave days." in shown_blocks(modal["blocks"])
    assert labels(modal["blocks"]) == ["Go deeper", "Ask a person", "Helpful", "Not helpful"]
    office.slack.click_view("UANA", modal, "footnote_deeper")
    office.slack.wait_until(lambda: len(office.slack.views()) == 2)


def press_suggestion(bot: Bot, view: dict[str, Any]) -> dict[str, Any]:
    bot.slack.click_view("UANA", view, "footnote_suggested_0")
    bot.slack.wait_until(lambda: len(bot.slack.views()) == 1)
    return bot.slack.views()[0]


def test_feedback_on_a_suggestion_s_answer_is_kept_with_its_reason(office: Bot) -> None:
    modal = press_suggestion(office, home(office, "UANA", ASKED))
    office.slack.click_view("UANA", modal, "footnote_feedback_0")
    office.slack.wait_until(lambda: len(office.slack.views()) == 2)
    why = office.slack.views()[1]
    assert WHY in shown_blocks(why["blocks"])
    office.slack.click_view("UANA", why, "footnote_reason_unclear")
    office.slack.wait_until(lambda: "not clear" in shown_blocks(office.slack.views()[1]["blocks"]))
    (kept,) = office.rows("feedback")
    assert (kept["is_helpful"], kept["reason"], kept["path"]) == (False, "unclear", "more.md")
    office.slack.click_view("UANA", modal, "footnote_feedback_1")
    office.slack.wait_until(lambda: len(office.slack.views()) == 3)
    assert THANKS in shown_blocks(office.slack.views()[2]["blocks"])
    assert [row["is_helpful"] for row in office.rows("feedback")] == [True]


def test_who_may_not_ask_gets_no_answer_from_a_button_either(office: Bot) -> None:
    view = home(office, "UANA", ASKED)
    guest = office.slack.person("UGUEST", guest=True)
    office.slack.click_view(guest, view, "footnote_suggested_0")
    office.slack.wait_until(lambda: told(office, guest) == [NO_GUESTS])
    assert office.slack.views() == []
    home(office, guest, NO_GUESTS)
    assert "Working here" not in said_at_home(office, guest)


def test_a_suggestion_of_a_guide_that_one_may_not_read_any_more_quotes_nothing_of_it(office: Bot) -> None:
    view = home(office, "UMAIN", "Secret pay")
    button = {"type": "button", "action_id": "footnote_suggested_9", "value": "Secret pay: book travel"}
    payload = {"type": "block_actions", "actions": [button], "container": {"type": "view"}, "view": view}
    office.slack.interact("UANA", payload)
    office.slack.wait_until(lambda: len(office.slack.views()) == 1)
    assert "pay.md" not in shown_blocks(office.slack.views()[0]["blocks"])


def test_a_press_that_comes_too_late_is_told_privately(office: Bot, caplog: pytest.LogCaptureFixture) -> None:
    view = home(office, "UANA", ASKED)
    button = {"type": "button", "action_id": "footnote_suggested_0", "value": ASKED}
    payload = {"type": "block_actions", "actions": [button], "container": {"type": "view"}, "view": view}
    caplog.clear()
    office.slack.interact("UANA", payload | {"trigger_id": "1.1.expired"})
    office.slack.wait_until(lambda: told(office, "UANA") == [FAILED])
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ["block_actions footnote_suggested_0 failed: SlackApiError"]


def test_an_answer_that_fails_is_told_and_gives_nothing_away(office: Bot) -> None:
    view = home(office, "UANA", ASKED)
    office.failure = ValueError(f"secret detail about {ASKED}")
    office.slack.click_view("UANA", view, "footnote_suggested_0")
    office.slack.wait_until(lambda: told(office, "UANA") == [FAILED])


def test_maintainers_see_the_index_and_have_it_built_again(office: Bot, index: Index) -> None:
    direct = office.slack.dm("UANA")
    office.slack.say("UANA", direct, "who won the football match?")
    office.slack.wait_for_reply(direct)
    office.slack.say("UANA", direct, ASKED)
    judged = office.slack.wait_for_reply(direct, count=2)
    (buttons,) = judged.blocks[-1]["elements"]
    office.slack.click("UANA", direct, judged.ts, "footnote_feedback", buttons["negative_button"]["value"])
    office.slack.wait_until(lambda: len(office.rows("feedback")) == 1)
    office.slack.wait_until(lambda: office.inbox.backlog().depth == 0)
    view = home(office, "UMAIN")
    said = said_at_home(office, "UMAIN")
    week = week_of(office.inbox.clock())
    for line in (
        "Secret pay",
        "Answering from generation G.",
        "Questions in the last 4 weeks: 1 answered, 0 related, 1 not covered.",
        "• 1 × ",
        "• 7 × may I bring my cat",
        "Feedback: 0 helpful, 1 not.",
        f"• {week}: 0 helpful, 1 not",
    ):
        assert line in said
    office.slack.click_view("UMAIN", view, "footnote_reindex")
    office.slack.wait_until(lambda: ASKED_TO_INDEX in said_at_home(office, "UMAIN"))
    assert index.asked_by == ["App Home"]
    index.waiting.pop()()
    assert INDEXED in said_at_home(office, "UMAIN")
    assert "Indexed just now." in said_at_home(office, "UMAIN")


def test_a_maintainer_s_button_pressed_by_another_does_nothing(office: Bot, index: Index) -> None:
    view = home(office, "UMAIN")
    office.slack.click_view("UANA", view, "footnote_reindex")
    office.slack.wait_until(lambda: told(office, "UANA") == [MAINTAINERS_ONLY])
    assert index.asked_by == []
    assert "For maintainers" not in said_at_home(office, "UANA")


def test_my_data_is_deleted_and_what_that_was_is_said(office: Bot) -> None:
    direct = office.slack.dm("UANA")
    office.slack.say("UANA", direct, ASKED)
    reply = office.slack.wait_for_reply(direct)
    (buttons,) = reply.blocks[-1]["elements"]
    office.slack.click("UANA", direct, reply.ts, "footnote_feedback", buttons["positive_button"]["value"])
    office.slack.wait_until(lambda: len(office.rows("feedback")) == 1)
    view = home(office, "UANA")
    office.slack.click_view("UANA", view, "footnote_forget")
    office.slack.wait_until(lambda: "Deleted: 1 of your words" in said_at_home(office, "UANA"))
    assert office.rows("feedback") == []
    office.slack.click_view("UANA", view, "footnote_forget")
    office.slack.wait_until(lambda: "Nothing was kept of you." in said_at_home(office, "UANA"))


def test_a_page_that_slack_doesn_t_take_is_no_reason_to_be_asked_again(office: Bot) -> None:
    office.slack.fail("views.publish", slack_error("not_enabled"))
    office.slack.open_home("UANA")
    office.slack.wait_for_acks()
    assert [one.acked_at is not None for one in office.slack.deliveries()] == [True]
    assert office.slack.home("UANA") is None
    view = home(office, "UANA")
    office.slack.fail("views.publish", slack_error("not_enabled"))
    office.slack.click_view("UANA", view, "footnote_forget")
    office.slack.wait_until(lambda: told(office, "UANA") == ["Nothing was kept of you."])


def test_where_the_database_fails_the_page_says_so(office: Bot) -> None:
    with office.inbox.transaction() as connection:
        connection.execute(text("drop table feedback"))
    view = home(office, "UMAIN")
    assert NO_COUNTS in shown_blocks(view["blocks"])
    office.slack.click_view("UMAIN", view, "footnote_forget")
    office.slack.wait_until(lambda: told(office, "UMAIN") == [NOT_FORGOTTEN])


AGENT_VIEW = {"assistant:write"}


@pytest.mark.parametrize("more_scopes", [AGENT_VIEW, set()], ids=["agent view", "plain"])
def test_prompts_and_a_status_where_there_is_an_agent_view(office: Bot, more_scopes: set[str]) -> None:
    direct = office.slack.dm("UANA")
    home(office, "UANA", ASKED)
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


@pytest.mark.parametrize("more_scopes", [AGENT_VIEW])
@pytest.mark.parametrize("error", ["unknown_method", "missing_scope", "not_allowed"])
def test_where_slack_has_no_agent_view_it_is_left_alone_for_a_while(office: Bot, error: str) -> None:
    office.slack.fail("assistant.threads.setStatus", slack_error(error))
    direct = office.slack.dm("UANA")
    first = office.slack.say("UANA", direct, ASKED)
    office.slack.wait_for_reply(direct)
    for count in (1, 2):
        office.slack.say("UANA", direct, ASKED, thread_ts=first.ts)
        assert office.slack.wait_for_reply(direct, thread_ts=first.ts, count=count).blocks
    office.slack.open_home("UANA", tab="messages")
    office.slack.settled()
    used = [call.error for call in office.slack.calls() if call.method.startswith("assistant.")]
    assert used == [error]


@pytest.mark.parametrize("more_scopes", [AGENT_VIEW])
def test_a_status_that_hangs_keeps_no_answer_waiting(office: Bot) -> None:
    office.slack.fail("assistant.threads.setStatus", late_processing(8))
    direct = office.slack.dm("UANA")
    first = office.slack.say("UANA", direct, ASKED)
    office.slack.wait_for_reply(direct)
    office.slack.say("UANA", direct, ASKED, thread_ts=first.ts)
    assert office.slack.wait_for_reply(direct, thread_ts=first.ts, timeout_seconds=6).blocks

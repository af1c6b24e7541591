"""Who may see which guide where, asked of a stand-in Slack by the real client."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.channel_settings import EVERYWHERE, ChannelSettings
from bot.inbox.question import IncomingQuestion
from bot.metrics import Metrics
from bot.slack.audience.audiences import NO_GUESTS, NO_SHARED, NOBODY, Audiences, Visible
from bot.slack.audience.people import MOST_MEMBERS, People
from knowledge.guide_cards import GuideCard
from tests.standin.server import StandInSlack

ALL, HR, PAY, LEADS = "all.md", "hr/hr.md", "hr/pay.md", "leads.md"
CARDS = (
    GuideCard(ALL, "All"),
    GuideCard(HR, "HR", audience=("CHR",)),
    GuideCard(PAY, "Pay", audience=("SPAY", "CPAY")),
    GuideCard(LEADS, "Leads", audience=("SLEADS",)),
)
SCOPES = {"users:read", "channels:read", "groups:read", "usergroups:read"}


@dataclass
class Office:
    """Ana is in HR and in the group that sees pay; Ben leads; Eve is a guest in HR's channel."""

    slack: StandInSlack
    channels: dict[str, ChannelSettings] = field(default_factory=dict)
    answers_outsiders: bool = False

    def audiences(self) -> Audiences:
        client = WebClient(self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        people = People(client, Metrics())
        settings = lambda channel: self.channels.get(channel, EVERYWHERE)  # noqa: E731
        return Audiences(people, settings, self.answers_outsiders, self.slack.bot_user)

    def visible(self, user: str, channel: str, **changes: Any) -> Visible:
        asked = IncomingQuestion(
            self.slack.backend.workspace.team_id, channel, "1.1", None, "?", "x", user=user
        )
        return self.audiences().visible(replace(asked, **changes), CARDS)


@pytest.fixture
def office() -> Iterator[Office]:
    with StandInSlack() as slack:
        slack.app.scopes |= SCOPES
        for user in ("UANA", "UBEN", "UCLEO"):
            slack.person(user)
        slack.person("UEVE", guest=True)
        slack.person("UFAR", team_id="TOTHER")
        for channel in ("CALL", "CHR", "CPAY", "CANA"):
            slack.channel(channel)
        slack.join("CALL", "UANA", "UBEN", "UCLEO")
        slack.join("CHR", "UANA", "UEVE")
        slack.join("CPAY", "UCLEO")
        slack.join("CANA", "UANA")
        slack.group("SPAY", "UANA")
        slack.group("SLEADS", "UBEN")
        yield Office(slack)


def paths(*given: str) -> frozenset[str]:
    return frozenset(given)


@pytest.mark.parametrize(
    ("user", "direct"),
    [
        ("UANA", {ALL, HR, PAY}),
        ("UBEN", {ALL, LEADS}),
        ("UCLEO", {ALL, PAY}),
    ],
)
def test_alone_everybody_sees_what_is_for_them(office: Office, user: str, direct: set[str]) -> None:
    channel = office.slack.dm(user)
    assert office.visible(user, channel) == Visible(frozenset(direct), frozenset(direct))
    assert office.visible(user, "CALL", is_private=True) == Visible(frozenset(direct), frozenset(direct))


@pytest.mark.parametrize(
    ("channel", "here"),
    [
        ("CALL", {ALL}),  # Cleo may not see HR's, nor Ben
        ("CHR", {ALL, HR}),  # it is HR's own channel
        ("CANA", {ALL, HR, PAY}),  # there is nobody but Ana
    ],
)
def test_in_a_channel_who_may_see_least_decides(office: Office, channel: str, here: set[str]) -> None:
    assert office.visible("UANA", channel) == Visible(frozenset(here), paths(ALL, HR, PAY))


def test_a_channel_s_guides_narrow_what_is_answered_from(office: Office) -> None:
    office.channels["CHR"] = ChannelSettings(guides=("hr/*",))
    assert office.visible("UANA", "CHR") == Visible(paths(HR), paths(HR, PAY))


@pytest.mark.parametrize("user", ["UEVE", "UFAR"])
def test_guests_are_refused_unless_the_operator_wants_them(office: Office, user: str) -> None:
    assert office.visible(user, "CHR") == Visible(NOBODY, NOBODY, NO_GUESTS)
    office.answers_outsiders = True
    assert office.visible(user, "CHR") == Visible(paths(ALL), paths(ALL))
    assert office.visible(user, office.slack.dm(user)) == Visible(paths(ALL), paths(ALL))


def test_channels_of_several_organisations_get_guides_for_everyone_at_most(office: Office) -> None:
    assert office.visible("UANA", "CHR", is_shared=True) == Visible(NOBODY, NOBODY, NO_SHARED)
    office.answers_outsiders = True
    assert office.visible("UANA", "CHR", is_shared=True) == Visible(paths(ALL), paths(ALL))


@pytest.mark.parametrize("scope", sorted(SCOPES - {"groups:read"}))
def test_without_a_scope_less_is_shown_and_nothing_fails(
    office: Office, scope: str, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.app.scopes -= {scope}
    seen = office.visible("UANA", office.slack.dm("UANA"))
    expected = {
        "users:read": paths(ALL),
        "channels:read": paths(ALL, PAY),
        "usergroups:read": paths(ALL, HR),
    }
    assert seen == Visible(expected[scope], expected[scope])
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.endswith("said missing_scope: guides for a few are shown to nobody meanwhile")


def test_an_unknown_asker_sees_what_everyone_sees(office: Office) -> None:
    assert office.visible("", "CHR") == Visible(paths(ALL), paths(ALL))


def test_too_many_members_count_as_anybody(office: Office) -> None:
    crowd = [f"UCROWD{n}" for n in range(MOST_MEMBERS + 1)]
    for user in crowd:
        office.slack.person(user)
    office.slack.join("CHR", *crowd)
    assert office.visible("UANA", office.slack.dm("UANA")).here == paths(ALL, PAY)
    assert office.visible("UANA", "CHR").here == paths(ALL)


def test_slack_is_asked_once_a_while(office: Office) -> None:
    audiences = office.audiences()
    asked = IncomingQuestion("T0STANDIN", "CALL", "1.1", None, "?", "mention", user="UANA")
    for _ in range(3):
        audiences.visible(asked, CARDS)
    methods = sorted(call.method for call in office.slack.calls())
    assert methods == ["conversations.members"] * 3 + ["usergroups.users.list"] * 2 + ["users.info"]


def test_where_all_guides_are_for_everyone_no_members_are_looked_up(office: Office) -> None:
    asked = IncomingQuestion("T0STANDIN", "CALL", "1.1", None, "?", "mention", user="UANA")
    assert office.audiences().visible(asked, CARDS[:1]) == Visible(paths(ALL), paths(ALL))
    assert [call.method for call in office.slack.calls()] == ["users.info"]

"""A stand-in Slack with two people and a channel, and the real client."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from tests.standin.server import StandInSlack

ANA, BEN, GENERAL = "UANA", "UBEN", "CGENERAL"


@pytest.fixture
def slack() -> Iterator[StandInSlack]:
    """Yield a workspace in which Ana, Ben and the bot are in one channel."""
    with StandInSlack() as standin:
        standin.person(ANA)
        standin.person(BEN)
        standin.channel(GENERAL)
        yield standin


@pytest.fixture
def client(slack: StandInSlack) -> WebClient:
    """Return slack_sdk's client with the bot's token; it never retries."""
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])

"""Which reply belongs to which question."""

import pytest
from slack_sdk import WebClient

from tests.standin.conftest import ANA, BEN, GENERAL
from tests.standin.counting import Asked
from tests.standin.server import StandInSlack


def reply(
    client: WebClient, channel: str, thread_ts: str | None, text: str, question_ts: str | None = None
) -> None:
    named = {"event_type": "footnote_answer", "event_payload": {"question_ts": question_ts}}
    client.chat_postMessage(
        channel=channel, thread_ts=thread_ts, text=text, metadata=named if question_ts else None
    )


def told(asked: list[Asked] | tuple[Asked, ...]) -> list[tuple[str, list[str]]]:
    return [(one.question.text.split()[-1], [message.text for message in one.replies]) for one in asked]


def test_only_what_people_say_to_the_app_is_a_question(slack: StandInSlack, client: WebClient) -> None:
    slack.say(ANA, GENERAL, "just talking")
    slack.say_as_bot(GENERAL, f"{slack.mention} says a bot")
    client.chat_postMessage(channel=GENERAL, text=f"{slack.mention} says the app")
    slack.say(ANA, GENERAL, f"{slack.mention} first")
    slack.say(BEN, slack.dm(BEN), "second", files=True)
    answers = slack.answers_by_question()
    assert told(answers.asked) == [("first", []), ("second", [])]
    assert (len(answers.none), answers.one, answers.doubled) == (2, [], [])
    assert [one.text for one in answers.strays] == [f"{slack.mention} says the app"]


def test_replies_are_counted_by_the_question_that_they_name(slack: StandInSlack, client: WebClient) -> None:
    root = slack.say(ANA, GENERAL, f"{slack.mention} root").ts
    below = slack.say(BEN, GENERAL, f"{slack.mention} below", root).ts
    dm = slack.dm(ANA)
    first, second = slack.say(ANA, dm, "first").ts, slack.say(ANA, dm, "second").ts
    reply(client, GENERAL, root, "to below", below)
    reply(client, dm, None, "to second", second)
    reply(client, dm, None, "to second again", second)
    reply(client, dm, None, "to nobody", "1.000001")
    answers = slack.answers_by_question()
    assert told(answers.none) == [("root", []), ("first", [])]
    assert told(answers.one) == [("below", ["to below"])]
    assert told(answers.doubled) == [("second", ["to second", "to second again"])]
    assert [one.text for one in answers.strays] == ["to nobody"]
    assert first < second


def test_replies_that_name_none_go_to_the_first_that_has_none(slack: StandInSlack, client: WebClient) -> None:
    root = slack.say(ANA, GENERAL, f"{slack.mention} root").ts
    slack.say(BEN, GENERAL, f"{slack.mention} below", root)
    for text in ("one", "two", "three"):
        reply(client, GENERAL, root, text)
    dm = slack.dm(ANA)
    slack.say(ANA, dm, "alone")
    reply(client, dm, None, "four")
    answers = slack.answers_by_question()
    assert told(answers.asked) == [("root", ["one"]), ("below", ["two", "three"]), ("alone", ["four"])]
    assert answers.strays == ()


@pytest.mark.parametrize("place", ["channel", "another thread", "another channel"])
def test_replies_in_the_wrong_place(slack: StandInSlack, client: WebClient, place: str) -> None:
    asked = slack.say(ANA, GENERAL, f"{slack.mention} where?").ts
    other = slack.say(ANA, GENERAL, "just talking").ts
    there = {
        "channel": (GENERAL, None),
        "another thread": (GENERAL, other),
        "another channel": (slack.dm(ANA), None),
    }
    reply(client, GENERAL, asked, "right", asked)
    reply(client, *there[place], "wrong", asked)
    [one] = slack.answers_by_question().doubled
    assert [message.text for message in one.misplaced] == ["wrong"]


def test_a_direct_message_is_answered_beside_it_or_in_its_thread(
    slack: StandInSlack, client: WebClient
) -> None:
    dm = slack.dm(ANA)
    root = slack.say(ANA, dm, "root").ts
    below = slack.say(ANA, dm, "below", root).ts
    reply(client, dm, None, "beside", root)
    reply(client, dm, root, "in the thread", below)
    answers = slack.answers_by_question()
    assert [one.misplaced for one in answers.one] == [(), ()]

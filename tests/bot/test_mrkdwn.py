"""Slack's markup, both ways."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.disguise import is_disguised
from bot.slack.mrkdwn import disarm, escape, plain_question, safe_url


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<@UBOT> may I work from abroad?", "may I work from abroad?"),
        ("hey <@UBOT|footnote>, ask <@U2> or <@U3|ana>", "hey , ask @somebody or @ana"),
        (
            "see <https://x.example/a?b=1&amp;c=2|the page> or <https://y.example>",
            "see the page or https://y.example",
        ),
        ("in <#C1|general> and <#C2>", "in #general and #a channel"),
        ("<!here> <!subteam^S1|@people> R&amp;D &lt;3", "here @people R&D <3"),
        ("*bold* _it_ ~no~ `code` *_both_*", "bold it no code both"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("  two\n\nlines  ", "two lines"),
        ("<@UBOT>", ""),
    ],
)
def test_a_question_is_read_as_its_writer_saw_it(written: str, plain: str) -> None:
    assert plain_question(written, "UBOT") == plain


def test_a_question_of_any_length_is_read_in_time() -> None:
    started = process_time()
    assert plain_question("*a " * 13_000, "UBOT") == ("*a " * 1334)[:4000].strip()
    assert process_time() - started < 2  # reading all of it takes nine seconds


def test_escaped_text_can_t_ping() -> None:
    assert escape("<!here> & <@U1>") == "&lt;!here&gt; &amp; &lt;@U1&gt;"


@given(st.text())
def test_any_message_can_be_read(text: str) -> None:
    plain = plain_question(text, "UBOT")
    assert plain == " ".join(plain.split())


@given(st.text(alphabet=st.characters(exclude_characters="<>&*_~`")))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert plain_question(escape(text), "UBOT") == " ".join(text.split())


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://a.example/x#y", True),
        ("http://a.example", True),
        ("mailto:dpo@a.example", True),
        ("javascript:alert(1)", False),
        ("slack://open", False),
        ("https://", False),
        ("/relative", False),
        ("https://a.example/with space", False),
        ("https://a.example/" + "x" * 3000, False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_only_what_slack_may_open_is_a_link(url: str | None, is_safe: bool) -> None:
    assert safe_url(url) == (url if is_safe else None)


@pytest.mark.parametrize(
    ("label", "url", "disguised"),
    [
        ("https://bank.example/login", "https://evil.example/", True),
        ("https://bank.example@evil", "https://evil.example/", True),
        ("www.bank.example", "https://bank.example/x", False),
        ("https://Bank.example", "https://www.bank.example/x", False),
        ("the bank's page", "https://evil.example/", False),
        # Seen as the bank's address, whatever it is made of.
        ("h\u200bttps://bank.example", "https://evil.example/", True),
        ("ｈｔｔｐｓ：//bank.example", "https://evil.example/", True),
        ("https\u2060://evil.example.", "https://evil.example/", False),
    ],
)
def test_a_link_may_not_call_itself_by_another_host(label: str, url: str, disguised: bool) -> None:
    assert is_disguised(label, url) is disguised


def test_what_cannot_be_escaped_is_disarmed_and_looks_the_same() -> None:
    assert disarm("<!here>, <@U1>, <#C1> and a < b") == "<\u2060!here>, <\u2060@U1>, <\u2060#C1> and a < b"

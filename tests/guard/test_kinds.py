"""What is found and what isn't, kind by kind, where the labelled questions have no or one example of it."""

import pytest

from bot.guard.finding import Finding
from bot.guard.inspection import inspect


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in inspect(text).findings]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("jane.doe@example.com is made up", "e-mail address", "jane.doe@example.com"),
        ("a mail to x.y@sub.alpenwerk.co.uk.", "e-mail address", "x.y@sub.alpenwerk.co.uk"),
        ("tom AT site DOT com", "e-mail address", "tom AT site DOT com"),
        ("ring +43(0)6641234567", "phone number", "+43(0)6641234567"),
        ("+1-202-555-0123 x42", "phone number", "+1-202-555-0123"),
        ("tel. 612345678", "phone number", "612345678"),
        ("(11) 98765-4321?", "phone number", "(11) 98765-4321"),
        ("IBAN:AT611904300234573201,BIC:BKAUATWW", "IBAN", "AT611904300234573201"),
        ("de89 3704 0044 0532 0130 00", "IBAN", "de89 3704 0044 0532 0130 00"),
        ("4111.1111.1111.1111", "card number", "4111.1111.1111.1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "card number", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("3782 822463 10005", "card number", "3782 822463 10005"),
        ("DOB 12-Mar-1985", "date of birth", "12-Mar-1985"),
        ("12.03.1985 (geb.)", "date of birth", "12.03.1985"),
        ("root@84.113.20.1", "IP address", "84.113.20.1"),
        ("the password for the vault is kQ9!x", "password", "kQ9!x"),
        ('Use password "correct horse battery"', "password", "correct horse battery"),
        ("passport C01X00T47", "passport number", "C01X00T47"),
        ("SSN 078-05-1120", "US social security number", "078-05-1120"),
    ],
)
def test_is_found(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        *("info@alpenwerk.at", "hr@alpenwerk.at", "pif-team@gov.example", "user@example.com", "icon@2x.png"),
        *(
            "0800 123456",
            "1-800-555-0199",
            "(877) 472-6716",
            "07/13/2021",
            "order 0664123456",
            "MA 02110-1301",
        ),
        *("AT61 1904 3002 3457 3202", "4111 1111 1111 1112", "4242 **** **** 4242", "order 4111111111111111"),
        *(
            "10.0.19041.1",
            "Git 1.8.1.4",
            "10.0.0.0/8",
            "127.0.0.1",
            "255.255.255.0",
            "section 10.2.3.4",
            "12:30:45",
        ),
        *("signed on 12.03.1985", "the project was born on 1 April 2019", "* 2020.04.09 release"),
        *(
            "password is expired",
            "password: required",
            "PASSWORD=<secret>",
            "our password manager is 1Password",
        ),
        *("Frau Huber möchte das wissen", "Anna Berger", "IBAN XX00 0000", "passport expires in 2027"),
        *("primary key 550e8400-e29b-41d4-a716-446655440000", "-----BEGIN RSA PRIVATE KEY----- at the top?"),
    ],
)
def test_is_harmless(text: str) -> None:
    inspection = inspect(text)
    assert inspection.findings == ()
    assert inspection.redacted is text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Frau Mag. Huber (m.huber@x.at)", "Frau Mag. [name] ([e-mail address])"),
        ("Huber, Maria <maria.huber@x.at>", "[name] <[e-mail address]>"),
        ("maria huber, maria.huber@x.at", "[name], [e-mail address]"),
        ("Thomas MÜLLER, +49 151 23456789", "[name], [phone number]"),
        ("Dear Sir or Madam, your card 4111 1111 1111 1111", "Dear Sir or Madam, your card [card number]"),
        ("Dear Ana, your card 4111 1111 1111 1111", "Dear [name], your card [card number]"),
        ("Hannah's number (07700 900823)", "[name]'s number ([phone number])"),
        ("Hotel Sacher, +43 1 514560", "Hotel Sacher, [phone number]"),
        ("Tenant Support: tenant-support@x.at", "Tenant Support: tenant-support@x.at"),
        (
            "Maria Huber, maria.huber@x.at. Is Maria a customer?",
            "[name], [e-mail address]. Is [name] a customer?",
        ),
        ("x.y@z.at wrote, so x.y@z.at is known", "[e-mail address] wrote, so [e-mail address] is known"),
        ("password hunter22! and again: hunter22!", "password [password] and again: [password]"),
        ("javier@x.es, 612 345 678", "[e-mail address], [phone number]"),
        ("[name] asks about [IBAN]", "[name] asks about [IBAN]"),
        ("https://u:p4ss@host.at/x", "https://u:[password]@host.at/x"),
        (
            "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG and the rest?",
            "[private key] and the rest?",
        ),
    ],
)
def test_only_what_is_found_is_taken_out(text: str, redacted: str) -> None:
    assert inspect(text).redacted == redacted


def test_findings_say_where_they_stand_in_the_text_as_it_was() -> None:
    text = "call ＋４３ ６６０ ４４１２０８７ or a\u200bb@c.at"
    assert inspect(text).findings == (Finding("phone number", 5, 20), Finding("e-mail address", 24, 32))


def test_the_kinds_are_named_once_each() -> None:
    inspection = inspect("a.b@x.at, c.d@x.at and 4111 1111 1111 1111 of e.f@x.at")
    assert inspection.kinds == ("e-mail address", "card number")


def test_of_findings_that_overlap_the_widest_wins() -> None:
    text = "https://hooks.slack.com/services/T0/B0/123e4567e89b12d3a456426655440000"
    assert found(text) == [("API key or token", text)]

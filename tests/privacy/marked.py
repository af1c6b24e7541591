"""Questions full of marks: personal and secret data, each unlike any other, and a plain word in each."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from string import ascii_lowercase

from stdnum import iban, luhn

from bot.guard.inspection import inspect
from bot.slack.mrkdwn import plain_question
from tests.privacy.numbers import FORMS, national_number

QUESTIONS = (
    "may I paste customer data into ChatGPT?",
    "can I share client files with an AI assistant?",
    "who won the football match?",
    "what should I never type into a chatbot?",
    "who may see what I enter there?",
)
Secret = tuple[str, tuple[str, ...]]
"""What stands in a question, as Slack sends it, and what of that the guard has to take out."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question, the ``word`` in it that nobody could know for private, and the ``secrets`` that are."""

    text: str
    word: str
    secrets: tuple[str, ...]


def marked_questions(count: int) -> Iterator[Marked]:
    """Yield so many; the guard has to find each secret, or else the question is no use."""
    for n in range(count):
        said, secrets = SECRETS[n % len(SECRETS)](n)
        word = f"quux{n:04d}word"
        text = f"{word}: {QUESTIONS[n % len(QUESTIONS)]} It is about {said}"
        redacted = inspect(plain_question(text, "")).redacted
        assert not [secret for secret in secrets if secret in redacted], f"the guard overlooks {secrets}"
        yield Marked(text, word, secrets)


def _email(n: int) -> Secret:
    address = f"marked.{n:04d}@customer.example"
    return f"<mailto:{address}|{address}>", (address,)


def _name(n: int) -> Secret:
    name, address = f"Zora Quim{_letters(n)}", f"zq{n:04d}@customer.example"
    return f"{name}, {address}", (name, name.split()[1], address)


def _iban(n: int) -> Secret:
    body = f"37040044{n:010d}"
    written = f"DE{iban.calc_check_digits('DE00' + body)}{body}"
    grouped = " ".join(written[at : at + 4] for at in range(0, len(written), 4))
    return f"IBAN {grouped}", (grouped,)


def _card(n: int) -> Secret:
    body = f"41111111729{n:04d}"
    number = body + luhn.calc_check_digit(body)
    return f"card number {number}", (number,)


def _phone(n: int) -> Secret:
    number = f"+49 30 9018{n:04d}"
    return f"<tel:{number.replace(' ', '')}|{number}>", (number,)


def _token(n: int) -> Secret:
    token = f"ghp_aB3dE6gH9jK2mN5pQ8sT1vW4{n:012d}"
    return f"token {token}", (token,)


def _private_key(n: int) -> Secret:
    lines = [b64encode(hashlib.sha384(f"{n}/{i}".encode()).digest()).decode() for i in range(3)]
    begin, end = (f"-----{word} PRIVATE KEY-----" for word in ("BEGIN", "END"))
    return "\n".join([begin, *lines, end]), tuple(lines)


def _password(n: int) -> Secret:
    password = f"Blau!{n:04d}gruen"
    return f"the portal; the password is {password}", (password,)


def _address(n: int) -> Secret:
    address = f"203.0.{n // 200 + 100}.{n % 200 + 50}"
    return f"IP address {address}", (address,)


def _birth(n: int) -> Secret:
    day = f"{date(1930, 1, 1) + timedelta(days=n):%d.%m.%Y}"
    return f"somebody born on {day}", (day,)


def _passport(n: int) -> Secret:
    number = f"X7{n:07d}"
    return f"passport number {number}", (number,)


def _national(form: int, n: int) -> Secret:
    called, number = national_number(form, n)
    return f"{called} {number}", (number,)


def _letters(n: int) -> str:
    """Return a number as letters, three of them."""
    return "".join(ascii_lowercase[n // 26**place % 26] for place in range(3))


COMMON: tuple[Callable[[int], Secret], ...] = (
    *(_email, _name, _iban, _card, _phone, _token, _private_key, _password, _address, _birth, _passport),
)
SECRETS: tuple[Callable[[int], Secret], ...] = (
    *COMMON,
    *(partial(_national, form) for form in range(len(FORMS))),
)

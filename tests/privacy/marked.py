"""Questions full of marks: personal and secret data, each unlike any other, and a plain word in each."""

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import iban, luhn

from bot.guard.inspection import inspect

QUESTIONS = (
    "may I paste customer data into ChatGPT?",
    "can I share client files with an AI assistant?",
    "what should I never type into a chatbot?",
    "who may see what I enter there?",
)


@dataclass(frozen=True)
class Marked:
    """A question, the ``word`` in it that nobody could know for private, and the ``secret`` that is."""

    text: str
    word: str
    secret: str


def marked_questions(count: int) -> Iterator[Marked]:
    """Yield so many; the guard has to find each secret, or else the question is no use."""
    for n in range(count):
        secret = SECRETS[n % len(SECRETS)](n)
        word = f"quux{n:04d}word"
        text = f"{word}: {QUESTIONS[n % len(QUESTIONS)]} It is about {secret[0]}{secret[1]}"
        assert secret[1] not in inspect(text).redacted, f"the guard overlooks {secret}"
        yield Marked(text, word, secret[1])


def _email(n: int) -> tuple[str, str]:
    return "", f"marked.{n:04d}@customer.example"


def _iban(n: int) -> tuple[str, str]:
    body = f"37040044{n:010d}"
    return "IBAN ", f"DE{iban.calc_check_digits('DE00' + body)}{body}"


def _card(n: int) -> tuple[str, str]:
    body = f"41111111111{n:04d}"
    return "card number ", body + luhn.calc_check_digit(body)


def _phone(n: int) -> tuple[str, str]:
    return "call ", f"+49 30 9018{n:04d}"


def _token(n: int) -> tuple[str, str]:
    return "token ", f"ghp_{'aB3dE6gH9jK2mN5pQ8sT1vW4'}{n:012d}"


def _address(n: int) -> tuple[str, str]:
    return "IP address ", f"203.0.{n // 250}.{n % 250 + 1}"


SECRETS = (_email, _iban, _card, _phone, _token, _address)

"""IBANs and card numbers, by their check digits, however they are grouped."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from bot.guard.context import is_other_number
from bot.guard.finding import CARD, IBAN, Finding

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?:[ .-]{0,2}[A-Za-z0-9]){11,30}")
_SHORTEST, _LONGEST_IBAN = 15, 34
_CARD = re.compile(
    r"(?<![\w/=])(?<!\d[.-])(?:"
    r"\d{4}([ .-]{1,3})\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ .-]{1,3})\d{6}\2\d{4,5}|"
    r"\d{8}[ -]\d{8}|\d(?: \d){12,18}|\d{12,19}"
    r")(?![\w/=]|[ -]\d{4}(?!\d))"
)
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\d+|3[47]\d{13}|"
    r"3(?:0[0-59]\d{11}|[689]\d{12})|35\d{14}|(?:2131|1800)\d{11}|(?:5[06-8]|6\d)\d{10,17}"
)
_USUAL = 13
_CALLED = re.compile(r"card|karte|maestro|carte|carta|tarjeta|cartão", re.IGNORECASE)
"""How cards begin: Visa, Mastercard, Amex, Diners, Discover and UnionPay, JCB, Maestro."""


def find_ibans(text: str) -> Iterator[Finding]:
    """Yield each IBAN of a country that has them; words may follow it without a gap."""
    position = 0
    while found := _IBAN.search(text, position):
        end = _iban_end(text, found)
        if end:
            yield Finding(IBAN, found.start(), end)
        position = end or found.start() + 1


def _iban_end(text: str, found: re.Match[str]) -> int | None:
    """Return where the IBAN that starts what was ``found`` ends, None where there is none."""
    number = ""
    for place in range(found.start(), found.end()):
        if not text[place].isalnum():
            continue
        number += text[place].upper()
        is_whole = len(number) >= _SHORTEST and not text[place + 1 : place + 2].isalnum()
        if is_whole and _has_check_digits(number) and iban.is_valid(number, check_country=False):
            return place + 1
        if len(number) == _LONGEST_IBAN:
            break
    return None


def _has_check_digits(number: str) -> bool:
    """Tell by ISO 7064 whether an IBAN adds up: quicker than to look up its country first."""
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def find_cards(text: str) -> Iterator[Finding]:
    """Yield each number of 13 to 19 digits that begins like a card's and has the right check digit."""
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        is_other = digits == found[0] and is_other_number(text, found.start())
        if len(digits) < _USUAL and not _CALLED.search(text, max(0, found.start() - 40), found.start()):
            continue
        if _ISSUED.fullmatch(digits) and luhn.is_valid(digits) and not is_other:
            yield Finding(CARD, found.start(), found.end())

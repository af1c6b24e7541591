"""Phone numbers: with a country code, as they are dialled at home, or said to be one."""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from bot.guard.context import is_other_number
from bot.guard.finding import PHONE, Finding
from bot.guard.phone_words import CALLED, CALLED_AFTER
from bot.guard.plain import GONE

_ABROAD = re.compile(r"(?<![\w+/=.])(?:\+ ?|00 ?)\(?[1-9](?:[ \-./()]{0,3}\d){6,14}(?!\d)")
_AT_HOME = re.compile(
    r"(?<![\w.,+/:#-])(?:\(?0\d{1,5}\)?(?:[ \-./]{1,3}\d{1,9}){1,6}|\(0\d{1,5}\)\d{4,9}|0\d{8,12})(?![\w%])",
)
_AMERICAN = re.compile(
    r"(?<![\w.+/-])(?:(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]|\(\d\d\) ?9?\d{4}-)\d{4}"
    r"(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w%-])"
)
"""North America's numbers and Brazil's."""
_BRAZIL = re.compile(r"\(\d\d\)")
_NUMBER = re.compile(r"(?<![\w.+/-])\(?\d(?:[ \-./()]{0,2}\d){6,12}(?![\w%])")
_NO_PHONE = re.compile(
    r"\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}(?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?: \d\d)?|"
    r"\d{5}-\d{4}"  # an American postcode
)
_SERVICE = re.compile(
    r"\(?(?:(?:0?80\d|081\d|082\d|084\d|087[0-2]|090\d|0180\d?|0190|0137|0700|8(?:00|33|44|55|66|77|88))(?!\d)|"
    r"080[08]\d{5,8}\b|0900)"
)
_MADE_UP = re.compile(
    r"0[1-9](?:[ .-]\d\d){4}|\(?0(?:[12]\d{2,4}|7\d{3})\)?(?:[ -]\d{3,4}){1,2}(?:[ -]?\d{1,3})?"
)
"""How French and British numbers look, that are set aside for stories and so are nobody's in the library."""
_NOBODYS = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    }
)
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_ZERO_CODES = "43 49 41 44 33 31 32 353 46 358 61 64 27 91 40 90 81 385 386 421 359 380 972"
_ZERO_COUNTRIES = tuple(map(int, _ZERO_CODES.split()))
"""Country codes where a number that is dialled at home starts with a 0, likelier ones first."""
_ITALY = 39
_COUNTRIES_WITHOUT_ZERO = (34, 39, 48, 351, 45, 47, 420, 30)
_GONE_BEFORE = re.compile(rf"{GONE}[ ,;|/()-]{{1,4}}$")
_GONE_BEHIND = re.compile(rf"[ ,;|/()-]{{1,4}}{GONE}")
_MOST_TRIES = 3
_GROUPED = re.compile(r"\d{3}|\d\d\D+\d\d\D+\d\d")
"""How figures are grouped, that somebody is to dial: not one by one."""


def find_phones(text: str) -> Iterator[Finding]:
    """Yield each number that somebody may be reached at; free, shared-cost and premium lines are nobody's."""
    for pattern, is_phone in ((_ABROAD, _is_abroad), (_AT_HOME, _is_at_home), (_AMERICAN, _is_american)):
        for found in pattern.finditer(text):
            if pattern is _ABROAD or not (_is_no_phone(found[0]) or is_other_number(text, found.start())):
                yield from _longest(found, is_phone)
    for found in _NUMBER.finditer(text):
        if not _is_no_phone(found[0]) and (_is_called_phone(text, found) or _is_beside_data(text, found)):
            yield _finding(found, found.end())


def _longest(found: re.Match[str], is_phone: Callable[[str], bool]) -> Iterator[Finding]:
    """Yield the longest beginning of what was ``found`` that is a phone number: other figures may follow."""
    if not _GROUPED.search(found[0]):
        return
    gaps = reversed(list(re.finditer(r"[ /-]+", found[0])))
    ends = [found.end(), *(found.start() + gap.start() for gap in gaps)]
    for end in ends[:_MOST_TRIES]:
        written = found[0][: end - found.start()]
        if sum(character.isdigit() for character in written) < 7:
            return
        if is_phone(written):
            yield _finding(found, end)
            return


def _finding(found: re.Match[str], end: int) -> Finding:
    """Return what was ``found``, up to ``end``, without a bracket that is closed behind it."""
    written = found[0][: end - found.start()]
    return Finding(PHONE, found.start() + (written[0] == "(" and ")" not in written), end)


def _is_no_phone(written: str) -> bool:
    return bool(_NO_PHONE.fullmatch(written.strip("()")) or _SERVICE.match(written))


def _is_called_phone(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 40) : found.start()]
    return bool(CALLED.search(before) or CALLED_AFTER.match(text, found.end()))


def _is_beside_data(text: str, found: re.Match[str]) -> bool:
    """Tell whether it may be a phone number and stands next to what was taken out already."""
    start, end = found.span()
    is_next = _GONE_BEFORE.search(text, max(0, start - 5), start) or _GONE_BEHIND.match(text, end)
    digits = re.sub(r"\D", "", found[0])
    if not is_next or not (8 if digits != found[0] else 9) <= len(digits) <= 11:
        return False
    if digits[0] == "0":
        return True
    kinds = (phonenumbers.number_type(PhoneNumber(code, int(digits))) for code in _COUNTRIES_WITHOUT_ZERO)
    return any(kind != PhoneNumberType.UNKNOWN and kind not in _NOBODYS for kind in kinds)


def _is_abroad(written: str) -> bool:
    """Tell whether the number is one, or at least, behind a +, as long as those of its country."""
    digits = re.sub(r"\D", "", written)
    try:
        number = phonenumbers.parse("+" + digits.removeprefix("00"))
    except NumberParseException:
        return False
    kind = phonenumbers.number_type(number)
    if kind != PhoneNumberType.UNKNOWN:
        return kind not in _NOBODYS
    return "+" in written and len(digits) >= 9 and phonenumbers.is_possible_number(number)


def _is_at_home(written: str) -> bool:
    """Tell whether it is a phone number of some country; unless it is grouped like one, a mobile number."""
    digits = re.sub(r"\D", "", written)
    if not 8 <= len(digits) <= 13:
        return False
    if _MADE_UP.fullmatch(written) and len(digits) in {10, 11}:
        return True
    numbers = [PhoneNumber(code, int(digits)) for code in _ZERO_COUNTRIES]
    numbers.append(PhoneNumber(_ITALY, int(digits), italian_leading_zero=True))
    kinds = (phonenumbers.number_type(number) for number in numbers)
    if digits == written:
        return len(digits) >= 10 and any(kind in _MOBILE for kind in kinds)
    return any(kind != PhoneNumberType.UNKNOWN and kind not in _NOBODYS for kind in kinds)


def _is_american(written: str) -> bool:
    """Tell whether it is a number of North America, or written like one: 555-123-4567 is in every example."""
    if _BRAZIL.match(written):
        return True
    digits = re.sub(r"\D", "", re.split("x|ext", written)[0])
    kind = phonenumbers.number_type(PhoneNumber(1, int(digits[-10:])))
    if kind == PhoneNumberType.UNKNOWN:
        return "." not in written and digits[-10:-9] >= "2"
    return kind not in _NOBODYS

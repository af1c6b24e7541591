"""How a national identity, insurance or tax number is written, checked and called."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from importlib import import_module


class Needs(Enum):
    """What must stand near a number for it to be taken for somebody's."""

    NOTHING = auto()
    """It looks like no other number."""
    OTHER_DATA = auto()
    """Other personal data, or a word for it: few other numbers hold a date and add up."""
    A_WORD = auto()
    """A word for it: anything may look like it."""


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """A number of one ``kind``, as ``pattern`` writes it, that ``is_valid``; ``words`` say what it is."""

    kind: str
    pattern: re.Pattern[str]
    is_valid: Callable[[str], bool]
    words: re.Pattern[str]
    needs: Needs
    has_check_digits: bool


def rule(kind: str, module: str, pattern: str, words: str, needs: Needs = Needs.A_WORD) -> IdentityRule:
    """Return a rule; ``module`` is one of python-stdnum's, "" where a number has no check digit.

    What is told by a word alone may be written in small letters.
    """
    is_valid = partial(_has_check_digits, import_module(f"stdnum.{module}").is_valid) if module else _always
    whole = rf"(?<![\w+/=])(?<!\w[.-])(?:{pattern})(?![\w/=]|[.,-]\w)"
    return IdentityRule(
        kind,
        re.compile(whole, re.IGNORECASE if needs == Needs.A_WORD else 0),
        is_valid,
        re.compile(rf"(?<![^\W_])(?:{words})", re.IGNORECASE),
        needs,
        bool(module),
    )


def _always(_number: str) -> bool:
    return True


def _has_check_digits(is_valid: Callable[[str], bool], number: str) -> bool:
    """Ask with the signs in the number and without: some of them are part of it, some mean nothing.

    A Chinese number of a county that never was is a KeyError to python-stdnum.
    """
    try:
        return is_valid(number.upper()) or is_valid(re.sub(r"\W", "", number).upper())
    except LookupError:
        return False

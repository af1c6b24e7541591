"""National numbers of nobody, as many as are wanted: each is written as its country does, and adds up."""

from importlib import import_module
from itertools import product
from string import ascii_uppercase, digits

FORMS = (
    ("AHV number", "ch.ssn", "756.9217.{}.8?"),
    ("BSN", "nl.bsn", "2947{}?"),
    ("NHS number", "gb.nhs", "94729{}?"),
    ("DNI", "es.dni", "5436{}#"),
    ("PESEL", "pl.pesel", "440514{}?"),
    ("SIN", "luhn", "7294{}?"),
    ("NIR", "fr.nir", "295109917{}??"),
    ("CPF", "br.cpf", "39053{}??"),
    ("Aadhaar", "in_.aadhaar", "2947813{}?"),
    ("SSN", "us.ssn", "536-91-{}"),
    ("NI number", "", "QQ29{}C"),
    ("NRIC", "", "S729{}D"),
)
"""What it is called, python-stdnum's module, and how it is written: {} is four figures that differ from one
to the next, ? a check digit, # a check letter."""
_STEP = 1500
"""So much further is looked where no check digit fits."""


def national_number(form: int, n: int) -> tuple[str, str]:
    """Return what the number is called, and the ``n``-th (below 1,500) of its form."""
    called, module, written = FORMS[form]
    is_valid = import_module(f"stdnum.{module}").is_valid if module else bool
    for further in range(n + 1, 10_000, _STEP):
        for number in _filled(written.format(f"{further:04d}")):
            if is_valid(number):
                return called, number
    raise ValueError(f"No number {n} adds up as {called}: change its form")


def _filled(written: str) -> list[str]:
    """Return all that it may be with its check digits in place."""
    places = [digits if sign == "?" else ascii_uppercase for sign in written if sign in "?#"]
    plain = written.replace("?", "{}").replace("#", "{}")
    return [plain.format(*signs) for signs in product(*places)]

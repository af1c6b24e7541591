"""What the guard found: the kind in words for a person, and where it stands."""

from dataclasses import dataclass

EMAIL = "e-mail address"
PHONE = "phone number"
IBAN = "IBAN"
CARD = "card number"
TOKEN = "API key or token"  # noqa: S105
PRIVATE_KEY = "private key"
PASSWORD = "password"  # noqa: S105
IP_ADDRESS = "IP address"
BIRTH = "date of birth"
PASSPORT = "passport number"
NAME = "name"

COMMON_KINDS = frozenset(
    {EMAIL, PHONE, IBAN, CARD, TOKEN, PRIVATE_KEY, PASSWORD, IP_ADDRESS, BIRTH, PASSPORT, NAME}
)
"""All kinds but those of the national numbers, which ``bot.guard.national_numbers`` names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of a ``kind`` that stands at ``start`` to ``end``, in characters; what it is, is not kept."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """A text with each finding replaced by its kind in brackets, and the findings in the text as it was.

    The findings are in order and don't overlap. Without any, ``redacted`` is the text itself.
    """

    redacted: str
    findings: tuple[Finding, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What kinds of thing were found, each once, in order."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))

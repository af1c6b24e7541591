"""What a rule found, and the rules' names, which people write into their build scripts."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: staff get a wrong or no answer, a worse one, or perhaps nothing is amiss."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: ``problem`` says what, with the value, and ``cure`` what to do."""

    path: str
    """Relative to the folder of guides, with forward slashes."""
    line: int
    """From 1."""
    rule: str
    severity: Severity
    problem: str
    cure: str

    @property
    def place(self) -> tuple[str, int, str, str]:
        """What findings are sorted by."""
        return self.path, self.line, self.rule, self.problem


RULES = {
    "unreadable": "a file that can't be read as a guide, and is left out",
    "odd-front-matter": "a date that is none, or neither title nor heading",
    "unknown-anchor": "a section in `footnote.questions` that no heading has",
    "broken-link": "a link or image that leads to no file, or an address that can't be one",
    "broken-anchor": "a link to a `#heading` that isn't there",
    "long-section": "a section too long to be cited well",
    "empty-section": "a heading with nothing below it",
    "vague-heading": "a heading that says nothing on its own",
    "repeated-heading": "the same heading twice under one parent",
    "near-duplicate": "two sections that say nearly the same, word for word",
    "contradiction": "two guides that seem to name different figures, or yes and no, for the same thing",
    "past-review": "`review_by` is past",
    "future-date": "`updated` or `date` is yet to come",
    "no-owner": "nobody whom staff can ask",
    "no-disclaimer": "no disclaimer to show below an answer",
}
"""Every rule and what it finds."""

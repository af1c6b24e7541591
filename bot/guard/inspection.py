"""The guard: finds personal and secret data in a question and takes it out."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.guard.addresses import find_ip_addresses
from bot.guard.births import find_births
from bot.guard.emails import find_emails
from bot.guard.finding import COMMON_KINDS, NAME, PHONE, Finding, Inspection
from bot.guard.identities import find_identities
from bot.guard.names import find_names, name_words
from bot.guard.national_numbers import KINDS
from bot.guard.passwords import find_passwords
from bot.guard.payments import find_cards, find_ibans
from bot.guard.phones import find_phones
from bot.guard.plain import to_plain
from bot.guard.tokens import find_private_keys, find_tokens

_LABEL = re.compile(r"\[(?:" + "|".join(sorted({*COMMON_KINDS, *KINDS}, key=len, reverse=True)) + r")\]")
_UNSURE = frozenset({PHONE})
"""Kinds that give way to another of the same span: grouped figures look like many things."""
_SHORTEST_REPEATED = 3
_FINDERS = (
    *(find_private_keys, find_tokens, find_emails, find_ibans, find_cards, find_births, find_ip_addresses),
    *(find_passwords, find_phones),
)


def inspect(text: str) -> Inspection:
    """Return ``text`` without the personal and secret data in it, and what kinds of it stood where.

    What is found once is taken out wherever it is repeated, and what is left is read again until nothing is
    found, so that a redacted text holds nothing that a second look would find.
    """
    findings: list[Finding] = []
    while new := _look(text, findings):
        findings = _widest([*findings, *new])
    return Inspection(_redact(text, findings), tuple(findings))


def _look(text: str, known: Sequence[Finding]) -> list[Finding]:
    """Return what else is in ``text`` once the ``known`` findings are taken out of it."""
    plain = to_plain(text, [(finding.start, finding.end) for finding in known], _LABEL)
    found = [finding for find in _FINDERS for finding in find(plain.text)]
    found += find_identities(plain.text, found)
    found = _widest(found)
    found = _widest([*found, *find_names(plain.text, found)])
    seen = [Finding(finding.kind, *plain.span(finding.start, finding.end)) for finding in found]
    return _widest([*seen, *_repeated(text, seen)])


def _widest(findings: Iterable[Finding]) -> list[Finding]:
    """Return ``findings`` in order, those that overlap as one of the widest's kind."""
    merged: list[Finding] = []
    widest = 0
    for finding in sorted(findings, key=_by_place):
        width = finding.end - finding.start
        if not merged or finding.start >= merged[-1].end:
            merged.append(finding)
            widest = width
            continue
        last = merged[-1]
        merged[-1] = Finding(
            finding.kind if width > widest else last.kind, last.start, max(last.end, finding.end)
        )
        widest = max(widest, width)
    return merged


def _by_place(finding: Finding) -> tuple[int, int, bool]:
    return finding.start, -finding.end, finding.kind in _UNSURE


def _repeated(text: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield wherever in ``text`` what was found stands, of a name each of its words."""
    said = {}
    for finding in findings:
        value = text[finding.start : finding.end]
        words = name_words(value) if finding.kind == NAME else [value]
        said.update({word: finding.kind for word in words if len(word) >= _SHORTEST_REPEATED})
    for word, kind in said.items():
        yield from (Finding(kind, *span) for span in _places(text, word))


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield each span of ``text`` that is ``word`` and not a part of a longer one."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        is_part = (text[start - 1 : start] + word[0]).isalnum() and start > 0
        goes_on = (word[-1] + text[end : end + 1]).isalnum() and end < len(text)
        if not is_part and not goes_on:
            yield start, end
        start = text.find(word, end)


def _redact(text: str, findings: Sequence[Finding]) -> str:
    parts, position = [], 0
    for finding in findings:
        parts += [text[position : finding.start], f"[{finding.kind}]"]
        position = finding.end
    return "".join([*parts, text[position:]])

"""Dates of birth: a date, where the words beside it say what it is."""

import re
from collections.abc import Iterator

from bot.guard.finding import BIRTH, Finding

_MONTH = (
    r"(?:jan|feb|mar|mär|apr|a[pv]r|mai|may|maj|mei|jun|jui|jul|lip|ago|aug|aoû|sep|set|wrz|oct|okt|out|ott|nov|"
    r"lis|paź|déc|dec|dez|dic|gru|ene|gen|fév|fev|abr|mag|giu|lug|sty|lut|kwi|cze|sie|jän|tam|hel|maa|huh|tou|kes|"
    r"hei|elo|syy|lok|mar|jou)[^\W\d_]{0,9}\.?"
)
_YEAR = r"(?:19\d\d|20[0-2]\d)"
_DATES = (
    rf"\d{{1,2}} ?[./-] ?\d{{1,2}} ?[./-] ?(?:{_YEAR}|\d\d)(?!\d)",
    rf"{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d)",
    rf"\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ -]?(?:of |de |di |d')?{_MONTH},?[ -]?(?:de |del )?{_YEAR}",
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}",
)
_DATE = f"(?:{'|'.join(_DATES)})"
_LIKE_A_DATE = re.compile(rf"\d ?[./-] ?\d\d? ?[./-] ?\d|(?<!\d){_YEAR}(?!\d)")
_BORN = (
    r"(?:d\.?o\.?b\b\.?|date of birth|birth ?date|birthday|born(?: on| in \w+ on| the)?|geb\.|"
    r"geboren(?: am| op)?|geb(?:urts|\.-|-)?datum|geburtstag|n[eé]e?(?:\(e\))?(?: le)?|date de naissance|"
    r"nat[oai](?: il)?|data di nascita|fecha de nacimiento|nacid[oa](?: el)?|f\. ?nac\.|"
    r"nascid[oa](?: em| a)?|data de nascimento|ur\.|urodzon[ay]|data urodzenia|geboortedatum|född|"
    r"födelsedatum|født|fødselsdato|fødselsdag|syntynyt|"
    r"syntymäaika|narozen[aý]?|datum narození|doğum tarihi|dat[aă] nașterii)"
)
_BETWEEN = r"(?:[\s:=\"'(,-]|(?:is|ist|est|es|è|was|war|am|on|like)\b){0,6}"
_SAID = re.compile(rf"(?<![^\W_]){_BORN}{_BETWEEN}({_DATE})", re.IGNORECASE)
_SAID_BEHIND = re.compile(
    rf"(?<![\d.])(?=\d)({_DATE}) ?(?:\(|as |= ?|- ?|is (?:my |his |her |the )?){_BORN}", re.IGNORECASE
)
_STARRED = re.compile(rf"(?:^|(?<=[\w,(] )|(?<=\())\* ?(\d{{1,2}}\. ?\d{{1,2}}\. ?{_YEAR})(?!\d)")
_NOT_A_PERSON = re.compile(
    r"(?:project|idea|company|firm|team|brand|product|app|startup)(?: \w+)? (?:was |is )?$", re.IGNORECASE
)


def find_births(text: str) -> Iterator[Finding]:
    """Yield each date that is said to be somebody's birth; no other date is any of the guard's business."""
    if not _LIKE_A_DATE.search(text):
        return
    for pattern in (_SAID, _SAID_BEHIND, _STARRED):
        for found in pattern.finditer(text):
            if not _NOT_A_PERSON.search(text, max(0, found.start() - 40), found.start()):
                yield Finding(BIRTH, *found.span(1))

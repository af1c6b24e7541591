"""The words by which people say that a number is a phone number, in the languages of Europe."""

import re

_WORDS = (
    r"tel|telefon\w*|t[eé]l[eé]phone|tel[eé]fono|phone|mobile?|mobiltelefon|mobilnummer|handy|handynummer|cell|"
    r"cellphone|cellulare|m[oó]vil|celular|telem[oó]vel|tlm|tlf|puh|puhelin\w*|gsm|fax|whatsapp|signal|sms|"
    r"call|called|text|texted|ring|rang|ruf|rufen|r[uü]ckruf|anrufen|erreichbar|appele[rz]|ll[aá]m[ae]\w*|"
    r"chiama\w*|bel|komórk\w*|telefonu|ligue|soita|reach"
)
_BETWEEN = (
    r"(?:\b(?:no|nr|num|number|nummer|num[eé]ro|is|ist|es|est|at|on|me|us|him|her|back|unter|bitte|auf|au|le|al|"
    r"from|n|podał|number|numer|to)\b|[\s.:,#°º\"'|/(])"
)
CALLED = re.compile(
    rf"(?:\b(?:{_WORDS})|телефон\w*|номер|τηλ\w*|電話|电话)\b{_BETWEEN}{{0,12}}$", re.IGNORECASE
)
"""Ends just before a phone number."""
CALLED_AFTER = re.compile(r"[ (,]{1,3}(?:mobile?|cell|phone|tel|handy|whatsapp|privat)\b", re.IGNORECASE)
"""Begins just behind one."""

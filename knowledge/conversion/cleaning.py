"""A file's characters → those that its words are made of."""

import re
import unicodedata

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st",
}  # fmt: skip
# Characters that are drawn as nothing, and the private ones with which symbol fonts draw bullets.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, *range(0xE000, 0xF900)])
_CONTROL = dict.fromkeys(code for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n")
_SPACES = dict.fromkeys([0xA0, 0x2007, 0x202F, *range(0x2000, 0x2007), *range(0x2008, 0x200B)], " ")
_LINES = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n\n"}
_TABLE = str.maketrans(_LIGATURES) | _INVISIBLE | _CONTROL | _SPACES | _LINES
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return ``text`` with one kind of line end and of space, composed letters, and nothing invisible."""
    whole = _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", whole.translate(_TABLE))

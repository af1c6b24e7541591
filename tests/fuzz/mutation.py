"""Good inputs → odd ones: texts, bytes and JSON values, each step chosen by a `Random`."""

import copy
from collections.abc import Sequence
from random import Random
from typing import Any

from tests.hostile import ALL

LONGEST = 4000
"""Characters of a made text, about: most bugs show in short ones, and slowness shows by then."""
ODD_TEXTS = (
    *ALL, "", " ", "\0", "\ud83d", "\ufffe", "\ue000", "é", "e\u0301", "漢字。", "שלום", "😀", "\u200b",
    "\ufeff", "x" * 300,
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**70, 1e308, [], {}, [[]], {"": None}, ["a"], {"a": ["b"]},
)  # fmt: skip


def mixed(random: Random, pieces: Sequence[str], most: int = 30) -> str:
    """Return some pieces one after the other, odd texts among them, now and then one many times."""
    parts = [_piece(random, pieces) for _ in range(random.randint(1, most))]
    return "".join(parts)[: LONGEST * 4]


def _piece(random: Random, pieces: Sequence[str]) -> str:
    dice = random.random()
    if dice < 0.02:
        piece = random.choice(pieces) or "a"
        return piece * random.randint(2, max(2, LONGEST // len(piece)))
    if dice < 0.12:
        return random.choice(ODD_TEXTS)
    if dice < 0.2:
        return "".join(chr(_code_point(random)) for _ in range(random.randint(1, 6)))
    return random.choice(pieces)


def _code_point(random: Random) -> int:
    top = random.choice((0x80, 0x100, 0x3000, 0x110000))
    return random.randrange(top)


def mutated(random: Random, text: str, pieces: Sequence[str]) -> str:
    """Return ``text`` after a few cuts, repetitions, insertions and swaps."""
    for _ in range(random.randint(0, 6)):
        start = random.randint(0, len(text))
        end = min(len(text), start + int(random.expovariate(1 / 12)))
        part = random.choice(
            ("", text[start:end] * random.randint(2, 40), _piece(random, pieces), _piece(random, pieces))
        )
        text = text[:start] + part + text[end:]
    return text[: LONGEST * 4]


def mutated_bytes(random: Random, data: bytes) -> bytes:
    """Return ``data`` after a few flips, cuts, repetitions and insertions."""
    changed = bytearray(data)
    for _ in range(random.randint(0, 8)):
        start = random.randint(0, len(changed))
        kind = random.randrange(4)
        if kind == 0 and start < len(changed):
            changed[start] = random.randrange(256)
        elif kind == 1:
            del changed[start : start + int(random.expovariate(1 / 8))]
        elif kind == 2:
            changed[start:start] = changed[start : start + random.randint(1, 30)] * random.randint(1, 20)
        else:
            changed[start:start] = random.randbytes(random.randint(1, 8))
    return bytes(changed)


def mutated_json(random: Random, value: Any, texts: Sequence[str]) -> Any:
    """Return a copy of a JSON value with a few of its parts replaced, dropped, moved or doubled."""
    changed = [copy.deepcopy(value)]
    for _ in range(random.randint(0, 4)):
        holder: Any = changed
        while True:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            key = random.choice(list(keys))
            inner = holder[key]
            if not (isinstance(inner, (dict, list)) and inner) or random.random() < 0.25:
                break
            holder = inner
        _change(random, holder, key, texts)
    return changed[0] if changed else None


def _change(random: Random, holder: Any, key: Any, texts: Sequence[str]) -> None:
    kind = random.randrange(6)
    if kind == 0 and isinstance(holder, dict):
        del holder[key]
    elif kind == 1:
        holder[key] = copy.deepcopy(random.choice(ODD_VALUES))
    elif kind == 2:
        holder[key] = [holder[key]]
    elif kind == 3 and isinstance(holder, dict):
        holder[random.choice(ODD_TEXTS)] = copy.deepcopy(holder[key])
    elif kind == 4:
        holder[key] = random.choice(texts)
    else:
        holder[key] = mixed(random, texts, 8)

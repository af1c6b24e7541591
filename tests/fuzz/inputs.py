"""Inputs: seeds that are cut, joined, repeated and spoiled, the same for the same seed."""

import random
from collections.abc import Iterator, Sequence

HOSTILE = (
    *("<!here>", "<@U1>", "<", ">", "&", "&lt;", "<script>", "</", "]]>", "<![CDATA["),
    *("\x00", "\x1b[2J", "\r\n", "\n", "\t", "\u202e", "\u200b", "\ufeff", "\u2028", "\ud83d", "\U0001f600"),
    *(
        "[",
        "](",
        ")",
        "*",
        "**",
        "_",
        "`",
        "```",
        "~~~",
        "|",
        "\n|-|-|\n",
        "> ",
        "- ",
        "1. ",
        "#",
        "# ",
        "---\n",
    ),
    *("{%", "%}", "{{", "}}", "&amp;#x3c;", "&#0;", "\\", '"', "'", "=", ":", "@", "://", "%00", "{#", "{#}"),
    *(
        "家",
        "é",
        "e\u0301",
        "ﷺ",
        "０",
        "９９９",
        "0" * 20,
        "1e999",
        "-1",
        "NaN",
        "true",
        "null",
        "[[",
        "{}",
        "!!python",
    ),
)
LONGEST = 600


def inputs(seeds: Sequence[str], seed: int) -> Iterator[bytes]:
    """Yield inputs without end."""
    drawn = random.Random(seed)
    kept = [seed_text.encode("utf-8", "surrogatepass") for seed_text in seeds]
    pieces = [piece.encode("utf-8", "surrogatepass") for piece in HOSTILE]
    while True:
        data = drawn.choice(kept)
        for _ in range(drawn.randint(1, 6)):
            data = _spoiled(data, drawn, kept, pieces)
        yield data[:LONGEST]


def _spoiled(data: bytes, drawn: random.Random, kept: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    at = drawn.randint(0, len(data))
    before, after = data[:at], data[at:]
    match drawn.randint(0, 6):
        case 0:
            middle = drawn.choice(pieces)
        case 1:
            middle = drawn.choice(pieces) * drawn.randint(2, 60)
        case 2:
            middle, after = b"", data[drawn.randint(at, len(data)) :]
        case 3:
            middle, after = b"", drawn.choice(kept)[drawn.randint(0, 20) :]
        case 4:
            middle = bytes(drawn.choices(range(256), k=drawn.randint(1, 8)))
        case 5:
            middle = "".join(chr(_point(drawn)) for _ in range(drawn.randint(1, 12))).encode()
        case _:
            before, middle, after = after, b"", before
    return before + middle + after


def _point(drawn: random.Random) -> int:
    return drawn.choice(
        (drawn.randint(32, 126), drawn.randint(0x80, 0x2FFF), drawn.randint(0x1F300, 0x1FAFF))
    )

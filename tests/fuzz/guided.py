"""A parser led by coverage, with atheris: `python -m tests.fuzz.guided TARGET SEED SECONDS`.

What reaches new code is kept and changed further; `pip install -e '.[fuzz]'` brings what this needs.
"""

import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from zlib import crc32

from tests.fuzz.running import try_input
from tests.fuzz.tally import Tally

INSTRUMENTED = [
    *("bot", "knowledge", "index", "markdown_it", "mdit_py_plugins", "yaml", "tomllib", "markdownify", "bs4"),
]
LONGEST_BYTES = 4096


def is_possible() -> bool:
    """Tell whether atheris is there: it has no wheels for some machines."""
    return find_spec("atheris") is not None


def main() -> None:
    """Run, and print the tally as a line of JSON."""
    import atheris

    name, seed, seconds = sys.argv[1:]
    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        if (make := target.from_bytes) is None:
            raise SystemExit(f"{name} isn't made of bytes, so coverage can't lead it.")
        for start in target.corpus:
            list(target.check(make(start)))  # what is imported on first use is watched as well
    tally, said, until = Tally(), sys.stdout, time.monotonic() + int(seconds)

    def one(data: bytes) -> None:
        try_input(target, make(data), tally, f"{name}, led by coverage")
        if time.monotonic() > until:  # libFuzzer's own end would be one without a word
            said.write(tally.to_json() + "\n")
            said.flush()
            os._exit(0)

    corpus = Path(mkdtemp())
    for number, start in enumerate(target.corpus):
        (corpus / str(number)).write_bytes(start)
    sys.stdout = sys.stderr  # what is fuzzed may print
    options = [
        "-verbosity=0",
        f"-seed={crc32(seed.encode())}",
        f"-max_len={LONGEST_BYTES}",
        "-rss_limit_mb=4000",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

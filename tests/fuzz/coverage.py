"""The parsers under atheris, which looks for inputs that reach new code; skipped where it isn't installed."""

import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS

PARSERS = ("guides", "quotes", "presses", "questions", "HTML files", "text files")
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")


def cover(name: str, seconds: int) -> bool:
    """Run one parser in a process of its own; return whether nothing was found."""
    if importlib.util.find_spec("atheris") is None:
        print(f"{name}: atheris isn't installed, so it is skipped. Run: pip install -e '.[fuzz]'")
        return True
    with tempfile.TemporaryDirectory() as folder:
        for n, seed in enumerate(next(t for t in TARGETS if t.name == name).seeds):
            (Path(folder) / str(n)).write_bytes(seed.encode("utf-8", "surrogatepass"))
        options = [
            f"-max_total_time={seconds}",
            "-timeout=10",
            "-max_len=600",
            "-print_final_stats=0",
            folder,
        ]
        command = [sys.executable, "-m", "tests.fuzz.coverage", name, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = _DONE.search(done.stderr)
    print(f"{name}: {int(found[1]) if found else 0:,} inputs under atheris, exit code {done.returncode}")
    if done.returncode:
        print(done.stderr[-3000:])
    return done.returncode == 0


def main() -> None:
    """Fuzz the parser that is named, in this process."""
    import atheris

    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["knowledge", "bot.slack", "bot.printable"]):
        from tests.fuzz import targets
    check = next(target.check for target in targets.TARGETS if target.name == name)

    def run(data: bytes) -> None:
        wrong = check(data)
        assert wrong is None, wrong

    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

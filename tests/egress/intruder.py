"""`footnote` with a thread that tries every way out once a file appears, and writes down what it met."""

import json
import os
import threading
import time
from pathlib import Path

from bot.cli import main
from tests.egress.attempts import outcomes


def intrude(begin: Path, report: Path) -> None:
    """Wait for a file, try, and write the outcomes."""
    while not begin.exists():
        time.sleep(0.05)
    draft = report.with_suffix(".draft")
    draft.write_text(json.dumps(outcomes()))
    draft.rename(report)


if __name__ == "__main__":
    paths = (Path(os.environ["INTRUDER_BEGINS"]), Path(os.environ["INTRUDER_REPORT"]))
    threading.Thread(target=intrude, args=paths, daemon=True).start()
    main()

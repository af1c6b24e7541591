"""The releases that the project's requirement files name."""

import re
from pathlib import Path

from packaging.utils import canonicalize_name

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


def read_pins(file: Path) -> dict[str, str]:
    """Return the version of each distribution that a file pins, by canonical name."""
    return {canonicalize_name(pin["name"]): pin["version"] for pin in _PIN.finditer(file.read_text("utf-8"))}

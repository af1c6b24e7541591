"""`make sbom`: writes a CycloneDX bill of materials of what is needed at run time, as it is installed."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

from supply.pinned import read_pins

ROOT = Path(__file__).resolve().parent.parent
HASHED = ROOT / "requirements" / "runtime.txt"
UNHASHED = frozenset({"torch"})
"""What is needed at run time, but has other hashes on other platforms."""
_LISTING = ("environment", "--output-reproducible", "--of", "JSON", "--sv", "1.6", "--pyproject")


def needed_names() -> frozenset[str]:
    """Return the canonical names of what is needed at run time."""
    return frozenset(read_pins(HASHED)) | UNHASHED


def write_bill(file: Path) -> int:
    """Write the bill of materials, and return how many components it has."""
    command = [sys.executable, "-m", "cyclonedx_py", *_LISTING, str(ROOT / "pyproject.toml"), sys.executable]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bill = narrowed(json.loads(listed), needed_names())
    file.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", "utf-8")
    return len(bill["components"])


def narrowed(bill: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Keep the components of these names and what they depend on each other for; no addresses, no builds.

    Addresses are of the index that a package came from, and of homes that move; the suffix of a version
    (`+cpu`) is of one platform's build.
    """
    wanted = set(names)
    parts = [part for part in bill["components"] if canonicalize_name(part["name"]) in wanted]
    refs = {part["bom-ref"]: _ref(part) for part in parts} | {"root-component": "root-component"}
    bill["components"] = sorted(map(_plain, parts), key=lambda part: str(part["bom-ref"]))
    bill["dependencies"] = sorted(
        (
            {
                "ref": refs[link["ref"]],
                "dependsOn": sorted(refs[to] for to in link.get("dependsOn", ()) if to in refs),
            }
            for link in bill["dependencies"]
            if link["ref"] in refs
        ),
        key=lambda link: str(link["ref"]),
    )
    for tool in bill["metadata"]["tools"]["components"]:
        tool.pop("externalReferences", None)
    return bill


def _ref(part: dict[str, Any]) -> str:
    return f"{canonicalize_name(part['name'])}=={Version(part['version']).public}"


def _plain(part: dict[str, Any]) -> dict[str, Any]:
    version = Version(part["version"]).public
    purl = f"pkg:pypi/{canonicalize_name(part['name'])}@{version}"
    kept = {
        key: value for key, value in part.items() if key not in {"externalReferences", "hashes", "properties"}
    }
    return {**kept, "version": version, "purl": purl, "bom-ref": _ref(part)}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    sys.stderr.write(f"{place}: {write_bill(place)} components\n")

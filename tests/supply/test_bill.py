"""The bill of materials: of what is pinned, and with nothing of the machine that it was written on."""

import json
import re
from typing import Any

from packaging.utils import canonicalize_name

from supply.bill import HASHED, ROOT, UNHASHED, narrowed, needed_names
from supply.pinned import read_pins

BILL: dict[str, Any] = json.loads((ROOT / "deploy" / "sbom.cdx.json").read_text("utf-8"))
IN_WORDS = {"protobuf", "pypdfium2", "transformers"}
"""Their licences are told in words alone (BSD, BSD and Apache), which the bill can't name."""
PINNED = read_pins(ROOT / "constraints.txt")


def test_the_bill_lists_what_is_needed_in_the_releases_that_are_pinned() -> None:
    listed = {canonicalize_name(part["name"]): part["version"] for part in BILL["components"]}
    assert listed == {name: PINNED[name] for name in needed_names()}, "run: make sbom"


def test_each_component_says_under_which_licence_it_is_and_what_it_needs() -> None:
    refs = {part["bom-ref"] for part in BILL["components"]}
    links = {link["ref"]: set(link["dependsOn"]) for link in BILL["dependencies"]}
    assert refs | {"root-component"} == set(links)
    assert set().union(*links.values()) <= refs
    assert f"torch=={PINNED['torch']}" in links["root-component"]
    assert {part["name"] for part in BILL["components"] if not part.get("licenses")} <= IN_WORDS


def test_the_bill_names_no_place() -> None:
    text = json.dumps({key: value for key, value in BILL.items() if key != "$schema"})
    assert "externalReferences" not in text
    assert not re.search(r"https?://|file:|\+cpu", text)


def test_a_bill_is_narrowed_to_what_is_wanted() -> None:
    def part(name: str, version: str) -> dict[str, Any]:
        ref = f"{name}=={version}"
        places = [{"type": "website", "url": "https://x.example"}]
        return {"name": name, "version": version, "bom-ref": ref, "externalReferences": places}

    bill = {
        "components": [part("Torch", "2.0+cpu"), part("left_out", "1"), part("a_b", "1.0")],
        "dependencies": [
            {"ref": "root-component", "dependsOn": ["Torch==2.0+cpu", "left_out==1"]},
            {"ref": "Torch==2.0+cpu", "dependsOn": ["a_b==1.0"]},
            {"ref": "left_out==1"},
            {"ref": "a_b==1.0"},
        ],
        "metadata": {"tools": {"components": []}},
    }
    narrow = narrowed(bill, ["torch", "a-b"])
    assert [(part["bom-ref"], part["version"], part["purl"]) for part in narrow["components"]] == [
        ("a-b==1.0", "1.0", "pkg:pypi/a-b@1.0"),
        ("torch==2.0", "2.0", "pkg:pypi/torch@2.0"),
    ]
    assert narrow["dependencies"] == [
        {"ref": "a-b==1.0", "dependsOn": []},
        {"ref": "root-component", "dependsOn": ["torch==2.0"]},
        {"ref": "torch==2.0", "dependsOn": ["a-b==1.0"]},
    ]
    assert read_pins(HASHED).keys().isdisjoint(UNHASHED)

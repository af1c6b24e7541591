"""What every test stands on: no connection leaves this machine, and one exported model is shared."""

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index.exported_model import ExportedModel
from index.model_files import load_model_files
from index.onnx_export import export_model

HANDBOOK = Path(__file__).resolve().parents[2] / "shared" / "eval"


class NetworkReached(AssertionError):
    """A test tried to reach another machine."""


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(args[1], tuple) and not _is_loopback(args[1][0]):
        raise NetworkReached(f"connect to {args[1]}")
    if event == "socket.getaddrinfo" and args[0] and not _is_loopback(args[0]):
        raise NetworkReached(f"look up {args[0]}")


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        return name in {"localhost", ""}


sys.addaudithook(_refuse_network)  # an audit hook sees every socket of this process and can't be switched off


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with what takes long, once one worker exports the model and others do without it meanwhile."""
    items.sort(key=_place_in_line)


def _place_in_line(item: pytest.Item) -> int:
    early = item.get_closest_marker("early")
    return int(early.args[0]) if early else 9


@pytest.fixture(scope="session")
def exported_model(tmp_path_factory: pytest.TempPathFactory) -> ExportedModel:
    """Return the packaged model, exported once for the whole run, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "minilm"
    with FileLock(f"{folder}.lock"):
        return ExportedModel.load(folder) if folder.exists() else export_model(load_model_files(), folder)


@pytest.fixture(scope="session")
def handbook() -> Path:
    """Return the folder with the 18F handbook and its questions; skip where it isn't there."""
    if not HANDBOOK.is_dir():
        pytest.skip(f"no handbook at {HANDBOOK}: it is kept beside the checkout, not in it")
    return HANDBOOK

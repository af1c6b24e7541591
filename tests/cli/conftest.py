"""The command line, run in this process on a state folder of its own with the exported model in place."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.places import exported_folder
from bot.settings import load_settings
from index.exported_model import ExportedModel

LEAVE = """---
footnote: {owner: "#people", disclaimer: Ask People when in doubt.}
---
# Leave
You may take leave at any time of the year. Ask your supervisor for leave three days ahead.

## Sick leave
Call your supervisor before ten when you are sick. From the fourth day on, send a doctor's note.
"""
TRAVEL = """# Travel
Book every trip through the travel portal. Keep the receipts of taxis and hotels for six months.
"""


@dataclass(frozen=True)
class CommandLine:
    """Runs `footnote` with the given arguments."""

    state: Path

    def __call__(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Take every setting out of the environment, and return a state folder to use."""
    for name in os.environ:
        if name.startswith(("FOOTNOTE_", "SLACK_")):
            monkeypatch.delenv(name)
    state = tmp_path / "state"
    monkeypatch.setenv("FOOTNOTE_STATE", str(state))
    return state


@pytest.fixture
def footnote(clean_environment: Path, exported_model: ExportedModel) -> CommandLine:
    """Return the command line; its model is exported already."""
    place = exported_folder(load_settings())
    place.parent.mkdir(parents=True)
    place.symlink_to(exported_model.folder)
    return CommandLine(clean_environment)


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """Return a folder of two guides; staff can ask #people about the first."""
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "leave.md").write_text(LEAVE, "utf-8")
    (folder / "travel.md").write_text(TRAVEL, "utf-8")
    return folder

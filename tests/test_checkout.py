"""What a newcomer relies on: pinned versions that fit, commands that exist, files that agree."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import STARTER_GUIDES
from knowledge.reading import read_guides
from supply.pinned import read_pins

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_dependency_is_pinned_to_a_release_that_fits() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *extras["dev"], *extras["postgres"]]
    pinned = read_pins(ROOT / "constraints.txt")
    for requirement in map(Requirement, wanted):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} isn't met by {version}"
    assert pinned["torch"] == "2.13.0"


def test_the_readme_names_commands_and_files_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.MULTILINE))
    assert {"ask", "serve", "test"} <= named <= targets
    for place in re.findall(r"\]\((?!https?:|#)([^)#]+)", README):
        assert (ROOT / place).exists(), place


def test_the_changelog_tells_of_this_release() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_starter_guide_has_four_sections_and_three_depths() -> None:
    library = read_guides(STARTER_GUIDES)
    assert (library.problems, library.warnings) == ((), ())
    guide = next(guide for guide in library.guides if guide.path == "is-my-data-safe.md")
    own = [section.heading for section in guide.sections if len(section.trail) == 2]
    deeper = [section.trail[1] for section in guide.sections if section.heading == "Go deeper"]
    assert own == deeper  # the body and "go deeper" of each; "in 30 seconds" is the summary
    assert len(own) == 4
    assert 20 < len(guide.summary.split()) < 60
    assert guide.owner
    assert "not legal advice" in guide.disclaimer

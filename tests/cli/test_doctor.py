"""`footnote doctor`: what it finds on this machine and in a (stand-in) Slack, and the cure for each."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.checks import Check, guide_checks, local_checks
from bot.doctor import diagnose
from bot.places import guide_defaults
from bot.settings import load_settings
from bot.slack.access import NEEDED_SCOPES, RECOVERY_SCOPES, SIGN_SCOPES
from knowledge.reading import read_guides
from tests.cli.conftest import CommandLine
from tests.standin.server import StandInSlack

TODAY = date(2026, 11, 24)
NOBODY = "http://127.0.0.1:9/api/"


@pytest.fixture
def slack(
    clean_environment: Path,  # noqa: ARG001 - cleared before the tokens are set
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[StandInSlack]:
    with StandInSlack() as slack:
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
        monkeypatch.setenv("FOOTNOTE_SLACK_API_URL", slack.api_url)
        yield slack


def found(guides: Path | None = None) -> dict[str, Check]:
    return {check.name: check for check in diagnose(load_settings(guides))}


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_fresh_checkout_lacks_export_index_and_tokens(
    clean_environment: Path, footnote: CommandLine, guides: Path
) -> None:
    next((clean_environment / "models").iterdir()).unlink()
    result = footnote("doctor", "--guides", guides)
    assert (result.exit_code, result.stderr) == (1, "")
    assert words(result.stdout).endswith(
        "`footnote serve` still lacks: exported model, index, bot token, app token."
    )
    assert re.findall(r"^(ok|missing|note) ", result.stdout, re.MULTILINE) == [
        *["ok", "missing", "missing", "ok"],  # model, its export, index, guides
        "note",  # travel.md has no owner
        *["missing", "missing", "note"],  # tokens, signing secret
    ]
    checks = found(guides)
    assert checks["exported model"].cure == f"Run: footnote index --guides {guides}"
    assert checks["index"].cure == f"Run: footnote index --guides {guides}"
    assert checks["bot token"].found == "SLACK_BOT_TOKEN is not set"
    assert "set SLACK_BOT_TOKEN." in checks["bot token"].cure


def test_a_working_installation_is_told_so(footnote: CommandLine, guides: Path, slack: StandInSlack) -> None:
    footnote("index", "--guides", guides)
    result = footnote("doctor", "--guides", guides)
    assert result.exit_code == 0
    assert result.stdout.endswith("`footnote serve` has all that it needs.\n")
    assert slack.bot_token not in result.stdout
    assert slack.app_token not in result.stdout
    checks = found(guides)
    assert re.fullmatch(r"generation \S+ \(guides: 2, passages: 3\)", checks["index"].found)
    assert checks["Slack"].found == "footnote in the workspace standin"
    assert checks["scopes"].found == "app_mentions:read, chat:write, im:history"
    assert checks["Socket Mode"].ok


def test_the_starter_guide_s_cure_is_short(clean_environment: Path) -> None:
    assert not clean_environment.exists()
    assert found()["index"].cure == "Run: footnote index"


def test_scopes_that_slack_does_not_give_are_named(slack: StandInSlack) -> None:
    slack.app.scopes = {"chat:write", "users:read"}
    scopes = found()["scopes"]
    assert (scopes.ok, scopes.needed) == (False, True)
    assert scopes.found == "missing: app_mentions:read, im:history"
    assert "reinstall it" in scopes.cure


def test_an_app_token_that_may_not_connect_is_named(slack: StandInSlack) -> None:
    slack.app.app_scopes = set()
    slack.app.scopes = {*NEEDED_SCOPES, *RECOVERY_SCOPES, *SIGN_SCOPES}
    connection = found()["Socket Mode"]
    assert (connection.ok, connection.found) == (False, "Slack says missing_scope")
    assert "connections:write" in connection.cure


@pytest.mark.usefixtures("slack")
def test_a_refused_token_is_not_shown(footnote: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-stolen")
    assert found()["Slack"].found == "Slack says invalid_auth"
    assert "scopes" not in found()
    assert "stolen" not in footnote("doctor").output


def test_no_network_is_said_and_everything_else_is_still_looked_at(
    footnote: CommandLine, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "not-a-token")
    monkeypatch.setenv("FOOTNOTE_SLACK_API_URL", NOBODY)
    footnote("index", "--guides", guides)
    checks = found(guides)
    assert checks["index"].ok
    assert checks["app token"].found == "SLACK_APP_TOKEN is set, but doesn't start with xapp-"
    assert checks["Slack"].found.startswith("no answer (")
    assert "FOOTNOTE_SLACK_API_URL" in checks["Slack"].cure
    assert not checks["Socket Mode"].ok


@pytest.mark.usefixtures("clean_environment")
def test_over_http_no_app_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    checks = found()
    assert (checks["app token"].ok, checks["app token"].needed) == (False, False)
    assert checks["signing secret"].ok
    assert "Socket Mode" not in checks


def test_a_stale_index_still_serves_unless_the_model_is_another(
    footnote: CommandLine, guides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    footnote("index", "--guides", guides)
    (guides / "pay.md").write_text("# Pay\nMonthly.\n", "utf-8")
    stale = found(guides)["index"]
    assert (stale.ok, stale.needed) == (False, False)
    assert stale.found.startswith("stale: the guides, their settings or the model changed since generation ")
    monkeypatch.setenv("FOOTNOTE_MODEL", str(tmp_path))  # a folder that holds no model
    checks = found(guides)
    assert (checks["index"].ok, checks["index"].needed) == (False, True)
    assert "it has no modules.json" in checks["model"].found


def test_a_damaged_index_is_named(footnote: CommandLine, guides: Path) -> None:
    footnote("index", "--guides", guides)
    next(footnote.state.glob("index/*/*/passages.faiss")).write_bytes(b"")
    damaged = found(guides)["index"]
    assert (damaged.ok, damaged.needed) == (False, True)
    assert damaged.found.endswith("passages.faiss is not the file that was built.")


@pytest.mark.usefixtures("clean_environment")
def test_what_staff_would_miss_in_the_guides_is_named(guides: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_DISCLAIMER", "")
    (guides / "pay.md").write_text("---\nfootnote: {review_by: 2026-11-23}\n---\n# Pay\nMonthly.\n", "utf-8")
    (guides / "today.md").write_text(
        "---\nfootnote: {owner: Eve, disclaimer: Ask, review_by: 2026-11-24}\n---\n# Day\nOne.\n", "utf-8"
    )
    (guides / "broken.md").write_bytes(b"# Caf\xe9\n")
    settings = load_settings(guides)
    library = read_guides(guides, guide_defaults(settings))
    checks = list(guide_checks(settings, library, TODAY))
    assert [(c.name, c.ok, c.needed) for c in checks] == [
        ("guides", True, True),
        ("left out", False, False),
        ("owner", False, False),
        ("disclaimer", False, False),
        ("review", False, False),
    ]
    assert checks[0].found == f"4 in {guides}"
    assert checks[1].found == "broken.md:1: byte 0xe9 is not UTF-8. Save the file as UTF-8."
    assert checks[2].found == "is missing in pay.md, travel.md"
    assert checks[3].found == "is missing in pay.md, travel.md"
    assert checks[4].found == "is overdue for pay.md"


@pytest.mark.usefixtures("clean_environment")
def test_a_long_list_of_guides_is_counted(guides: Path) -> None:
    for number in range(5):
        (guides / f"{number}.md").write_text("# Day\nOne.\n", "utf-8")
    settings = load_settings(guides)
    owner = next(check for check in local_checks(settings, TODAY) if check.name == "owner")
    assert owner.found == "is missing in 0.md, 1.md, 2.md and 3 more"


@pytest.mark.usefixtures("clean_environment")
def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    checks = found(tmp_path / "nowhere")
    assert not checks["guides"].ok
    assert checks["guides"].found.startswith(f"{tmp_path / 'nowhere'} is no folder.")
